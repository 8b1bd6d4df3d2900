/** A bot with a clock that the test moves, and people who speak to it. */
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { Bot, type BotParts } from '../../src/bot/bot.ts';
import { FailoverConversationStore } from '../../src/bot/failover-store.ts';
import { MemoryConversationStore } from '../../src/bot/memory-store.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import type { Card } from '../../src/model/card.ts';
import type { Message } from '../../src/model/message.ts';
import { openConversations } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/open.ts';
import { openAssistant } from '../answer/ask.ts';

export const pack = loadPack(join(resolve(import.meta.dirname, '../..'), 'knowledge/xian-ip'));

/** What a dialogue leans on is given to it before each question, so that all bots of a file can share one. */
export const assistant = openAssistant([pack]);

/** What an operator would read. */
export interface Line {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: Record<string, unknown>;
  message: string;
}

export class Rig {
  clock = new Date('2025-06-10T02:00:00Z');
  readonly lines: Line[] = [];
  readonly log = Object.fromEntries(
    (['debug', 'info', 'warn', 'error'] as const).map((level) => [
      level,
      (fields: object, message: string) => void this.lines.push({ level, fields: { ...fields }, message }),
    ]),
  ) as unknown as BotParts['log'];
  readonly memory = new MemoryConversationStore();
  readonly steady: FailoverConversationStore | undefined;
  readonly parts: BotParts;
  readonly bot: Bot;
  #count = 0;

  /** `hasty`: the times of the product, for tests of outages; a busy machine must not look like one. */
  constructor(store?: Store, more: Partial<BotParts> = {}, { hasty = false } = {}) {
    const now = () => this.clock;
    if (store)
      this.steady = new FailoverConversationStore({
        store: openConversations(hasty ? store.brief : store.db),
        memory: this.memory,
        now,
        log: this.log,
        ...(hasty ? {} : { waitMs: 60_000 }),
      });
    const current = { assistant, packs: [pack] };
    this.parts = {
      current: () => current,
      conversations: this.steady ?? this.memory,
      isStoreUnavailable: () => this.steady?.outage !== undefined,
      commandsForAnyone: new Set(),
      admins: [],
      limits: { person: 20, room: 60 },
      now,
      newId: randomUUID,
      log: this.log,
      ...more,
    };
    this.bot = new Bot(this.parts);
  }

  message(text: string, more: Partial<Message> = {}): Message {
    this.#count++;
    return {
      id: `m${this.#count}-${randomUUID()}`,
      door: 'test',
      channel: 'ann-direct',
      direct: true,
      user: 'ann',
      at: this.clock,
      content: { type: 'text', text },
      ...more,
    };
  }

  say = (text: string, more: Partial<Message> = {}) => this.bot.receive(this.message(text, more));

  async words(text: string, more: Partial<Message> = {}): Promise<string> {
    return wordsOf(await this.say(text, more));
  }

  pass(ms: number): void {
    this.clock = new Date(this.clock.getTime() + ms);
  }

  logged = (level: Line['level']) => this.lines.filter((line) => line.level === level);
}

export const group = (user: string, channel = 'room') => ({ direct: false, channel, user });

/** Everything that a card says, without its sources. */
export const wordsOf = (card: Card | undefined): string =>
  (card?.blocks ?? [])
    .map((block) => {
      if (block.type === 'facts') return block.facts.map(({ label, value }) => `${label}：${value}`).join('\n');
      if (block.type === 'list') return block.items.map(({ number, text }) => `${number} ${text}`).join('\n');
      if (block.type === 'link') return `${block.label}：${block.url}`;
      return block.text;
    })
    .join('\n');
