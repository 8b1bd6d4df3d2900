/** How the doors show a card, one text a message, for whoever wants to see it without sending it. */
import type { Card } from '../src/model/card.ts';

type Look = (card: Card) => string[];

export const looks: Readonly<Record<string, () => Promise<Look>>> = {
  terminal: async () => {
    const { renderText } = await import('./shared/text.ts');
    return (card) => [renderText(card)];
  },
  webhook: async () => {
    const { bodyOf } = await import('./webhook/webhook.ts');
    return (card) => [bodyOf(card, '')];
  },
};
