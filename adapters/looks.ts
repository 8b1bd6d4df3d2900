/** How the doors show a card, one text a message, for whoever wants to see it without sending it. */
import type { Card } from '../src/model/card.ts';

type Look = (card: Card) => string[];

export const looks: Readonly<Record<string, () => Promise<Look>>> = {
  terminal: async () => {
    const { renderText } = await import('./shared/plain-text.ts');
    return (card) => [renderText(card)];
  },
  webhook: async () => {
    const { bodyOf } = await import('./webhook/webhook.ts');
    return (card) => [bodyOf(card, '')];
  },
  // As Slack's Block Kit Builder takes it.
  slack: async () => {
    const { toPostings } = await import('./slack/blocks.ts');
    return (card) => toPostings(card, false).map(({ blocks }) => JSON.stringify({ blocks }, null, 2));
  },
  wechat: async () => (await import('./wechat/outbox.ts')).partsOf,
};
