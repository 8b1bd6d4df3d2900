/** What the page shows for a card, as plain text: for the command line, which has no browser. */
import type { Card } from '../../../src/model/card.ts';
import { renderText } from '../../shared/plain-text.ts';

export const render = (card: Card): string[] => [renderText(card)];
