/** What is said to one message: a code, help, a command, or a question; and to whoever opens a home page. */
import type { Assistant } from '../answer/assistant.ts';
import type { Card } from '../model/card.ts';
import type { Commands, Home, Sender } from '../model/command.ts';
import { type ConversationStore, type Dialogue, type Participant, pairingTexts } from '../model/conversation-store.ts';
import type { Log } from '../model/log.ts';
import type { Message } from '../model/message.ts';
import type { KnowledgePack } from '../model/pack.ts';
import { withTimeout } from '../shared/timeout.ts';
import { greetingCard, helpCard, sentence, type Welcome } from './cards.ts';
import { StoreUnavailable } from './failover-store.ts';
import { isGreeting, isWordless, languageOf, readCode, readHelp } from './intents.ts';
import type { BotPhrase } from './phrases.ts';

/** Nobody's question needs more; the rest of a longer message is not read, and that is said. */
export const maxTextLength = 1_000;
/** A command that hangs, most likely with the store, is given up; what it began may still be done. */
const longestCommandMs = 10_000;

export interface ReplyParts {
  /** Looked up for each message: packs may have changed. */
  current: () => { assistant: Assistant; packs: readonly KnowledgePack[] };
  conversations: ConversationStore;
  /** Is the store away? Then no command is begun. */
  isStoreUnavailable?: () => boolean;
  /** Absent = there are none here, and whoever gives one is told so. */
  commands?: Commands;
  /** Whether words are a command, told without the store. */
  isCommand?: (text: string, at: Date) => boolean;
  /** Commands as they are typed and what they do, for help. */
  commandHelp?: Welcome['commands'];
  home?: Home;
  /** Doors in which anyone may change what belongs to everybody. */
  commandsForAnyone: ReadonlySet<string>;
  /** Admins by the settings. */
  admins: readonly { door: string; user: string }[];
  now: () => Date;
  log: Log;
}

/** What is said, and what the question log gets to know of it. */
export interface Reply {
  card: Card;
  outcome: string;
  pack?: string;
  records?: readonly string[];
  /** What stands in the question log instead of the words. */
  as?: string;
}

const commandTimeout = () => new StoreUnavailable(`no outcome within ${longestCommandMs} ms`);

export interface Replies {
  /** Never fails: trouble becomes words, and one line for the operator with its cause. */
  reply(message: Message, participant: Participant, text: string): Promise<Reply>;
  home(message: Message): Promise<Card>;
}

export const sorry = (text: string): Reply => ({ card: sentence(languageOf(text), 'sorry'), outcome: 'failed' });

export function createReplies(parts: ReplyParts): Replies {
  const { conversations, now, log } = parts;

  async function askerOf(message: Message, before?: Dialogue): Promise<Sender> {
    const { door, channel, thread, direct, user, userName, at, content: what } = message;
    const admins = [
      ...parts.admins.filter((one) => one.door === door).map((one) => ({ user: one.user, name: undefined })),
      ...(await conversations.admins(door)),
    ];
    return {
      door,
      channel,
      direct,
      user,
      at,
      ...(thread === undefined ? {} : { thread }),
      ...(userName === undefined ? {} : { userName }),
      ...(before ? { lastAnsweredAt: before.at } : {}),
      ...(what.type === 'visit' && what.channels ? { memberOf: what.channels } : {}),
      mayManage: parts.commandsForAnyone.has(door) || admins.some((one) => one.user === user),
      managers: [...new Set(admins.map(({ user: id, name }) => name ?? id))],
    };
  }

  const welcome = (message: Message, text: string): Welcome => ({
    packs: parts.current().packs,
    language: languageOf(text),
    audience: message.direct ? 'enterprise' : 'official',
    commands: parts.commandHelp ?? (() => []),
  });

  async function pair(message: Message, text: string, code: string): Promise<Reply> {
    const { door, user, userName: name, direct } = message;
    const reply = (key: BotPhrase, as: string): Reply => ({
      card: sentence(languageOf(text), key),
      outcome: 'pairing',
      as,
    });
    if (!code) return reply('codeAlone', 'code: none');
    if (!direct) {
      await conversations.revoke(code, now());
      return reply('codeInGroup', 'code: in a group');
    }
    const became = await conversations.pair(code, { door, user, name }, now());
    const keys = { paired: 'paired', wrong: 'codeWrong', limited: 'codeLimited' } as const;
    log.info({ door, became }, 'a code was tried');
    return reply(keys[became], pairingTexts[became]);
  }

  async function command(message: Message, text: string, before?: Dialogue): Promise<Reply | undefined> {
    const { commands, isCommand, isStoreUnavailable: isStoreAway } = parts;
    const away = isStoreAway?.() ?? false;
    if ((away || !commands) && isCommand?.(text, message.at)) {
      const key = commands ? 'storeAway' : 'noStore';
      return { card: sentence(languageOf(text), key), outcome: 'failed' };
    }
    if (away || !commands) return undefined;
    return withTimeout(commands(text, await askerOf(message, before)), longestCommandMs, commandTimeout);
  }

  /** What the dialogue leans on is given to the assistant, wherever it was kept. @returns as what the assistant knows it */
  function resume({ door, channel, thread = '', user }: Participant, before?: Dialogue): string {
    const conversation = JSON.stringify([door, channel, thread]);
    parts.current().assistant.resume(conversation, user, before?.memory);
    return conversation;
  }

  async function question(participant: Participant, text: string, at: Date, before?: Dialogue): Promise<Reply> {
    const { assistant } = parts.current();
    const { user } = participant;
    const conversation = resume(participant, before);
    const { outcome, pack, records, card } = assistant.answer({ text, at, conversation, user });
    const turn = assistant.turnOf(conversation, user, at);
    if (turn || before) await conversations.saveDialogue(participant, turn, at);
    return { card, outcome, pack, records };
  }

  /** No live dialogue: whoever greets is greeted with examples, later ones get the assistant's own short word. */
  const isFirst = (participant: Participant, at: Date, before?: Dialogue): boolean =>
    parts.current().assistant.turnOf(resume(participant, before), participant.user, at) === undefined;

  async function reply(message: Message, participant: Participant, said: string): Promise<Reply> {
    const text = said.length > maxTextLength ? said.slice(0, maxTextLength) : said;
    const code = readCode(text);
    if (code !== undefined) return pair(message, text, code);
    const help = readHelp(text);
    if (help) return { card: helpCard({ ...welcome(message, text), ...help }), outcome: 'help' };
    if (isWordless(text)) return { card: helpCard(welcome(message, text)), outcome: 'help' };
    const before = await conversations.loadDialogue(participant);
    if (isGreeting(text) && isFirst(participant, message.at, before))
      return { card: greetingCard(welcome(message, text)), outcome: 'help' };
    const told = await command(message, text, before);
    const done = told ?? (await question(participant, text, message.at, before));
    if (text === said) return done;
    const warn = sentence(languageOf(text), 'tooLong', { count: maxTextLength }).blocks;
    return { ...done, card: { ...done.card, blocks: [...warn, ...done.card.blocks] } };
  }

  async function replySafely(message: Message, participant: Participant, text: string): Promise<Reply> {
    try {
      return await reply(message, participant, text);
    } catch (error) {
      const away = error instanceof StoreUnavailable || (parts.isStoreUnavailable?.() ?? false);
      log.error({ err: error, door: message.door, message: message.id }, 'a message could not be answered');
      if (away) return { card: sentence(languageOf(text), 'storeAway'), outcome: 'failed' };
      return sorry(text);
    }
  }

  async function home(message: Message): Promise<Card> {
    if (parts.home && !parts.isStoreUnavailable?.()) {
      try {
        return await withTimeout(parts.home(await askerOf(message)), longestCommandMs, commandTimeout);
      } catch (error) {
        log.error({ err: error, door: message.door }, 'the home page could not be made');
      }
    }
    return greetingCard(welcome(message, ''));
  }

  return { reply: replySafely, home };
}
