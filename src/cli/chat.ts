/** `qinzhi chat`: a conversation in the terminal, answered from packs that may change meanwhile. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { doors } from '../../adapters/index.ts';
import { Terminal } from '../../adapters/terminal/terminal.ts';
import { Bot } from '../bot/bot.ts';
import { telling } from '../bot/cards.ts';
import { Downloads } from '../bot/downloads.ts';
import { MemoryConversationStore } from '../bot/memory-store.ts';
import { isCommand, isNearCommand } from '../commands/is-command.ts';
import { commandHelp } from '../commands/phrases/phrases.ts';
import { PackWatch } from '../knowledge/files/watch.ts';
import { clock } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Card } from '../model/card.ts';
import type { Commands } from '../model/command.ts';
import { errorText, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Adapter, Receive } from '../model/port.ts';
import { openAssistant } from '../service/packs/open-assistant.ts';
import { LivePlanReader } from '../service/packs/plan-reader.ts';
import { oneLine } from '../shared/error-message.ts';
import type { CliContext, CliContexts, Done, Rehearsal } from './context.ts';
import { cliText } from './messages/messages.ts';

const leaveWords = ['/quit', '/exit', '/q'] as const;

const failureText = '这个问题没能答上来，请换个说法再试。';

/** The first words of a conversation: what can be asked here. Its examples can be picked by number. */
function greeting(packs: readonly KnowledgePack[]): Card {
  const [enterprise, official] = (['enterprise', 'official'] as const).map((audience) =>
    telling(packs.map(({ facts }) => facts.examples[audience])),
  );
  const count = packs.length > 1 ? 1 : 3;
  const examples = packs.flatMap((_, at) => [...enterprise![at]!.slice(0, count), ...official![at]!.slice(0, count)]);
  const titles = packs.map(({ facts }) => `《${facts.title}》`).join('');
  return {
    title: '秦知',
    blocks: [
      { type: 'text', text: `可以问${titles}里的任务、单位、时限、指标、措施和办事渠道，用平常说话的方式就行。` },
      {
        type: 'text',
        text: `输入序号照着问，${leaveWords[0]} 或 Ctrl-D 结束。群里的订阅、预览等指令在这里也能演练，发“帮助”看有哪些。`,
      },
    ],
    choices: examples.map((example) => ({ label: example, question: example })),
    choicesLabel: '比如：',
    sources: [],
  };
}

const causeIn = (fields: object) => ('err' in fields ? fields.err : undefined);

interface ChatOptions {
  now?: string;
  as?: string;
}

/** No door has this name, so a service that shares the store never sends to it. */
const rehearsalDoor = 'rehearsal';

const helpNote =
  '这里是演练：指令按管理员身份执行，记在数据库里，不会真的发送；发“预览”看群里会收到什么，试完可以退订。';

/** How that door would show a card. @throws {SetupError} */
async function looksOf(door: string): Promise<Adapter['render']> {
  const entry = Object.hasOwn(doors, door) ? doors[door]! : undefined;
  if (entry) return (entry.loadOutline ?? entry.loadRender)();
  throw new SetupError(cliText('doorUnshown', { door, known: Object.keys(doors).join(', ') }), []);
}

/** The commands of a group; the store is opened at the first of them. */
class GroupCommands {
  readonly #open: () => Promise<Rehearsal>;
  #rehearsal: Promise<Rehearsal> | undefined;

  constructor(open: () => Promise<Rehearsal>) {
    this.#open = open;
  }

  /** The store could not be opened for the last command. */
  isUnavailable = false;

  /** Before the command, since opening may take longer than a command may. @throws what the store can't be opened for */
  async prepare(): Promise<void> {
    this.#rehearsal ??= this.#open();
    this.isUnavailable = true;
    try {
      await this.#rehearsal;
      this.isUnavailable = false;
    } catch (error) {
      this.#rehearsal = undefined;
      throw error;
    }
  }

  readonly commands: Commands = async (text, sender) => (await this.#rehearsal)?.commands(text, sender);

  async close(): Promise<void> {
    await (await this.#rehearsal?.catch(() => undefined))?.close();
  }
}

/** @returns the exit code */
async function chat(options: ChatOptions, context: CliContext, contexts: CliContexts): Promise<number> {
  const { say, language } = contexts;
  const { settings, stdin, stdout, stderr } = context;
  const render = options.as === undefined ? undefined : await looksOf(options.as);
  const watch = new PackWatch(settings.knowledge);
  const packs = loadPacks(settings.knowledge);
  let current = { assistant: openAssistant(packs, settings), packs };
  const now = clock(options.now, packs[0]!.facts.timeZone, context.now);

  const report = (error: unknown) => {
    const explanation = error instanceof SetupError ? errorText(error, language) : oneLine(error);
    stderr.write(`${settings.debug && error instanceof Error ? error.stack : explanation}\n`);
  };

  const takeChanges = () => {
    const refreshed = watch.refresh();
    if (refreshed.state === 'new') {
      current = { assistant: openAssistant(refreshed.packs, settings), packs: refreshed.packs };
      stderr.write(`${say('packsNew')}\n`);
    } else if (refreshed.state === 'broken') {
      const why = errorText(refreshed.error, language);
      stderr.write(`${say('packsFaulty', { why })}\n`);
    }
  };

  const group = new GroupCommands(() =>
    contexts.rehearse({ environment: contexts.delivery(), packs: () => current.packs, now }),
  );
  const bot = new Bot({
    current() {
      takeChanges();
      return current;
    },
    conversations: new MemoryConversationStore(),
    isCommand: (text, at) => isCommand(text, current.packs, at),
    commands: group.commands,
    downloads: new Downloads({
      plans: new LivePlanReader(() => current.packs, settings, now),
      publicUrl: undefined,
      takesFiles: () => false,
    }),
    isStoreUnavailable: () => group.isUnavailable,
    commandHelp,
    helpNote,
    commandsForAnyone: new Set([rehearsalDoor]),
    admins: [],
    limits: { person: Number.MAX_SAFE_INTEGER, room: Number.MAX_SAFE_INTEGER },
    now,
    newId: randomUUID,
    log: { debug() {}, info() {}, warn: (_, message) => report(message), error: (fields) => report(causeIn(fields)) },
  });

  const receive: Receive = async (message) => {
    const { content, at } = message;
    const isText = content.type === 'text';
    if (isText && isNearCommand(content.text, current.packs, at)) await group.prepare().catch(report);
    return bot.receive({ ...message, door: rehearsalDoor, direct: false });
  };

  const terminal = new Terminal({
    input: stdin,
    output: stdout,
    greeting: greeting(packs),
    exitWords: leaveWords,
    failureText,
    report,
    ...(render ? { render } : {}),
    now,
  });
  await terminal.start(receive);
  await terminal.ended;
  await bot.idle();
  await group.close();
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('chat')
    .description(help('chat'))
    .option('--now <time>', help('chatNow'))
    .option('--as <door>', help('chatAs'))
    .addHelpText('after', help('chatAfter'))
    .action(async (options: ChatOptions) => {
      done(await chat(options, contexts.packs(), contexts));
    });
}
