/** What the terminal prints for a card. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';

export const render = (card: Card): string[] => [renderText(card)];
