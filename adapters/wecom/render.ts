/** A card as Markdown for an intelligent robot: nothing in it is obeyed as markup, and each line stays a line. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';
import { measureBytes, splitText } from '../shared/split.ts';

/** Of a stream and of a pushed Markdown: 20,480 bytes; the rest is left free. */
const maxBytes = 20_000;

/** A word joiner keeps `<@user>` from being a mention, too. */
const literal = (text: string) => text.replace(/[\\`*_~[\]<>#|&]/g, '\\$&').replaceAll('\\<@', '\\<\u2060@');

/** Two spaces keep a line break. */
export const inMarkdown = (text: string) => literal(text).replaceAll('\n', '  \n');

export const textsOf = (card: Card): string[] =>
  splitText(renderText(card), { size: maxBytes, measure: (text) => measureBytes(inMarkdown(text)) }).map(inMarkdown);

export const render = (card: Card): string[] =>
  splitText(renderText(card), { size: maxBytes, measure: (text) => measureBytes(inMarkdown(text)) });
