/** The JSON body that the webhook door POSTs for a card. */
import type { Card } from '../../src/model/card.ts';
import { renderText } from '../shared/plain-text.ts';

export const requestBody = (card: Card, key: string): string => JSON.stringify({ key, card, text: renderText(card) });

/** The body with an empty key: a key exists only for a card that is sent. */
export const render = (card: Card): string[] => [requestBody(card, '')];
