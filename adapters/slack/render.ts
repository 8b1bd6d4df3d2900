/** A card as Block Kit JSON, one text per Slack message, ready to paste into Slack's Block Kit Builder. */
import type { Card } from '../../src/model/card.ts';
import { toPostings } from './blocks.ts';

export const render = (card: Card): string[] =>
  toPostings(card, false).map(({ blocks }) => JSON.stringify({ blocks }, null, 2));
