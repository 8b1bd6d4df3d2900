/** A card as the text that a group robot posts, before it is split by the limit of its platform. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';

export const render = (card: Card): string[] => [renderText(card)];
