/** A WeChat of the test's own: an account, two people, a group; what is posted is seen, and refused as the test says. */
import { EventEmitter, once } from 'node:events';
import * as PUPPET from 'wechaty-puppet';
import { mock, type PuppetMock } from 'wechaty-puppet-mock';
import { maxWaitMs } from '../../../setup/max-wait.ts';
import type { Refusal } from '../../contract/rig.ts';

type Contact = ReturnType<mock.Mocker['createContact']>;
type Group = ReturnType<mock.Mocker['createRoom']>;

export const stagePuppet = new URL('stage-puppet.ts', import.meta.url).href;
/** What a client writes for a mention. */
export const mentionOf = (name: string) => `@${name}\u2005`;

export interface Said {
  text: string;
  by?: Contact;
  /** In that group; else to the account alone. */
  in?: Group;
  /** Reported by the platform as mentioned; absent = the platform reports no mentions at all. */
  mentioned?: readonly Contact[];
  at?: Date;
  type?: PUPPET.types.Message;
}

export class Stage extends mock.Mocker {
  readonly self: Contact;
  readonly ann: Contact;
  readonly bob: Contact;
  readonly group: Group;
  readonly posted: { to: string; text: string; mentions: string[] }[] = [];
  /** What somebody is called in groups, by id. */
  readonly aliases = new Map<string, string>();
  readonly requests = new Map<string, PUPPET.payloads.Friendship>();
  readonly accepted: string[] = [];
  readonly seen = new EventEmitter();
  /** The longest message that is taken. */
  limit = Number.POSITIVE_INFINITY;
  readonly files: { to: string; name: string; data: string }[] = [];
  #fileError: Error | undefined;
  #refusedFile: string | undefined;
  refusal: Refusal | undefined;
  /** Thrown instead of posting, once. */
  error: Error | undefined;
  /** Starting fails so many times. */
  brokenStarts = 0;
  starts = 0;
  logsIn = true;
  #messages = 0;
  #onStage: PuppetMock | undefined;
  #ownListeners = 0;

  constructor(name = '小助手') {
    super();
    this.self = this.createContact({ id: 'self', name });
    this.ann = this.createContact({ id: 'ann', name: '王处长' });
    this.bob = this.createContact({ id: 'bob', name: '老李' });
    this.group = this.open('政务服务群');
    this.use(() => {
      if (this.logsIn) this.login(this.self);
      return () => {};
    });
  }

  /** Each restart of the bot brings a puppet of its own; the mock would refuse the second. */
  override set puppet(puppet: PuppetMock) {
    this.#onStage = puppet;
  }

  override get puppet(): PuppetMock {
    if (!this.#onStage) throw new Error('nobody is on stage yet');
    return this.#onStage;
  }

  /** Whether a client of the service listens to what is said: it adds its listeners when it connects. */
  get isHeard(): boolean {
    return this.#onStage?.isLoggedIn === true && this.#onStage.listenerCount('message') > this.#ownListeners;
  }

  /** Called while no client is connected. */
  countListeners(): void {
    this.#ownListeners = this.#onStage?.listenerCount('message') ?? 0;
  }

  open(topic: string, id = `${Math.random()}@chatroom`): Group {
    return this.createRoom({ id, topic, memberIdList: ['self', 'ann', 'bob'] });
  }

  close(group: Group): void {
    this.cacheRoomPayload.delete(group.id);
  }

  /** @returns the id of the message; nobody hears it while the account is not logged in */
  say({ text, by = this.ann, in: group, mentioned, at = new Date(), type = PUPPET.types.Message.Text }: Said): string {
    this.#messages += 1;
    const id = `message-${this.#messages}`;
    // WeChat tells whole seconds.
    const base = { id, talkerId: by.id, text, type, timestamp: Math.floor(at.getTime() / 1000) * 1000 };
    const toGroup = group && {
      roomId: group.id,
      ...(mentioned ? { mentionIdList: mentioned.map((one) => one.id) } : {}),
    };
    this.MessageMock.create({ ...base, ...(toGroup ?? { listenerId: by === this.self ? this.ann.id : 'self' }) });
    this.tell(id);
    return id;
  }

  /** A sign of life, as a vendor's puppet gives it every few seconds. */
  beat(): void {
    this.#onStage?.emit('heartbeat', { data: 'alive' });
  }

  tell(messageId: string): void {
    if (this.#onStage?.isLoggedIn) this.puppet.emit('message', { messageId });
  }

  ask(id: string, by: Contact, hello: string): void {
    const request = { id, contactId: by.id, hello, timestamp: Date.now(), ticket: 'ticket' };
    this.requests.set(id, { ...request, type: PUPPET.types.Friendship.Receive });
    this.puppet.emit('friendship', { friendshipId: id });
  }

  befriend(id: string, by: Contact): void {
    this.requests.set(id, { id, contactId: by.id, timestamp: Date.now(), type: PUPPET.types.Friendship.Confirm });
    this.puppet.emit('friendship', { friendshipId: id });
  }

  /** Settles once so many messages were posted there. */
  async waitFor(to: string, count: number): Promise<string[]> {
    const there = () => this.posted.filter((one) => one.to === to).map(({ text }) => text);
    const signal = AbortSignal.timeout(maxWaitMs);
    while (there().length < count) await once(this.seen, 'posted', { signal });
    return there();
  }

  async starting(): Promise<void> {
    this.starts += 1;
    if (this.brokenStarts === 0) return;
    this.brokenStarts -= 1;
    throw new Error('the puppet is broken');
  }

  /** The group that the account was just removed from, once. */
  hidden(): string | undefined {
    if (this.refusal !== 'gone') return undefined;
    this.refusal = undefined;
    return this.group.id;
  }

  /** What the next file meets, each time that a client tries it again. */
  set fileError(error: Error | undefined) {
    this.#fileError = error;
    this.#refusedFile = undefined;
  }

  async sendingFile(to: string, name: string, data: string): Promise<void> {
    this.#refusedFile ??= this.#fileError && name;
    if (this.#fileError && this.#refusedFile === name) throw this.#fileError;
    this.fileError = undefined;
    this.files.push({ to, name, data });
  }

  async posting(to: string, text: string, mentions: string[], post: () => Promise<void>): Promise<void> {
    const { refusal, error } = this;
    this.refusal = undefined;
    this.error = undefined;
    if (error) throw error;
    if (refusal === 'refused') throw new Error('the puppet does not want to');
    if (text.length > this.limit) throw new Error(`longer than ${this.limit}`);
    await post();
    this.posted.push({ to, text, mentions });
    this.seen.emit('posted');
    if (refusal === 'no-answer') await new Promise(() => {});
  }
}
