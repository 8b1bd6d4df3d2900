/** Remembers the card last shown to each person in each conversation, to resolve typed numbers. */
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { LruMap } from '../../src/shared/lru-map.ts';

/** Limit of remembered cards; without one a typed number goes to the assistant. */
const maxCards = 5_000;

export class RecentCards {
  #cards = new LruMap<string, Pick<Card, 'blocks' | 'choices'>>(maxCards);

  /** @param user absent = shown to the whole group, unasked */
  keep(channel: ChannelId, user: string | undefined, { blocks, choices }: Card): void {
    this.#cards.set(JSON.stringify([channel, user]), { blocks, choices });
  }

  of(channel: ChannelId, user: string): Pick<Card, 'blocks' | 'choices'> | undefined {
    return this.#cards.get(JSON.stringify([channel, user])) ?? this.#cards.get(JSON.stringify([channel, undefined]));
  }
}
