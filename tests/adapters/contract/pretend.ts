/** A platform that is not there, and a door to it that keeps every requirement, or breaks one on purpose: by it the suite itself is tested. */

import { renderText } from '../../../adapters/shared/plain-text.ts';
import { measureCharacters, splitText } from '../../../adapters/shared/split.ts';
import type { Card, CardFile } from '../../../src/model/card.ts';
import type { ChannelId, Message } from '../../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../../src/model/port.ts';
import { type Place, type Refusal, type Rig, type Said, type Shown, withMention } from './rig.ts';

const limit = { size: 400, measure: measureCharacters };
const mention = '<@BOT> ';

/** What the door does wrong. */
export type Flaw =
  | 'drops-messages'
  | 'hears-twice'
  | 'keeps-entities'
  | 'keeps-mention'
  | 'mention-only-in-front'
  | 'hears-the-whole-group'
  | 'forgets-threads'
  | 'leaves-thread'
  | 'hears-itself'
  | 'drops-sources'
  | 'drops-facts'
  | 'renders-in-part'
  | 'never-silent'
  | 'truncates'
  | 'cuts-anywhere'
  | 'repeats-at-seams'
  | 'posts-too-long'
  | 'posts-markup'
  | 'posts-twice'
  | 'drops-sends'
  | 'sends-elsewhere'
  | 'takes-gone-for-refused'
  | 'forgets-the-wait'
  | 'tries-again-itself'
  | 'takes-refused-for-gone'
  | 'takes-silence-for-refused'
  | 'ids-at-random'
  | 'ids-count-from-one'
  | 'works-before-acknowledging'
  | 'hears-after-stop'
  | 'never-stops'
  | 'never-starts-again'
  | 'dies-of-a-failure'
  | 'rejects-unhandled'
  | 'hears-old'
  | 'passes-bad-times'
  | 'hears-the-label'
  | 'judges-from-memory'
  | 'judges-upside-down'
  | 'drops-files'
  | 'silent-without-file';

interface Event {
  id: string;
  kind: 'text' | 'press' | 'judge';
  by: string;
  place: Place;
  /** As the platform writes it: entities, mentions in angle brackets. */
  raw: string;
  at: number;
  /** Of a press or a judgement: the post that it is about. */
  about?: Post;
}

interface Post {
  place: Place;
  raw: string;
  data: { card?: string; key?: string; choices: Card['choices'] };
}

const encode = (text: string) => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
const encodeAll = (text: string) => text.replace(/[&<>@*_~`[\]]/g, (char) => `&#${char.charCodeAt(0)};`);
const decode = (raw: string) => raw.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

class Platform {
  posts: Post[] = [];
  events: Event[] = [];
  refusal: Refusal | undefined;
  files: { place: Place; name: string }[] = [];
  refusesFile = false;
  listeners = new Set<(event: Event) => Promise<void>>();

  async tell(event: Event): Promise<void> {
    this.events.push(event);
    await this.deliver(event);
  }

  async deliver(event: Event): Promise<void> {
    for (const listener of this.listeners) await listener(event);
  }

  /** @throws the name of the refusal */
  async post(post: Post): Promise<number> {
    const refusal = post.place === 'group' ? this.refusal : undefined;
    if (refusal) this.refusal = undefined;
    if (limit.measure(decode(post.raw)) > limit.size) throw new Error('too-long');
    if (refusal && refusal !== 'no-answer') throw new Error(refusal);
    this.posts.push(post);
    if (refusal) throw new Error(refusal);
    // What is posted comes in again, as on platforms that show an account its own words.
    void this.deliver({ id: `own-${this.posts.length}`, kind: 'text', by: 'self', at: Date.now(), ...post });
    return this.posts.length;
  }
}

class Door implements Adapter {
  readonly name = 'pretend';
  readonly takesFiles = () => true;
  #platform: Platform;
  #flaws: ReadonlySet<Flaw>;
  #receive: Receive = async () => undefined;
  #joined = false;
  #stopped = false;
  #received = 0;
  #cards = new Map<Post, string>();
  #listener = (event: Event) => this.#take(event);

  constructor(platform: Platform, flaws: ReadonlySet<Flaw>) {
    this.#platform = platform;
    this.#flaws = flaws;
  }

  #has(flaw: Flaw): boolean {
    return this.#flaws.has(flaw);
  }

  render(card: Card): string[] {
    return [renderText({ ...card, sources: this.#has('renders-in-part') ? [] : card.sources })];
  }

  async start(receive: Receive): Promise<void> {
    if (!this.#has('never-starts-again')) this.#stopped = false;
    this.#receive = receive;
    this.#platform.listeners.add(this.#listener);
  }

  async stop(): Promise<void> {
    if (this.#has('never-stops')) await new Promise(() => {});
    this.#stopped = true;
    if (!this.#has('hears-after-stop')) this.#platform.listeners.delete(this.#listener);
  }

  async #take(event: Event): Promise<void> {
    const message = this.#messageOf(event);
    if (!message || (this.#stopped && !this.#has('hears-after-stop'))) return;
    const times = this.#has('hears-twice') ? 2 : 1;
    for (let n = 0; n < times; n += 1) {
      const work = this.#answer(message, event.place);
      if (this.#has('works-before-acknowledging')) await work;
      else if (this.#has('dies-of-a-failure')) work.catch(() => this.stop());
      else if (!this.#has('rejects-unhandled')) work.catch(() => {});
    }
  }

  #messageOf(event: Event): Message | undefined {
    const { by, at } = event;
    if (this.#has('drops-messages') || (by === 'self' && !this.#has('hears-itself'))) return undefined;
    if (Date.now() - at > 60_000 && !this.#has('hears-old')) return undefined;
    this.#received += 1;
    const content = this.#contentOf(event);
    return content && { ...this.#envelopeOf(event), content };
  }

  #idOf({ id }: Event): string {
    if (this.#has('ids-at-random')) return `${Math.random()}`;
    return this.#has('ids-count-from-one') ? `${this.#received}` : id;
  }

  #envelopeOf(event: Event): Omit<Message, 'content'> {
    const { by, place, at } = event;
    return {
      id: this.#idOf(event),
      door: this.name,
      channel: place === 'direct' ? `with-${by}` : 'group',
      ...(place === 'thread' ? { thread: 'thread-1' } : {}),
      direct: place === 'direct',
      user: by,
      at: new Date(Number.isNaN(at) && !this.#has('passes-bad-times') ? Date.now() : at),
    };
  }

  #contentOf(event: Event): Message['content'] | undefined {
    if (event.kind === 'judge') return this.#judgementOf(event);
    if (event.kind === 'press') return this.#pressOf(event);
    const text = this.#wordsOf(event);
    return text === undefined ? undefined : { type: 'text', text };
  }

  #cardOf({ about }: Event): string | undefined {
    return this.#has('judges-from-memory') ? this.#cards.get(about!) : about?.data.card;
  }

  #judgementOf(event: Event): Message['content'] | undefined {
    const card = this.#cardOf(event);
    if (card === undefined) return undefined;
    return { type: 'feedback', card, useful: (event.raw === '+1') !== this.#has('judges-upside-down') };
  }

  #pressOf(event: Event): Message['content'] {
    const chosen = event.about!.data.choices.find(({ label }) => label === event.raw)!;
    const question = this.#has('hears-the-label') ? chosen.label : chosen.question;
    return { type: 'press', card: this.#cardOf(event) ?? '', question };
  }

  /** Undefined where the assistant is not meant. */
  #wordsOf({ place, raw }: Event): string | undefined {
    const meant = this.#has('mention-only-in-front') ? raw.startsWith(mention) : raw.includes(mention);
    if (place === 'thread' && meant && !this.#has('forgets-threads')) this.#joined = true;
    const joined = place === 'thread' && this.#joined;
    if (place !== 'direct' && !meant && !joined && !this.#has('hears-the-whole-group')) return undefined;
    const words = this.#has('keeps-mention') ? raw : raw.replaceAll(mention, '');
    return (this.#has('keeps-entities') ? words : decode(words)).trim();
  }

  async #answer(message: Message, place: Place): Promise<void> {
    const card = await this.#receive(message);
    if (!card && !this.#has('never-silent')) return;
    const shown = card ?? { blocks: [{ type: 'text', text: '好的' }], choices: [], sources: [] };
    await this.#show(this.#has('leaves-thread') && place === 'thread' ? 'group' : place, shown);
  }

  async #show(place: Place, card: Card, key?: string): Promise<number> {
    let last = 0;
    const blocks = card.blocks.filter(({ type }) => !(this.#has('drops-facts') && type === 'facts'));
    const text = renderText({ ...card, blocks, sources: this.#has('drops-sources') ? [] : card.sources });
    for (const part of this.#partsOf(text)) {
      const raw = this.#has('posts-markup') ? part : encodeAll(part);
      const { id, choices } = card;
      const post = { place, raw, data: { choices, ...(id ? { card: id } : {}), ...(key ? { key } : {}) } };
      if (id) this.#cards.set(post, id);
      last = await this.#platform.post(post);
      if (this.#has('posts-twice')) await this.#platform.post(post);
    }
    if (card.file) await this.#showFile(place, card.file);
    return last;
  }

  async #showFile(place: Place, { name, instead }: CardFile): Promise<void> {
    const isRefused = this.#platform.refusesFile;
    this.#platform.refusesFile = false;
    if (!isRefused && !this.#has('drops-files')) this.#platform.files.push({ place, name });
    if (isRefused && !this.#has('silent-without-file'))
      await this.#platform.post({ place, raw: encodeAll(instead), data: { choices: [] } });
  }

  #partsOf(text: string): string[] {
    if (this.#has('posts-too-long')) return [text];
    if (this.#has('cuts-anywhere')) return [...text.matchAll(/[\s\S]{1,400}/gu)].map(([part]) => part);
    const parts = splitText(text, { ...limit, size: this.#has('repeats-at-seams') ? 300 : limit.size });
    if (this.#has('truncates')) return [parts[0]!, parts.at(-1)!];
    if (this.#has('repeats-at-seams'))
      return parts.map((part, n) => (n ? `${parts[n - 1]!.split('\n').at(-1)}\n${part}` : part));
    return parts;
  }

  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const place = channel === 'group' ? 'group' : 'direct';
    if (this.#has('drops-sends')) return { message: 'none', at: new Date() };
    try {
      const number = await this.#show(this.#has('sends-elsewhere') ? 'direct' : place, card, key);
      return { message: `${number}`, at: new Date() };
    } catch (error) {
      if (this.#has('tries-again-itself')) await this.#show(place, card, key);
      throw this.#deliveryError(error instanceof Error ? error.message : '');
    }
  }

  #deliveryError(refusal: string): DeliveryError {
    if (refusal === 'no-answer' && !this.#has('takes-silence-for-refused'))
      return new DeliveryError(refusal, 'unknown');
    const gone = refusal === 'gone' ? !this.#has('takes-gone-for-refused') : this.#has('takes-refused-for-gone');
    const wait = refusal === 'slow-down' && !this.#has('forgets-the-wait') ? { retryAfterMs: 2_000 } : {};
    return new DeliveryError(refusal, gone ? 'final' : 'retry', wait);
  }

  async confirm(_channel: ChannelId, key: string): Promise<Receipt | undefined> {
    const at = this.#platform.posts.findLastIndex(({ data }) => data.key === key);
    return at < 0 ? undefined : { message: `${at + 1}`, at: new Date() };
  }
}

/** What a reader of the platform sees: its markup obeyed, its entities decoded. */
function look({ raw }: Post): Shown {
  const pings = raw.match(/<[@!][^>]*>|@(?:所有人|all)/g) ?? [];
  const marked = raw.replace(/<(?:[^>|]*\|)?([^>]*)>/g, '$1').replace(/([*_~`])(\S+?)\1/g, '$2');
  return { text: decode(marked), pings };
}

export const openPretend =
  (...flaws: Flaw[]) =>
  async (): Promise<Rig> => {
    const platform = new Platform();
    let count = 0;
    const event = (said: Pick<Said, 'by' | 'in' | 'ageMs'>, kind: Event['kind'], raw: string, about?: Post): Event => ({
      id: `m${++count}`,
      kind,
      by: said.by ?? 'ann',
      place: said.in,
      raw,
      at: Date.now() - (said.ageMs ?? 0),
      ...(about ? { about } : {}),
    });
    const postsIn = (place: Place) => platform.posts.filter((post) => post.place === place);
    return {
      name: 'pretend',
      folder: 'pretend',
      open: () => new Door(platform, new Set(flaws)),
      channel: (place) => (place === 'group' ? 'group' : 'with-ann'),
      async say(said) {
        const told = event(said, 'text', said.mention ? withMention(encode(said.text), mention) : encode(said.text));
        await platform.tell(told);
        return told.id;
      },
      repeat: (id) => platform.deliver(platform.events.find((each) => each.id === id)!),
      choose: (place, label) => platform.tell(event({ in: place }, 'press', label, postsIn(place).at(-1))),
      judge: (place, useful) =>
        platform.tell(event({ in: place }, 'judge', useful ? '+1' : '-1', postsIn(place).at(-1))),
      shown: (place) => postsIn(place).map(look),
      files: (place) => platform.files.filter((file) => file.place === place).map(({ name }) => name),
      refuseFile: () => {
        platform.refusesFile = true;
      },
      refuseNext: (refusal) => {
        platform.refusal = refusal;
      },
      limit,
      cannot: {},
      close: async () => {},
    };
  };
