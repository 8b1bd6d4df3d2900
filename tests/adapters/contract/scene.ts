/** One rig with a started adapter, what it has received, and ways to wait for what is received and shown. */
import { expect, vi } from 'vitest';
import type { Card } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Adapter, Receive } from '../../../src/model/port.ts';
import type { Place, Rig, Said, Shown } from './rig.ts';

export const textOf = ({ content: what }: Message): string => (what.type === 'text' ? what.text : `(${what.type})`);

export const plain = (text: string, more: Partial<Card> = {}): Card => ({
  blocks: [{ type: 'text', text }],
  choices: [],
  sources: [],
  ...more,
});

export const echo: Receive = async (message) => plain(`回声：${textOf(message)}`);

/** White space folded, and what a door may put between characters so that they mean nothing to the platform taken out. */
export const visible = (text: string): string => text.replace(/[\u200b-\u200d\u2060\ufeff]/g, '').replace(/\s+/g, ' ');

export const wordsOf = (shown: readonly Shown[]): string => visible(shown.map(({ text }) => text).join('\n'));

export class Scene {
  readonly rig: Rig;
  /** For so long something that must come is waited for; no test takes that long where all is well. */
  readonly patienceMs: number;
  /** What the adapter that runs now has received. */
  received: Message[] = [];
  /** What the assistant does with a message. */
  receive: Receive = echo;
  door: Adapter;
  #started: Adapter[] = [];
  #fences = 0;

  constructor(rig: Rig, patienceMs: number) {
    this.rig = rig;
    this.patienceMs = patienceMs;
    this.door = rig.open();
  }

  /** Where the adapter hears, the direct chat first. */
  get places(): ('direct' | 'group')[] {
    const { cannot } = this.rig;
    return [
      ...(cannot['hears-direct'] ? [] : (['direct'] as const)),
      ...(cannot['hears-group-mention'] ? [] : (['group'] as const)),
    ];
  }

  /** Where the adapter can be sent to, the group first. */
  get targets(): ('group' | 'direct')[] {
    if (!this.door.send) return [];
    return (['group', 'direct'] as const).filter((place) => this.rig.channel(place) !== undefined);
  }

  async start(): Promise<void> {
    const received: Message[] = [];
    this.received = received;
    this.#started.push(this.door);
    await this.door.start((message) => {
      received.push(message);
      return this.receive(message);
    });
  }

  /** What becomes of the adapter when our process is started again. */
  async restart(): Promise<void> {
    await this.door.stop();
    this.door = this.rig.open();
    await this.start();
  }

  async close(): Promise<void> {
    try {
      for (const door of this.#started) await this.within('stopped', door.stop());
    } finally {
      await this.rig.close();
    }
  }

  /** In words that are meant for the assistant: a mention goes with them wherever one is needed. */
  tell(place: Place, text: string, more: Partial<Said> = {}): Promise<string> {
    return this.rig.say({ text, in: place, ...(place === 'direct' ? {} : { mention: true }), ...more });
  }

  /** Settles with what `look` gives once it no longer throws. */
  until<T>(look: () => T): Promise<T> {
    return vi.waitFor(look, { timeout: this.patienceMs, interval: 10 });
  }

  /** Fails with a word of its own, not by the time limit of the test. */
  within<T>(what: string, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what}: not within ${this.patienceMs} ms`)), this.patienceMs);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }

  /** Settles with the first message received that fits. */
  hear(fits: (message: Message) => boolean): Promise<Message> {
    return this.until(() => {
      const found = this.received.find(fits);
      if (!found)
        throw new Error(
          `not received; received were ${JSON.stringify(this.received.map(({ content: what }) => what))}`,
        );
      return found;
    });
  }

  waitForText(text: string): Promise<Message> {
    return this.hear((message) => textOf(message) === text);
  }

  /** Settles with all that is shown there once the words are among it. */
  see(place: Place, words: string): Promise<Shown[]> {
    return this.until(() => {
      const shown = this.rig.shown(place);
      if (!wordsOf(shown).includes(visible(words)))
        throw new Error(`${place} does not show ${JSON.stringify(words)}, but ${JSON.stringify(shown)}`);
      return shown;
    });
  }

  /** Says one thing more and waits for the echo: whatever went before it in that place has been received, and answered, by then. */
  async fence(place: Place): Promise<void> {
    const text = `到此为止${++this.#fences}`;
    const { receive } = this;
    this.receive = (message) => (textOf(message) === text ? echo(message) : receive(message));
    await this.tell(place, text);
    await this.see(place, `回声：${text}`);
    this.receive = receive;
  }

  /** The texts received, but for the fences. */
  texts(): string[] {
    return this.received.map(textOf).filter((text) => !text.startsWith('到此为止'));
  }

  /** Posts to the channel of that place. */
  async send(place: 'group' | 'direct', card: Card, key: string) {
    const channel = this.rig.channel(place);
    if (channel === undefined || !this.door.send) return expect.fail(`${this.rig.name} can’t be sent to in ${place}`);
    return await this.door.send(channel, card, key);
  }
}

/** How often the words stand in what is shown. */
export const countOf = (shown: readonly Shown[], words: string): number =>
  wordsOf(shown).split(visible(words)).length - 1;
