/** A card as the texts of an application in WeCom. */
import type { Card } from '../../src/model/card.ts';
import { textsOf } from '../shared/callback/text.ts';

export const render = (card: Card): string[] => textsOf(card);
