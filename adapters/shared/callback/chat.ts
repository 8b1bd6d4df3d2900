/** Answers people who write to an account by callback: passively within the platform's five seconds, else by its API, else when asked to go on. */
import { languageOf } from '../../../src/language/detect.ts';
import type { Card, CardFile } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Receive } from '../../../src/model/port.ts';
import { LruMap } from '../../../src/shared/lru-map.ts';
import { picked } from '../choice.ts';
import { UnderWay } from '../connection/under-way.ts';
import { patiently, retryUnknown } from '../patiently.ts';
import { RecentCards } from '../recent-cards.ts';
import type { Fields } from './fields.ts';
import { messageOf } from './message.ts';

export interface CallbackChatOptions {
  door: string;
  /** A reply that takes longer is not given as the response. */
  passiveMs: number;
  /** Of an answer, for a person. */
  split: (card: Card) => string[];
  /** Messages that may follow one of a person's by the API; 0 = the account has none. */
  maxPosts: number;
  /** Tried again for up to two minutes where the platform is busy, or gives no answer. */
  post: (user: string, text: string) => Promise<unknown>;
  /** Never throws. Absent = no card has a file. */
  postFile?: (user: string, file: CardFile) => Promise<void>;
  now: () => Date;
  report: (line: string) => void;
}

/** Older messages are not answered; the platform itself tries again only for seconds. */
const maxAgeMs = 15 * 60_000;
/** Who enters again within this is not greeted again. */
const greetAgainMs = 24 * 3_600_000;
const maxRemembered = 5_000;
const settleWithinMs = 5_000;
const asksToGoOn = /^(?:[1１]|继续|go on|more)$/i;

const strings = {
  zh: { goOn: (left: number) => `（还有 ${left} 条，回复 1 继续）`, later: '正在查，请稍后回复 1 看结果。' },
  en: { goOn: (left: number) => `(${left} more: reply 1)`, later: 'Still looking: reply 1 in a moment.' },
};

/** Bytes that `split` must leave free for the line that says how to go on. */
export const goOnBytes = 64;

interface Pending {
  texts: Promise<string[]>;
  language: 'zh' | 'en';
}

export class CallbackChat {
  readonly #options: CallbackChatOptions;
  readonly #shown = new RecentCards();
  /** By message: the platform asks again when its response was lost. */
  readonly #answers = new LruMap<string, Promise<string | undefined>>(maxRemembered);
  /** When a person was last greeted. */
  readonly #greeted = new LruMap<string, number>(maxRemembered);
  /** What a person has not been shown yet. */
  readonly #pending = new LruMap<string, Pending>(maxRemembered);
  readonly #underWay: UnderWay;
  #receive: Receive | undefined;
  #ending = new AbortController();

  constructor(options: CallbackChatOptions) {
    this.#options = options;
    this.#underWay = new UnderWay(options.report);
  }

  get isOpen(): boolean {
    return this.#receive !== undefined;
  }

  open(receive: Receive): void {
    this.#receive = receive;
    this.#ending = new AbortController();
  }

  async close(): Promise<void> {
    this.#receive = undefined;
    this.#ending.abort();
    await this.#underWay.settle(settleWithinMs);
  }

  /** A field, so that it can be handed on as it is. */
  readonly receive = async (fields: Fields) => {
    const { door, now } = this.#options;
    const at = now();
    const message = messageOf(fields, door, at);
    if (!message || at.getTime() - message.at.getTime() > maxAgeMs) return undefined;
    const isVisit = message.content.type === 'visit';
    if (isVisit && !this.#answers.has(message.id) && !this.#mayGreet(message.user, at)) return undefined;
    const answer = this.#answers.get(message.id) ?? this.#answer(message);
    this.#answers.set(message.id, answer);
    const text = await answer;
    if (text === undefined) return undefined;
    return {
      ToUserName: message.user,
      FromUserName: fields.ToUserName ?? '',
      CreateTime: Math.floor(at.getTime() / 1000),
      MsgType: 'text',
      Content: text,
    };
  };

  /** WeCom reports each time that somebody opens the application. */
  #mayGreet(user: string, at: Date): boolean {
    const last = this.#greeted.get(user);
    if (last !== undefined && at.getTime() - last < greetAgainMs) return false;
    this.#greeted.set(user, at.getTime());
    return true;
  }

  /** The text of the passive reply; undefined where there is none, or the API brings it. */
  async #answer(message: Message): Promise<string | undefined> {
    const { passiveMs, maxPosts } = this.#options;
    const { user } = message;
    const words = message.content.type === 'text' ? message.content.text : '';
    const pending = asksToGoOn.test(words.trim()) ? this.#pending.get(user) : undefined;
    const { texts, language } = pending ?? { texts: this.#textsFor(message), language: languageOf(words) };
    this.#pending.delete(user);
    const inTime = await within(texts, passiveMs);
    if (inTime) return this.#show(user, inTime, language);
    if (maxPosts) {
      const late = texts.then((all) => this.#postAll(user, all, language));
      this.#underWay.track('an answer that took long was not posted', late);
      return undefined;
    }
    this.#pending.set(user, { texts, language });
    return strings[language].later;
  }

  /** The texts of the card; none where there is nothing to say, or the handler failed. */
  async #textsFor(message: Message): Promise<string[]> {
    const { split, report, postFile } = this.#options;
    const { user, channel, content } = message;
    const text = content.type === 'text' ? picked(content.text, this.#shown.of(channel, user)) : '';
    const received = content.type === 'text' ? { ...message, content: { ...content, text } } : message;
    try {
      const card = await this.#receive?.(received);
      if (!card) return [];
      this.#shown.keep(channel, user, card);
      if (card.file && postFile) this.#underWay.track('a file was not sent', postFile(user, card.file));
      return split(card);
    } catch {
      report('a message was not answered: the handler failed');
      return [];
    }
  }

  /** What fits into one message is the response; more comes by the API, in order, or bit by bit. */
  #show(user: string, texts: string[], language: 'zh' | 'en'): string | undefined {
    if (texts.length <= 1) return texts[0];
    if (this.#options.maxPosts) {
      this.#underWay.track('a long answer was not posted', this.#postAll(user, texts, language));
      return undefined;
    }
    return this.#withRest(user, texts, 1, language)[0];
  }

  async #postAll(user: string, texts: string[], language: 'zh' | 'en'): Promise<void> {
    const { maxPosts, post } = this.#options;
    const now = this.#withRest(user, texts, maxPosts, language);
    for (const [at, text] of now.entries()) {
      try {
        await patiently(() => post(user, text), { signal: this.#ending.signal, errorOf: retryUnknown });
      } catch (error) {
        // Kept, so that 「1」 brings what the API did not.
        this.#pending.set(user, { texts: Promise.resolve(texts.slice(at)), language });
        throw error;
      }
    }
  }

  /** The first `count`, the last of them with the line that says how to go on; the rest waits. */
  #withRest(user: string, texts: string[], count: number, language: 'zh' | 'en'): string[] {
    const [first, rest] = [texts.slice(0, count), texts.slice(count)];
    if (!rest.length) return first;
    this.#pending.set(user, { texts: Promise.resolve(rest), language });
    return [...first.slice(0, -1), `${first.at(-1)}\n${strings[language].goOn(rest.length)}`];
  }
}

/** Undefined where the work is not done in time. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
