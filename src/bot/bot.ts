/** Handles one message of any door: rate limits, order per person, duplicate detection, reply, question log; never throws. */

import { languageOf } from '../language/detect.ts';
import type { Card } from '../model/card.ts';
import type { Participant } from '../model/conversation-store.ts';
import type { Message } from '../model/message.ts';
import type { Receive } from '../model/port.ts';
import { sentence } from './cards.ts';
import { Dispatcher, type DispatchParts, failureReply, maxTextLength } from './dispatch.ts';
import { readFeedback } from './intents.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { participantKey } from './memory-store.ts';
import type { BotPhrase } from './phrases.ts';
import { TokenBucket } from './rate-limit.ts';
import { redact } from './redact.ts';
import { sanitizeMessage } from './sanitize-message.ts';

/**
 * Caps concurrent store calls; a larger burst would trip outage detection. Messages beyond it wait in memory.
 * Not more than the store has connections for answers.
 */
const maxConcurrent = 12;

export interface BotParts extends DispatchParts {
  /** Messages per minute. */
  limits: { person: number; room: number };
  newId: () => string;
  /** Called for each message that was answered, for figures. */
  onAnswered?: (message: { door: string; outcome: string; tookMs: number }) => void;
}

export class Bot {
  readonly #parts: BotParts;
  readonly #queue = new KeyedQueue(maxConcurrent);
  readonly #personLimit: TokenBucket;
  readonly #roomLimit: TokenBucket;
  readonly #dispatcher: Dispatcher;
  /** Doors of which an unreadable time was logged. */
  readonly #repairedDoors = new Set<string>();

  constructor(parts: BotParts) {
    this.#parts = parts;
    this.#personLimit = new TokenBucket(parts.limits.person);
    this.#roomLimit = new TokenBucket(parts.limits.room);
    this.#dispatcher = new Dispatcher(parts);
  }

  /** Settles when no message is being handled. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  /** A field, so that it can be handed to a door as it is. */
  readonly receive: Receive = async (received) => {
    try {
      return await this.#handle(this.#sanitize(received));
    } catch (error) {
      const { door, id, content } = received;
      this.#parts.log.error({ err: error, door, message: id }, 'message could not be answered');
      if (content.type === 'feedback') return undefined;
      return failureReply(content.type === 'text' ? content.text : '').card;
    }
  };

  #sanitize(received: Message): Message {
    const { now, log } = this.#parts;
    const { message, repaired } = sanitizeMessage(received, now());
    const { door } = message;
    // Once a door: a platform that sends one unreadable time sends many.
    if (repaired && !this.#repairedDoors.has(door))
      log.warn({ door, message: message.id }, 'a message had no readable time; it is taken as said now');
    if (repaired) this.#repairedDoors.add(door);
    return message;
  }

  async #handle(message: Message): Promise<Card | undefined> {
    const { door, channel, thread, user, content } = message;
    const participant: Participant = { door, channel, thread, user };
    const key = participantKey(participant);
    if (content.type === 'visit') return this.#queue.run(key, () => this.#dispatcher.home(message));
    if (content.type === 'feedback') {
      const feedback = { useful: content.useful, at: this.#parts.now() };
      await this.#queue.run(key, () => this.#parts.conversations.recordFeedback(content.card, feedback));
      return undefined;
    }
    const text = content.type === 'text' ? content.text : content.question;
    // Before the queue: a message over the limit must not cost any work.
    const verdict = this.#checkRate(message);
    if (verdict === 'drop') return undefined;
    if (verdict === 'pass') return this.#queue.run(key, () => this.#answer(message, participant, text));
    return this.#queue.run(key, () => this.#refuse(message, participant, text, verdict));
  }

  /** The sentence of the limit that was just exceeded, or what to do. A person over their limit uses up nothing of the room's. */
  #checkRate({ door, channel, user, direct }: Message): 'pass' | 'drop' | BotPhrase {
    const now = this.#parts.now();
    const person = this.#personLimit.take(`${door}\u0000${user}`, now);
    if (person !== 'pass') return person === 'notice' ? 'floodPerson' : 'drop';
    if (direct) return 'pass';
    const room = this.#roomLimit.take(`${door}\u0000${channel}`, now);
    return room === 'notice' ? 'floodRoom' : room;
  }

  async #refuse(message: Message, participant: Participant, text: string, limit: BotPhrase): Promise<Card> {
    const { conversations, newId, log } = this.#parts;
    const { door, at } = message;
    log.warn({ door, limit }, 'rate limit exceeded');
    const entry = { reply: newId(), at, participant, text: '', outcome: 'flood', records: [], tookMs: 0 };
    await conversations.logQuestion(entry);
    return sentence(languageOf(text), limit);
  }

  async #answer(message: Message, participant: Participant, text: string): Promise<Card | undefined> {
    const { conversations, now, log, newId } = this.#parts;
    const { door, at } = message;
    const startedMs = now().getTime();
    if (!(await conversations.claimMessage(door, message.id, now()))) {
      log.debug({ door, message: message.id }, 'duplicate message ignored');
      return undefined;
    }
    const useful = readFeedback(text);
    if (useful !== undefined) return this.#recordFeedback(participant, text, useful);
    const {
      card,
      outcome,
      pack,
      records = [],
      loggedText = text,
    } = await this.#dispatcher.reply(message, participant, text);
    const tookMs = now().getTime() - startedMs;
    const reply = newId();
    const logged = redact(loggedText).slice(0, maxTextLength);
    await conversations.logQuestion({ reply, at, participant, text: logged, outcome, pack, records, tookMs });
    log.info({ door, outcome, tookMs, reply }, 'message answered');
    this.#parts.onAnswered?.({ door, outcome, tookMs });
    return { ...card, id: reply };
  }

  /** 有用 and 没用 in words are about the last reply that this person got here. */
  async #recordFeedback(participant: Participant, text: string, useful: boolean): Promise<Card> {
    const { conversations, now } = this.#parts;
    const reply = await conversations.lastReply(participant);
    const known = reply !== undefined && (await conversations.recordFeedback(reply, { useful, at: now() }));
    const thanks: BotPhrase = useful ? 'thanksUseful' : 'thanksUseless';
    return sentence(languageOf(text), known ? thanks : 'nothingToJudge');
  }
}
