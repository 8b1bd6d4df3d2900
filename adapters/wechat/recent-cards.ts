/** The card that each person saw last in each conversation: by it a typed number is read. */
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import { LruMap } from '../../src/shared/lru-map.ts';

/** The oldest are forgotten; a number then goes to the assistant as it is. */
const most = 5_000;

export class ShownCards {
  #cards = new LruMap<string, Pick<Card, 'blocks' | 'choices'>>(most);

  /** @param user absent = shown to the whole group, unasked */
  keep(channel: ChannelId, user: string | undefined, { blocks, choices }: Card): void {
    this.#cards.set(JSON.stringify([channel, user]), { blocks, choices });
  }

  of(channel: ChannelId, user: string): Pick<Card, 'blocks' | 'choices'> | undefined {
    return this.#cards.get(JSON.stringify([channel, user])) ?? this.#cards.get(JSON.stringify([channel, undefined]));
  }
}
