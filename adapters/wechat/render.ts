/** A card as the plain-text messages that WeChat shows, split at its length limit. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';
import { measureUtf16, splitText } from '../shared/split.ts';

/** WeChat publishes no limit; a phone screen holds about 400 characters, and nobody scrolls further than five of them. */
const limit = { size: 2000, measure: measureUtf16 };

export const render = (card: Card): string[] => splitText(renderText(card), limit);
