/** A card as the texts of an official account. */
import type { Card } from '../../src/model/card.ts';
import { goOnBytes } from '../shared/callback/chat.ts';
import { textsOf } from '../shared/callback/text.ts';

export const render = (card: Card): string[] => textsOf(card, goOnBytes);
