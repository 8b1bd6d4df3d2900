/** What a person sees of a card in Feishu, one text a message. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';
import { measureBytes, splitText } from '../shared/split.ts';

const maxBytes = 18_000;

export const render = (card: Card): string[] => splitText(renderText(card), { size: maxBytes, measure: measureBytes });
