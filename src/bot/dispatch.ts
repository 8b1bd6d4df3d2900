/** Routes one message to its handler: pairing code, help, greeting, command or question; and renders the home page. */
import type { Assistant } from '../answer/assistant.ts';
import { languageOf } from '../language/detect.ts';
import type { Card } from '../model/card.ts';
import type { Commands, Home, Sender } from '../model/command.ts';
import { type ConversationStore, type Dialogue, type Participant, pairingTexts } from '../model/conversation-store.ts';
import type { Log } from '../model/log.ts';
import type { Message } from '../model/message.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { withTimeout } from '../shared/timeout.ts';
import { currentPlans, greetingCard, helpCard, listExamples, sentence, type Welcome } from './cards.ts';
import { type DownloadRequest, type Downloads, readDownloadRequest, type ShownList } from './downloads.ts';
import { StoreUnavailable } from './failover-store.ts';
import { isGreeting, isPoke, isWordless, readCode, readHelp } from './intents.ts';
import type { BotPhrase } from './phrases.ts';
import type { Reply } from './reply.ts';

/** Characters that are read of a message; the reply says when there were more. */
export const maxTextLength = 1_000;
/** A command that hangs, most likely at the store, is abandoned; what it began may still be done. */
const commandTimeoutMs = 10_000;

export interface DispatchParts {
  /** Called for each message: packs may have changed. */
  current: () => { assistant: Assistant; packs: readonly KnowledgePack[] };
  conversations: ConversationStore;
  /** No command is begun while it returns true. */
  isStoreUnavailable?: () => boolean;
  /** Absent = no commands here; who gives one gets a reply that says so. */
  commands?: Commands;
  /** Recognises a command without the store. */
  isCommand?: (text: string, at: Date) => boolean;
  /** Commands as they are typed and what they do, for help. */
  commandHelp?: Welcome['commands'];
  /** Said in help of what works here. */
  helpNote?: string;
  home?: Home;
  /** Absent = 日历 and 导出 are questions here. */
  downloads?: Downloads;
  /** Doors in which anyone may change what belongs to everybody. */
  commandsForAnyone: ReadonlySet<string>;
  /** Admins named in the settings. */
  admins: readonly { door: string; user: string }[];
  now: () => Date;
  log: Log;
}

const commandTimeout = () => new StoreUnavailable(`no outcome within ${commandTimeoutMs} ms`);

const failed = (text: string, key: BotPhrase): Reply => ({ card: sentence(languageOf(text), key), outcome: 'failed' });

export const failureReply = (text: string): Reply => failed(text, 'sorry');

export class Dispatcher {
  readonly #parts: DispatchParts;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
  }

  /** Never throws: an error becomes a sentence for the person, and one log line with its cause. */
  async reply(message: Message, participant: Participant, text: string): Promise<Reply> {
    try {
      return await this.#route(message, participant, text);
    } catch (error) {
      const { log, isStoreUnavailable } = this.#parts;
      log.error({ err: error, door: message.door, message: message.id }, 'message could not be answered');
      const unavailable = error instanceof StoreUnavailable || isStoreUnavailable?.() === true;
      return unavailable ? failed(text, 'storeAway') : failureReply(text);
    }
  }

  /** The home page, or the greeting where it can't be made. */
  async home(message: Message): Promise<Card> {
    const { home, isStoreUnavailable, log } = this.#parts;
    if (home && !isStoreUnavailable?.()) {
      try {
        return await withTimeout(home(await this.#senderOf(message)), commandTimeoutMs, commandTimeout);
      } catch (error) {
        log.error({ err: error, door: message.door }, 'home page could not be made');
      }
    }
    return greetingCard(await this.#welcome(message, ''));
  }

  /** The first handler that fits; a message that fits none is a question. */
  async #route(message: Message, participant: Participant, wholeText: string): Promise<Reply> {
    const text = wholeText.slice(0, maxTextLength);
    const code = readCode(text);
    if (code !== undefined) return this.#pair(message, text, code);
    const isFile = message.content.type === 'text' && message.content.wordless === true;
    if (isFile) return { card: sentence('zh', 'filesUnread'), outcome: 'help', loggedText: '' };
    if (isPoke(text)) return { card: sentence(languageOf(text), 'poked'), outcome: 'help' };
    const help = readHelp(text) ?? (isWordless(text) ? {} : undefined);
    if (help) return { card: helpCard({ ...(await this.#welcome(message, text)), ...help }), outcome: 'help' };
    const dialogue = await this.#parts.conversations.loadDialogue(participant);
    const download = this.#parts.downloads && readDownloadRequest(text);
    if (download) return this.#download(message, participant, download, dialogue);
    if (isGreeting(text) && this.#isFirstContact(participant, message.at, dialogue))
      return { card: greetingCard(await this.#welcome(message, text)), outcome: 'help' };
    const reply =
      (await this.#command(message, text, dialogue)) ?? (await this.#question(participant, text, message.at, dialogue));
    if (text === wholeText) return reply;
    const notice = sentence(languageOf(text), 'tooLong', { count: maxTextLength }).blocks;
    return { ...reply, card: { ...reply.card, blocks: [...notice, ...reply.card.blocks] } };
  }

  async #pair(message: Message, text: string, code: string): Promise<Reply> {
    const { conversations, now, log } = this.#parts;
    const { door, user, userName: name, direct } = message;
    // A bare code is of no language.
    const language = languageOf(text.replace(/[0-9A-Z]{5}[-–—]?[0-9A-Z]{5}/i, ''));
    const reply = (key: BotPhrase, loggedText: string): Reply => ({
      card: sentence(language, key),
      outcome: 'pairing',
      loggedText,
    });
    if (!code) return reply('codeAlone', 'code: none');
    if (!direct) {
      // Revokes a code exposed in a group.
      await conversations.revoke(code, now());
      return reply('codeInGroup', 'code: in a group');
    }
    const result = await conversations.pair(code, { door, user, name }, now());
    const keys = { paired: 'paired', wrong: 'codeWrong', limited: 'codeLimited' } as const;
    log.info({ door, result }, 'pairing code tried');
    return reply(keys[result], pairingTexts[result]);
  }

  /** Undefined where the text is no command. */
  async #command(message: Message, text: string, dialogue?: Dialogue): Promise<Reply | undefined> {
    const { commands, isCommand, isStoreUnavailable } = this.#parts;
    if (!commands || isStoreUnavailable?.()) {
      if (!isCommand?.(text, message.at)) return undefined;
      return failed(text, commands ? 'storeAway' : 'noStore');
    }
    return withTimeout(commands(text, await this.#senderOf(message, dialogue)), commandTimeoutMs, commandTimeout);
  }

  async #question(participant: Participant, text: string, at: Date, dialogue?: Dialogue): Promise<Reply> {
    const { assistant } = this.#parts.current();
    const { user } = participant;
    const conversation = this.#resume(participant, dialogue);
    const plan = await this.#planOf(participant);
    const { outcome, pack, records, card, query } = assistant.answer({
      ...{ text, at, conversation, user },
      ...(plan ? { plan } : {}),
    });
    const state = assistant.turnOf(conversation, user, at);
    if (state || dialogue) await this.#parts.conversations.saveDialogue(participant, state, at);
    const subject = { pack, records, ...(query ? { query } : {}) };
    return { card: records.length || query ? { ...card, subject } : card, outcome, pack, records };
  }

  async #download(
    message: Message,
    participant: Participant,
    request: DownloadRequest,
    dialogue?: Dialogue,
  ): Promise<Reply> {
    const downloads = this.#parts.downloads!;
    const shown =
      (await this.#shownDigest(downloads, message, dialogue)) ?? this.#shownList(participant, message.at, dialogue);
    const welcome = await this.#welcome(message, '');
    if (request.what === 'calendar') return downloads.calendar(message, request.language, currentPlans(welcome), shown);
    return downloads.list(message, request, shown, listExamples(welcome));
  }

  async #shownDigest(
    downloads: Downloads,
    message: Message,
    dialogue?: Dialogue,
  ): Promise<readonly ShownList[] | undefined> {
    if (this.#parts.isStoreUnavailable?.()) return undefined;
    return downloads.shownDigest(await this.#senderOf(message, dialogue));
  }

  /** The list that the assistant showed last, else the records that it spoke of. */
  #shownList(participant: Participant, at: Date, dialogue?: Dialogue): ShownList[] {
    const { assistant } = this.#parts.current();
    const conversation = this.#resume(participant, dialogue);
    const turn = assistant.turnOf(conversation, participant.user, at)?.turn;
    if (!turn) return [];
    const { pack, list, focus } = turn;
    if (list) return [{ pack, query: list.query }];
    const kind = focus[0]?.split(':')[0];
    return kind === undefined ? [] : [{ pack, query: { ask: 'select', kind, as: 'list', where: { ids: focus } } }];
  }

  /** Looked up only where there is a choice. */
  async #planOf({ door, channel }: Pick<Participant, 'door' | 'channel'>): Promise<string | undefined> {
    const { current, conversations } = this.#parts;
    return current().packs.length > 1 ? conversations.planOf(door, channel) : undefined;
  }

  /** Hands the stored dialogue to the assistant, which may have been restarted. @returns the assistant's name of the conversation */
  #resume({ door, channel, thread = '', user }: Participant, dialogue?: Dialogue): string {
    const conversation = JSON.stringify([door, channel, thread]);
    this.#parts.current().assistant.resume(conversation, user, dialogue?.memory);
    return conversation;
  }

  /** No live dialogue: a greeting then gets examples; a later one gets the assistant's short reply. */
  #isFirstContact(participant: Participant, at: Date, dialogue?: Dialogue): boolean {
    const conversation = this.#resume(participant, dialogue);
    return this.#parts.current().assistant.turnOf(conversation, participant.user, at) === undefined;
  }

  async #welcome(message: Message, text: string): Promise<Welcome> {
    const { current, commandHelp = () => [], helpNote } = this.#parts;
    const plan = await this.#planOf(message);
    return {
      packs: current().packs,
      ...(plan ? { plan } : {}),
      language: languageOf(text),
      at: message.at,
      audience: message.direct ? 'enterprise' : 'official',
      commands: commandHelp,
      ...(helpNote ? { note: helpNote } : {}),
    };
  }

  async #senderOf(message: Message, dialogue?: Dialogue): Promise<Sender> {
    const { admins: configured, conversations, commandsForAnyone } = this.#parts;
    const { door, channel, thread, direct, user, userName, at, content } = message;
    const admins = [
      ...configured.filter((one) => one.door === door).map((one) => ({ user: one.user, name: undefined })),
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
      ...(dialogue ? { lastAnsweredAt: dialogue.at } : {}),
      ...(content.type === 'visit' && content.channels ? { memberOf: content.channels } : {}),
      mayManage: commandsForAnyone.has(door) || admins.some((one) => one.user === user),
      managers: [...new Set(admins.map(({ user: id, name }) => name ?? id))],
    };
  }
}
