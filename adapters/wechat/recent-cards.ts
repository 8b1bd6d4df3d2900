/** The card that each person saw last in each conversation: by it a typed number is read. */
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';

/** The oldest are forgotten; a number then goes to the assistant as it is. */
const most = 5_000;

export class ShownCards {
  #cards = new Map<string, Pick<Card, 'blocks' | 'choices'>>();

  /** @param user absent = shown to the whole group, unasked */
  keep(channel: ChannelId, user: string | undefined, { blocks, choices }: Card): void {
    const key = JSON.stringify([channel, user]);
    this.#cards.delete(key);
    this.#cards.set(key, { blocks, choices });
    if (this.#cards.size <= most) return;
    const [oldest] = this.#cards.keys();
    this.#cards.delete(oldest!);
  }

  of(channel: ChannelId, user: string): Pick<Card, 'blocks' | 'choices'> | undefined {
    return this.#cards.get(JSON.stringify([channel, user])) ?? this.#cards.get(JSON.stringify([channel, undefined]));
  }
}
