/** One message in, one card or silence out: it drops repeats, keeps the order of each person, and never throws. */

import type { Card } from '../model/card.ts';
import type { Participant } from '../model/conversation-store.ts';
import type { Message } from '../model/message.ts';
import type { Receive } from '../model/port.ts';
import { sentence } from './cards.ts';
import { createReplies, maxTextLength, type ReplyParts, sorry } from './dispatch.ts';
import { languageOf, readFeedback } from './intents.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { participantKey } from './memory-store.ts';
import type { BotPhrase } from './phrases.ts';
import { TokenBucket } from './rate-limit.ts';
import { redact } from './redact.ts';

/**
 * A thousand messages in one moment wait here, where they cost nothing: each of them at the store at once would make it look away.
 * Not more than the store has connections for answers.
 */
const atOnce = 12;

export interface BotParts extends ReplyParts {
  /** Messages in a minute. */
  limits: { person: number; room: number };
  newId: () => string;
}

export interface Bot {
  receive: Receive;
  /** Settles when nothing is under way. */
  idle(): Promise<void>;
}

export function createBot(parts: BotParts): Bot {
  const { conversations, now, log, newId, limits } = parts;
  const order = new KeyedQueue(atOnce);
  const persons = new TokenBucket(limits.person);
  const rooms = new TokenBucket(limits.room);
  const replies = createReplies(parts);

  async function judgeLast(participant: Participant, text: string, useful: boolean): Promise<Card> {
    const reply = await conversations.lastReply(participant);
    const known = reply !== undefined && (await conversations.recordFeedback(reply, { useful, at: now() }));
    const thanks: BotPhrase = useful ? 'thanksUseful' : 'thanksUseless';
    return sentence(languageOf(text), known ? thanks : 'nothingToJudge');
  }

  async function hear(message: Message, participant: Participant, text: string): Promise<Card | undefined> {
    const from = now().getTime();
    if (!(await conversations.claimMessage(message.door, message.id, now()))) {
      log.debug({ door: message.door, message: message.id }, 'heard before');
      return undefined;
    }
    const useful = readFeedback(text);
    if (useful !== undefined) return judgeLast(participant, text, useful);
    const { card, outcome, pack, records = [], as } = await replies.reply(message, participant, text);
    const tookMs = now().getTime() - from;
    const id = newId();
    await conversations.logQuestion({
      reply: id,
      at: message.at,
      participant,
      text: redact(as ?? text).slice(0, maxTextLength),
      outcome,
      pack,
      records,
      tookMs,
    });
    log.info({ door: message.door, outcome, tookMs, reply: id }, 'answered');
    return { ...card, id };
  }

  async function flooded(message: Message, participant: Participant, key: BotPhrase, text: string): Promise<Card> {
    const { door, at } = message;
    log.warn({ door, limit: key }, 'a flood begins');
    await conversations.logQuestion({
      reply: newId(),
      at,
      participant,
      text: '',
      outcome: 'flood',
      records: [],
      tookMs: 0,
    });
    return sentence(languageOf(text), key);
  }

  async function receive(message: Message): Promise<Card | undefined> {
    const { door, channel, thread, user, content: what, direct } = message;
    const participant: Participant = { door, channel, thread, user };
    const key = participantKey(participant);
    if (what.type === 'visit') return order.run(key, () => replies.home(message));
    if (what.type === 'feedback') {
      await order.run(key, () => conversations.recordFeedback(what.card, { useful: what.useful, at: now() }));
      return undefined;
    }
    const text = (what.type === 'text' ? what.text : what.question).replaceAll('\u0000', '');
    // Judged as they arrive, before anything is done for them; who is turned away does not use up the room's share.
    const person = persons.take(`${door}\u0000${user}`, now());
    const room = person === 'pass' && !direct ? rooms.take(`${door}\u0000${channel}`, now()) : 'pass';
    if (person === 'drop' || room === 'drop') return undefined;
    const over: BotPhrase | undefined =
      person === 'notice' ? 'floodPerson' : room === 'notice' ? 'floodRoom' : undefined;
    return order.run(key, () => (over ? flooded(message, participant, over, text) : hear(message, participant, text)));
  }

  return {
    idle: () => order.idle(),
    async receive(message) {
      try {
        return await receive(message);
      } catch (error) {
        log.error({ err: error, door: message.door, message: message.id }, 'a message could not be answered');
        const text = message.content.type === 'text' ? message.content.text : '';
        return message.content.type === 'feedback' ? undefined : sorry(text).card;
      }
    },
  };
}
