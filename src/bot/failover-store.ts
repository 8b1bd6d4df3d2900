/** Conversation store with failover: uses the database, and memory during an outage; flushes afterwards, with short timeouts. */
import type {
  ConversationStore,
  Dialogue,
  Feedback,
  PairingResult,
  Participant,
  Person,
  QuestionLogEntry,
} from '../model/conversation-store.ts';
import type { Log } from '../model/log.ts';
import { LruMap } from '../shared/lru-map.ts';
import { withTimeout } from '../shared/timeout.ts';
import { type MemoryConversationStore, participantKey } from './memory-store.ts';
import { isOutage, outageReason } from './outage.ts';

/** Thrown for operations that need the store during an outage. */
export class StoreUnavailable extends Error {}

/** A store that takes longer counts as away. */
const usualWaitMs = 1_500;
/** Time between probes during an outage. */
const restMs = 5_000;
const adminsLiveMs = 5_000;
/** Log entries buffered during an outage; beyond it the oldest are dropped, which is logged. */
const loggedKept = 5_000;
const claimsKept = 50_000;
const plansKept = 10_000;

const nothing = Symbol('the store did not answer');

/** The store works and refused this value: it is dropped, and logged once. */
const refused = Symbol('the store refused a value');

const noAnswer = (waitMs: number) => Object.assign(new Error(`no answer within ${waitMs} ms`), { code: 'ETIMEDOUT' });

export interface Outage {
  since: Date;
  why: string;
}

interface Parts {
  store: ConversationStore;
  memory: MemoryConversationStore;
  now: () => Date;
  log: Log;
  /** How long the store may take for an answer; absent = 1.5 s. */
  waitMs?: number;
}

export class FailoverConversationStore implements ConversationStore {
  readonly #parts: Parts;
  #outage: Outage | undefined;
  #restUntilMs = Number.NEGATIVE_INFINITY;
  #flushing: Promise<void> | undefined;
  #claims: { door: string; message: string; at: Date }[] = [];
  #asked: QuestionLogEntry[] = [];
  #lost = 0;
  #judged: { reply: string; judgement: Feedback }[] = [];
  readonly #dialogues = new Map<string, { talker: Participant; memory: unknown; at: Date }>();
  readonly #plans = new LruMap<string, string>(plansKept);
  readonly #admins = new Map<string, { atMs: number; admins: Person[] }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Start and cause of the outage; undefined while the store answers. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  /** Probes the store during an outage, and flushes what was buffered once it is back. */
  async probe(): Promise<void> {
    if (this.#outage) await this.#ask((store) => store.admins(''));
    await this.#flushing;
  }

  async claimMessage(door: string, message: string, at: Date): Promise<boolean> {
    if (!this.#parts.memory.claimNow(door, message, at)) return false;
    const fresh = await this.#ask((store) => store.claimMessage(door, message, at));
    if (fresh === refused) return true;
    if (fresh !== nothing) return fresh;
    this.#claims.push({ door, message, at });
    if (this.#claims.length > claimsKept) this.#claims.shift();
    return true;
  }

  async loadDialogue(participant: Participant): Promise<Dialogue | undefined> {
    const here = await this.#parts.memory.loadDialogue(participant);
    const there = await this.#ask((store) => store.loadDialogue(participant));
    if (there === nothing || there === refused || !there) return here;
    return here && here.at > there.at ? here : there;
  }

  async saveDialogue(participant: Participant, memory: unknown, at: Date): Promise<void> {
    await this.#parts.memory.saveDialogue(participant, memory, at);
    const kept = await this.#ask((store) => store.saveDialogue(participant, memory, at));
    if (kept === nothing) this.#dialogues.set(participantKey(participant), { talker: participant, memory, at });
  }

  async logQuestion(asked: QuestionLogEntry): Promise<void> {
    await this.#parts.memory.logQuestion(asked);
    if ((await this.#ask((store) => store.logQuestion(asked))) !== nothing) return;
    this.#asked.push(asked);
    if (this.#asked.length <= loggedKept) return;
    this.#asked.shift();
    this.#lost++;
  }

  async recordFeedback(reply: string, judgement: Feedback): Promise<boolean> {
    // A buffered reply is not in the store yet.
    const waits = this.#asked.some((one) => one.reply === reply);
    const found = waits ? nothing : await this.#ask((store) => store.recordFeedback(reply, judgement));
    if (found === refused) return false;
    if (found !== nothing) return found;
    this.#judged.push({ reply, judgement });
    return true;
  }

  async lastReply(participant: Participant): Promise<string | undefined> {
    const here = await this.#parts.memory.lastReply(participant);
    if (here && this.#asked.length) return here;
    const there = await this.#ask((store) => store.lastReply(participant));
    return there === nothing || there === refused ? here : (there ?? here);
  }

  async planOf(door: string, channel: string): Promise<string | undefined> {
    const key = `${door}\u0000${channel}`;
    const plan = await this.#ask((store) => store.planOf(door, channel));
    // During an outage the choice that was known before counts.
    if (plan === nothing || plan === refused) return this.#plans.get(key);
    if (plan === undefined) this.#plans.delete(key);
    else this.#plans.set(key, plan);
    return plan;
  }

  async admins(door: string): Promise<Person[]> {
    const nowMs = this.#parts.now().getTime();
    const known = this.#admins.get(door);
    if (known && nowMs - known.atMs < adminsLiveMs && nowMs >= known.atMs) return known.admins;
    const admins = await this.#ask((store) => store.admins(door));
    // Falls back to the admins known before the outage.
    if (admins === nothing || admins === refused) return known?.admins ?? [];
    this.#admins.set(door, { atMs: nowMs, admins });
    return admins;
  }

  async pair(code: string, person: Person, at: Date): Promise<PairingResult> {
    const result = await this.#ask((store) => store.pair(code, person, at));
    if (result === nothing || result === refused)
      throw new StoreUnavailable('a code can only be looked up in the store');
    this.#admins.delete(person.door);
    return result;
  }

  async revoke(code: string, at: Date): Promise<void> {
    const result = await this.#ask((store) => store.revoke(code, at));
    if (result === nothing || result === refused)
      throw new StoreUnavailable('a code can only be looked up in the store');
  }

  async #ask<T>(act: (store: ConversationStore) => Promise<T>): Promise<T | typeof nothing | typeof refused> {
    const { store, now, log, waitMs = usualWaitMs } = this.#parts;
    const nowMs = now().getTime();
    // A clock that went back must not prolong the rest.
    if (nowMs < this.#restUntilMs && this.#restUntilMs - nowMs <= restMs) return nothing;
    // One call probes; the others use memory meanwhile.
    if (this.#outage) this.#restUntilMs = nowMs + restMs;
    try {
      const got = await withTimeout(act(store), waitMs, () => noAnswer(waitMs));
      this.#restUntilMs = Number.NEGATIVE_INFINITY;
      if (this.#outage) this.#returned();
      return got;
    } catch (error) {
      if (isOutage(error)) {
        this.#left(error);
        return nothing;
      }
      log.error({ err: error }, 'the store refused a value, which is not kept');
      return refused;
    }
  }

  #left(error: unknown): void {
    const { now, log } = this.#parts;
    this.#restUntilMs = now().getTime() + restMs;
    if (this.#outage) return;
    this.#outage = { since: now(), why: outageReason(error) };
    log.warn(
      { err: error },
      'the database is away: questions are answered, repeats and dialogues are kept in memory, commands must wait',
    );
  }

  #returned(): void {
    const { now, log } = this.#parts;
    const seconds = Math.round((now().getTime() - this.#outage!.since.getTime()) / 1000);
    this.#outage = undefined;
    const counts = { messages: this.#claims.length, questions: this.#asked.length, lost: this.#lost };
    log.info({ seconds, ...counts }, 'the database is back');
    this.#lost = 0;
    this.#flushing = this.#flush();
  }

  /** Writes the buffered entries; what fails stays for the next time. All writes are idempotent. */
  async #flush(): Promise<void> {
    const { waitMs = usualWaitMs } = this.#parts;
    const put = async (act: (store: ConversationStore) => Promise<unknown>) => {
      try {
        await withTimeout(act(this.#parts.store), waitMs, () => noAnswer(waitMs));
        return true;
      } catch (error) {
        if (isOutage(error)) {
          this.#left(error);
          return false;
        }
        this.#parts.log.error({ err: error }, 'the store refused a value, which is not kept');
        return true;
      }
    };
    for (; this.#claims[0]; this.#claims.shift()) {
      const { door, message, at } = this.#claims[0];
      if (!(await put((store) => store.claimMessage(door, message, at)))) return;
    }
    for (const [key, { talker: participant, memory, at }] of this.#dialogues) {
      if (!(await put((store) => store.saveDialogue(participant, memory, at)))) return;
      // Keeps a dialogue that was updated meanwhile.
      if (this.#dialogues.get(key)?.at === at) this.#dialogues.delete(key);
    }
    for (; this.#asked[0]; this.#asked.shift()) {
      const asked = this.#asked[0];
      if (!(await put((store) => store.logQuestion(asked)))) return;
    }
    for (; this.#judged[0]; this.#judged.shift()) {
      const { reply, judgement } = this.#judged[0];
      if (!(await put((store) => store.recordFeedback(reply, judgement)))) return;
    }
  }
}
