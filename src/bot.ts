/** One message in, one card or silence out: it drops repeats, keeps the order of each person, and never throws. */
import type { Assistant } from './answer/assistant.ts';
import { greetingCard, helpCard, sentence, type Welcome } from './bot/cards.ts';
import { Gate } from './bot/flood.ts';
import { mask } from './bot/mask.ts';
import { talkerKey } from './bot/memory-keep.ts';
import { Order } from './bot/order.ts';
import type { BotPhrase } from './bot/phrases.ts';
import { StoreAway } from './bot/steady-keep.ts';
import { isGreeting, isWordless, languageOf, readCode, readHelp, readJudgement } from './bot/words.ts';
import type { Card } from './model/card.ts';
import type { Asker, Commands, Home } from './model/command.ts';
import { type Keep, pairingTexts, type Talker } from './model/keep.ts';
import type { Log } from './model/log.ts';
import type { Message } from './model/message.ts';
import type { KnowledgePack } from './model/pack.ts';
import type { Receive } from './model/port.ts';

/** Nobody's question needs more; the rest of a longer message is not read, and that is said. */
const longestText = 1_000;
/** A command that hangs, most likely with the store, is given up; what it began may still be done. */
const longestCommandMs = 10_000;
const longestCommandAwayMs = 1_500;

export interface BotParts {
  /** Looked up for each message: packs may have changed. */
  current: () => { assistant: Assistant; packs: readonly KnowledgePack[] };
  keep: Keep;
  /** Is the store away? Then a command is not waited for. */
  isStoreAway?: () => boolean;
  /** Absent = there are none here, and `commandWords` are told so. */
  commands?: Commands;
  /** Words of commands, for help. */
  commandWords?: readonly string[];
  home?: Home;
  /** Doors in which anyone may change what belongs to everybody. */
  open: ReadonlySet<string>;
  /** Admins by the settings. */
  admins: readonly { door: string; user: string }[];
  /** Messages in a minute. */
  limits: { person: number; room: number };
  now: () => Date;
  newId: () => string;
  log: Log;
}

/** What is said, and what the question log gets to know of it. */
interface Reply {
  card: Card;
  outcome: string;
  pack?: string;
  records?: readonly string[];
  /** What stands in the question log instead of the words. */
  as?: string;
}

/** Settles like `work`, or fails after that time. */
async function atMost<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new StoreAway(`no outcome within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Bot {
  receive: Receive;
  /** Settles when nothing is under way. */
  idle(): Promise<void>;
}

export function createBot(parts: BotParts): Bot {
  const { keep, now, log, newId, limits } = parts;
  const order = new Order();
  const persons = new Gate(limits.person);
  const rooms = new Gate(limits.room);

  const sorry = (text: string): Reply => ({ card: sentence(languageOf(text), 'sorry'), outcome: 'failed' });

  async function askerOf(message: Message): Promise<Asker> {
    const { door, channel, thread, direct, user, userName, at, what } = message;
    const admins = [
      ...parts.admins.filter((one) => one.door === door).map((one) => ({ user: one.user, name: undefined })),
      ...(await keep.admins(door)),
    ];
    return {
      door,
      channel,
      direct,
      user,
      at,
      ...(thread === undefined ? {} : { thread }),
      ...(userName === undefined ? {} : { userName }),
      ...(what.type === 'visit' && what.channels ? { memberOf: what.channels } : {}),
      mayManage: parts.open.has(door) || admins.some((one) => one.user === user),
      managers: [...new Set(admins.map(({ user: id, name }) => name ?? id))],
    };
  }

  const welcome = (message: Message, text: string): Welcome => ({
    packs: parts.current().packs,
    language: languageOf(text),
    audience: message.direct ? 'enterprise' : 'official',
    commands: parts.commandWords ?? [],
  });

  async function judgeLast(talker: Talker, text: string, useful: boolean): Promise<Card> {
    const reply = await keep.lastReply(talker);
    const known = reply !== undefined && (await keep.judge(reply, { useful, at: now() }));
    const thanks: BotPhrase = useful ? 'thanksUseful' : 'thanksUseless';
    return sentence(languageOf(text), known ? thanks : 'nothingToJudge');
  }

  async function pair(message: Message, text: string, code: string): Promise<Reply> {
    const { door, user, userName: name, direct } = message;
    const reply = (key: BotPhrase, as: string): Reply => ({
      card: sentence(languageOf(text), key),
      outcome: 'pairing',
      as,
    });
    if (!code) return reply('codeAlone', 'code: none');
    if (!direct) {
      await keep.spoil(code, now());
      return reply('codeInGroup', 'code: in a group');
    }
    const became = await keep.pair(code, { door, user, name }, now());
    const keys = { paired: 'paired', wrong: 'codeWrong', limited: 'codeLimited' } as const;
    log.info({ door, became }, 'a code was tried');
    return reply(keys[became], pairingTexts[became]);
  }

  async function command(message: Message, text: string): Promise<Reply | undefined> {
    if (!parts.commands) return undefined;
    const away = parts.isStoreAway?.() ?? false;
    const work = parts.commands(text, await askerOf(message));
    const done = await atMost(work, away ? longestCommandAwayMs : longestCommandMs);
    return done && { card: done.card, outcome: done.outcome };
  }

  async function question(talker: Talker, text: string, at: Date): Promise<Reply> {
    const { assistant } = parts.current();
    const { door, channel, thread, user } = talker;
    const conversation = JSON.stringify([door, channel, thread ?? '']);
    const before = await keep.recall(talker);
    assistant.resume(conversation, user, before?.memory);
    const { outcome, pack, records, card } = assistant.answer({ text, at, conversation, user });
    const turn = assistant.turnOf(conversation, user, at);
    if (turn || before) await keep.remember(talker, turn, at);
    return { card, outcome, pack, records };
  }

  /** No live dialogue: whoever greets is greeted with examples, later ones get the assistant's own short word. */
  async function isFirst(talker: Talker, at: Date): Promise<boolean> {
    const { assistant } = parts.current();
    const conversation = JSON.stringify([talker.door, talker.channel, talker.thread ?? '']);
    assistant.resume(conversation, talker.user, (await keep.recall(talker))?.memory);
    return assistant.turnOf(conversation, talker.user, at) === undefined;
  }

  async function reply(message: Message, talker: Talker, said: string): Promise<Reply> {
    const text = said.length > longestText ? said.slice(0, longestText) : said;
    const code = readCode(text);
    if (code !== undefined) return pair(message, text, code);
    const help = readHelp(text);
    if (help) return { card: helpCard({ ...welcome(message, text), ...help }), outcome: 'help' };
    if (isWordless(text)) return { card: helpCard(welcome(message, text)), outcome: 'help' };
    if (isGreeting(text) && (await isFirst(talker, message.at)))
      return { card: greetingCard(welcome(message, text)), outcome: 'help' };
    const told = await command(message, text);
    const done = told ?? (await question(talker, text, message.at));
    if (text === said) return done;
    const note = sentence(languageOf(text), 'tooLong', { count: longestText }).blocks;
    return { ...done, card: { ...done.card, blocks: [...note, ...done.card.blocks] } };
  }

  /** Trouble becomes words, and one line for the operator with its cause. */
  async function replySafely(message: Message, talker: Talker, text: string): Promise<Reply> {
    try {
      return await reply(message, talker, text);
    } catch (error) {
      const away = error instanceof StoreAway || (parts.isStoreAway?.() ?? false);
      log.error({ err: error, door: message.door, message: message.id }, 'a message could not be answered');
      if (away) return { card: sentence(languageOf(text), 'storeAway'), outcome: 'failed' };
      return sorry(text);
    }
  }

  async function hear(message: Message, talker: Talker, text: string): Promise<Card | undefined> {
    const from = now().getTime();
    if (!(await keep.claim(message.door, message.id, now()))) {
      log.debug({ door: message.door, message: message.id }, 'heard before');
      return undefined;
    }
    const useful = readJudgement(text);
    if (useful !== undefined) return judgeLast(talker, text, useful);
    const { card, outcome, pack, records = [], as } = await replySafely(message, talker, text);
    const tookMs = now().getTime() - from;
    const id = newId();
    await keep.log({
      reply: id,
      at: message.at,
      talker,
      text: mask(as ?? text).slice(0, longestText),
      outcome,
      pack,
      records,
      tookMs,
    });
    log.info({ door: message.door, outcome, tookMs, reply: id }, 'answered');
    return { ...card, id };
  }

  async function visited(message: Message): Promise<Card> {
    if (parts.home) {
      try {
        return await atMost(parts.home(await askerOf(message)), longestCommandMs);
      } catch (error) {
        log.error({ err: error, door: message.door }, 'the home page could not be made');
      }
    }
    return greetingCard(welcome(message, ''));
  }

  async function flooded(message: Message, talker: Talker, key: BotPhrase, text: string): Promise<Card> {
    const { door, at } = message;
    log.warn({ door, limit: key }, 'a flood begins');
    await keep.log({ reply: newId(), at, talker, text: '', outcome: 'flood', records: [], tookMs: 0 });
    return sentence(languageOf(text), key);
  }

  async function receive(message: Message): Promise<Card | undefined> {
    const { door, channel, thread, user, what, direct } = message;
    const talker: Talker = { door, channel, thread, user };
    if (what.type === 'visit') return visited(message);
    if (what.type === 'feedback') {
      await keep.judge(what.card, { useful: what.useful, at: now() });
      return undefined;
    }
    const text = (what.type === 'text' ? what.text : what.question).replaceAll('\u0000', '');
    const key = talkerKey(talker);
    // Judged as they arrive, before anything is done for them; who is turned away does not use up the room's share.
    const person = persons.judge(`${door}\u0000${user}`, now());
    const room = person === 'pass' && !direct ? rooms.judge(`${door}\u0000${channel}`, now()) : 'pass';
    if (person === 'drop' || room === 'drop') return undefined;
    const over: BotPhrase | undefined =
      person === 'notice' ? 'floodPerson' : room === 'notice' ? 'floodRoom' : undefined;
    return order.run(key, () => (over ? flooded(message, talker, over, text) : hear(message, talker, text)));
  }

  return {
    idle: () => order.idle(),
    async receive(message) {
      try {
        return await receive(message);
      } catch (error) {
        log.error({ err: error, door: message.door, message: message.id }, 'a message could not be answered');
        const text = message.what.type === 'text' ? message.what.text : '';
        return message.what.type === 'feedback' ? undefined : sorry(text).card;
      }
    },
  };
}
