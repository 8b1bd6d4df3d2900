/** A card as texts of DingTalk, in which nothing is markup: a mention is a field beside the text. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';
import { measureBytes, splitText } from '../shared/split.ts';

/** Users report limits from 5,000 to 20,000 bytes; the documentation names none. */
const maxBytes = 5_000;

export const render = (card: Card): string[] =>
  splitText(renderText(card), { size: maxBytes, measure: (text) => measureBytes(JSON.stringify(text)) });
