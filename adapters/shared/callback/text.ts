/** A card as texts of WeChat and WeCom: 2,048 bytes each, in which no tag of a link is obeyed. */
import type { Card } from '../../../src/model/card.ts';
import { renderText } from '../plain-text.ts';
import { measureBytes, splitText } from '../split.ts';

/** https://developer.work.weixin.qq.com/document/path/90236: the content of a text has at most 2048 bytes. */
const maxBytes = 2048;

/** Their clients show `<a href=…>` as a link; a word joiner keeps it as written. */
const literal = (text: string) => text.replace(/<(?=\/?a\b)/gi, '<\u2060');

/** `freeBytes` of each text are left for what is added to it. */
export const textsOf = (card: Card, freeBytes = 0): string[] =>
  splitText(literal(renderText(card)), { size: maxBytes - freeBytes, measure: measureBytes });
