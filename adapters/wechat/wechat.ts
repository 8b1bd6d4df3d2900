/** The WeChat adapter, through wechaty and a configurable puppet: group mentions and direct messages. */
import type { Friendship, Message as IncomingMessage, Room } from 'wechaty';
import type { Card } from '../../src/model/card.ts';
import type { Rooms, WechatSettings } from '../../src/model/door.ts';
import type { ChannelId, Message } from '../../src/model/message.ts';
import { type Adapter, DeliveryError, type Receipt, type Receive } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { picked } from '../shared/choice.ts';
import { readInstant } from '../shared/instant.ts';
import { RecentCards } from '../shared/recent-cards.ts';
import { AccountFolder } from './account-dir.ts';
import { Groups, liveView } from './groups.ts';
import { loadWechaty } from './load.ts';
import { mayMention, readMention, withoutQuote } from './mention.ts';
import { Outbox, type Place } from './outbox.ts';
import { render } from './render.ts';
import type { Wait } from './send-queue.ts';
import { Session } from './session.ts';
import { reasons, texts } from './strings.ts';

export interface WechatOptions extends Omit<WechatSettings, 'puppetOptions'> {
  /** What the puppet is made with. */
  puppetOptions: object;
  /** Finds the address of the puppet service before each start; absent = `puppetOptions` name it, or the puppet needs none. */
  discover?: (() => Promise<string>) | undefined;
  /** Whether the puppet service can be reached; absent = the puppet needs none. */
  reach?: (() => Promise<undefined>) | undefined;
  /** Send timeout; the message may still have arrived. */
  sendTimeoutMs: number;
  /** First backoff after the puppet failed. */
  firstWaitMs: number;
  rooms: Rooms;
  /** Where the login code is drawn. */
  output: NodeJS.WritableStream;
  note: (line: string) => void;
  now: () => Date;
  wait: Wait;
  random: () => number;
}

/** On a first start older messages are ignored. */
const firstLookBackMs = 60_000;
/** After a long downtime older messages are ignored. */
const maxLookBackMs = 24 * 3_600_000;
/** Throttles writes of the received-until file. */
const markEveryMs = 10_000;

/** Where replies never stop, a push waits its turn among them after this. */
const maxReadyMs = 60_000;

/** System accounts of WeChat, which some puppets report as contacts. */
const machines =
  /^(?:filehelper|weixin|fmessage|medianote|floatbottle|newsapp|notifymessage|qqmail|qmessage|tmessage|gh_.*)$/;

export class Wechat implements Adapter {
  readonly name = 'wechat';
  readonly render = render;
  readonly takesFiles = () => true;
  readonly singleSession = true;
  /** The account posts one message after the other. */
  readonly maxConcurrentSends = 1;
  readonly sendInterval: { channelMs: number; doorMs: number };
  /** Absent where the puppet needs no service. */
  readonly reach?: () => Promise<undefined>;
  #options: WechatOptions;
  #groups: Groups;
  #shown = new RecentCards();
  #folder: AccountFolder | undefined;
  #session: Session | undefined;
  #outbox: Outbox | undefined;
  #receive: Receive | undefined;
  /** Messages before this time are ignored. */
  #ignoreBefore = 0;
  #savedAt = 0;
  #login = 0;
  /** Groups whose name was refreshed since the login. */
  #refreshed = new Set<string>();
  /** Messages being read, per conversation: keeps them in order. */
  #reading = new Map<string, Promise<void>>();

  constructor(options: WechatOptions) {
    const { spacingMs, perRoomPerMinute } = options.pace;
    this.#options = options;
    if (options.reach) this.reach = options.reach;
    this.sendInterval = {
      channelMs: Math.ceil(60_000 / perRoomPerMinute),
      doorMs: Math.ceil((spacingMs[0] + spacingMs[1]) / 2),
    };
    this.#groups = new Groups(options.rooms, options.note);
  }

  /** Expected wait of a message added now, by the mean spacing. */
  get lagMs(): number {
    return this.#outbox?.pacer.lagMs ?? 0;
  }

  async start(receive: Receive): Promise<void> {
    const { module, puppet, folder, pace, ...more } = this.#options;
    const loaded = await loadWechaty(module, puppet);
    // Silences wechaty's log; `note` reports what matters. WECHATY_LOG turns it on again.
    if (loaded.wechaty.log.level() === 'info') loaded.wechaty.log.level('silent');
    this.#folder = new AccountFolder(folder);
    const at = more.now().getTime();
    const lastReceived = this.#folder.readLastReceived()?.getTime() ?? at - firstLookBackMs;
    this.#ignoreBefore = Math.max(Math.min(lastReceived, at), at - maxLookBackMs);
    this.#receive = receive;
    const { memory, loginCode } = this.#folder;
    const session = new Session(
      { ...more, loaded, memory, loginCode, puppetOptions: () => this.#puppetOptions() },
      {
        message: (message) => this.#onMessage(message),
        friendship: (request) => this.#befriend(request),
        renamed: (address, topic) => this.#groups.renamed(address, topic.trim()),
        login: () => this.#loggedIn(),
        logout: () => this.#loggedOut(),
      },
    );
    this.#session = session;
    this.#outbox = new Outbox({
      ...more,
      ...pace,
      puppet: () => session.puppet,
      login: () => this.#login,
      addressOf: (channel, seen) => this.#groups.addressOf(channel, liveView(seen, this.#refreshed)),
    });
    this.#outbox.pacer.hold();
    await session.start();
  }

  async #puppetOptions(): Promise<object> {
    const { puppetOptions, discover } = this.#options;
    return discover ? { ...puppetOptions, endpoint: await discover() } : puppetOptions;
  }

  /** For health: a puppet that does not run, or an account that is not logged in. */
  problem(): string | undefined {
    if (!this.#session) return undefined;
    return this.#session.problem ?? (this.#session.puppet ? undefined : reasons.notLoggedIn);
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    await this.#outbox?.close();
    await this.#session?.stop();
    this.#session = undefined;
  }

  async ready(): Promise<void> {
    await this.#outbox?.pacer.untilFree(maxReadyMs);
  }

  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    if (!this.#outbox || !this.#session) throw new DeliveryError(reasons.notStarted, 'retry');
    const message = await this.#outbox.push(channel, card, () => this.#shown.keep(channel, undefined, card));
    return { message: message ?? key, at: this.#options.now() };
  }

  #loggedIn(): void {
    this.#login += 1;
    this.#groups.forget();
    this.#refreshed.clear();
    this.#outbox?.pacer.release();
  }

  #loggedOut(): void {
    this.#outbox?.pacer.hold();
    // The platform may replay these messages at the next login.
    this.#ignoreBefore = this.#options.now().getTime();
    this.#saveReceivedUntil();
  }

  #saveReceivedUntil(): void {
    const now = this.#options.now();
    this.#savedAt = now.getTime();
    try {
      this.#folder?.writeLastReceived(now);
    } catch (error) {
      this.#options.note(texts.error('saving the time of the last message', messageOf(error)));
    }
  }

  async #onMessage(incoming: IncomingMessage): Promise<void> {
    const types = this.#session?.types;
    if (!types || !this.#session?.puppet || incoming.self()) return;
    if (Math.abs(this.#options.now().getTime() - this.#savedAt) >= markEveryMs) this.#saveReceivedUntil();
    // WeChat timestamps are whole seconds; some puppets give none.
    const at = readInstant(incoming.date().getTime(), this.#options.now());
    if (at.getTime() < Math.floor(this.#ignoreBefore / 1000) * 1000) return;
    const participant = incoming.talker();
    const room = incoming.room();
    const { Text, Attachment, Audio, Image, Video } = types.Message;
    const wordless = [Attachment, Audio, Image, Video].some((one) => one === incoming.type());
    // A file in a group can't be meant for anybody; in a direct chat its sender gets an answer.
    if (incoming.type() !== Text && (room || !wordless)) return;
    if (!room && (machines.test(participant.id) || participant.type() === types.Contact.Official)) return;
    const place = { id: room?.id ?? participant.id, login: this.#login };
    const before = this.#reading.get(place.id) ?? Promise.resolve();
    const turn = before
      .then(() => (wordless ? this.#fileOf(incoming, at) : this.#read(incoming, room, at)))
      .then((message) => {
        // Not awaited, so that the next message is read while this one is answered.
        if (message) void this.#answer(message, place);
      })
      .catch((error) => this.#options.note(texts.error('reading a message', messageOf(error))))
      .finally(() => {
        if (this.#reading.get(place.id) === turn) this.#reading.delete(place.id);
      });
    this.#reading.set(place.id, turn);
    await turn;
  }

  /** @returns undefined where the message is not meant for us */
  async #read(incoming: IncomingMessage, room: Room | undefined, at: Date): Promise<Message | undefined> {
    const puppet = this.#session?.puppet;
    const text = room ? await meant(incoming, room) : withoutQuote(incoming.text()).trim();
    if (text === undefined || !puppet) return undefined;
    const participant = incoming.talker();
    const user = participant.id;
    const channel = room ? await this.#groups.channelOf(room.id, liveView(puppet, this.#refreshed)) : user;
    // A bare mention gets the greeting.
    const what = text
      ? ({ type: 'text', text: picked(text, this.#shown.of(channel, user)) } as const)
      : ({ type: 'visit' } as const);
    const base = { id: incoming.id, door: this.name, channel, direct: !room, user, userName: participant.name() };
    return { ...base, at, content: what };
  }

  #fileOf(incoming: IncomingMessage, at: Date): Message {
    const { id: user } = incoming.talker();
    const base = {
      id: incoming.id,
      door: this.name,
      channel: user,
      direct: true,
      user,
      userName: incoming.talker().name(),
      at,
    };
    return { ...base, content: { type: 'text', text: '', wordless: true } };
  }

  async #answer(message: Message, place: Place): Promise<void> {
    const receive = this.#receive;
    if (!receive) return;
    let card: Card | undefined;
    try {
      card = await receive(message);
    } catch (error) {
      this.#options.note(texts.error('answering', messageOf(error)));
    }
    if (!card || this.#receive !== receive) return;
    const { channel, user } = message;
    // Recorded when it is shown: until then a typed number refers to the previous card.
    const answer = card;
    await this.#outbox?.reply(channel, answer, place, () => this.#shown.keep(channel, user, answer));
  }

  async #befriend(request: Friendship): Promise<void> {
    const { friends, note, now } = this.#options;
    const contact = request.contact();
    const types = this.#session?.types;
    if (request.type() === types?.Friendship.Receive) {
      const welcome =
        friends === 'all' || (friends !== 'none' && friends.some((word) => request.hello().includes(word)));
      note(welcome ? texts.accepted(contact.name()) : texts.declined(contact.name()));
      if (welcome) await request.accept();
    }
    if (request.type() !== types?.Friendship.Confirm) return;
    // A new friend gets the greeting with examples.
    const { id: user } = contact;
    const event = { id: `friend ${request.id}`, door: this.name, channel: user, direct: true, user };
    const visit = { ...event, userName: contact.name(), at: now(), content: { type: 'visit' } } as const;
    await this.#answer(visit, { id: user, login: this.#login });
  }
}

/** The text of a group message without the bot's mention; undefined where the bot is not meant. */
async function meant(incoming: IncomingMessage, room: Room): Promise<string | undefined> {
  const text = withoutQuote(incoming.text());
  if (!mayMention(text)) return undefined;
  const self = incoming.wechaty.currentUser;
  const own = [self.name(), (await room.alias(self)) ?? ''];
  const mentioned = await incoming.mentionSelf();
  // Loading the members of a large group is slow; only done for a possible mention.
  if (!mentioned && readMention({ text, own, others: [], mentioned }) === undefined) return undefined;
  const members = (await room.memberAll()).filter(({ id }) => id !== self.id);
  const names = await Promise.all(members.map(async (member) => [member.name(), (await room.alias(member)) ?? '']));
  return readMention({ text, own, others: names.flat(), mentioned });
}
