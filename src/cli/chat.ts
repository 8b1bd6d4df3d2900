/** `qinzhi chat`: a conversation in the terminal, answered from packs that may change meanwhile. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { Terminal } from '../../adapters/terminal/terminal.ts';
import { Bot } from '../bot/bot.ts';
import { MemoryConversationStore } from '../bot/memory-store.ts';
import { isCommand } from '../commands/is-command.ts';
import { PackWatch } from '../knowledge/files/watch.ts';
import { clock } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Card } from '../model/card.ts';
import { errorText } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { openAssistant } from '../service/packs/open-assistant.ts';
import { oneLine } from '../shared/error-message.ts';
import type { CliContext, CliContexts, Done } from './context.ts';

const leaveWords = ['/quit', '/exit', '/q'] as const;

const sorry = '这个问题没能答上来，请换个说法再试。';

/** The first words of a conversation: what can be asked here. Its examples can be picked by number. */
function greeting(packs: readonly KnowledgePack[]): Card {
  const examples = packs.flatMap(({ facts }) =>
    packs.length > 1
      ? [facts.examples.enterprise[0]!, facts.examples.official[0]!]
      : [...facts.examples.enterprise.slice(0, 3), ...facts.examples.official.slice(0, 3)],
  );
  const titles = packs.map(({ facts }) => `《${facts.title}》`).join('');
  return {
    title: '秦知',
    blocks: [
      { type: 'text', text: `可以问${titles}里的任务、单位、时限、指标、措施和办事渠道，用平常说话的方式就行。` },
      { type: 'text', text: `输入序号照着问，${leaveWords[0]} 或 Ctrl-D 结束。` },
    ],
    choices: examples.map((example) => ({ label: example, question: example })),
    choicesLabel: '比如：',
    sources: [],
  };
}

const causeIn = (fields: object) => ('err' in fields ? fields.err : undefined);

/** @returns the exit code */
async function chat(options: { now?: string }, context: CliContext, { say, language }: CliContexts): Promise<number> {
  const { settings, stdin, stdout, stderr } = context;
  const watch = new PackWatch(settings.knowledge);
  const packs = loadPacks(settings.knowledge);
  let current = { assistant: openAssistant(packs, settings), packs };
  const now = clock(options.now, packs[0]!.facts.timeZone, context.now);

  const report = (error: unknown) => {
    stderr.write(`${settings.debug && error instanceof Error ? error.stack : oneLine(error)}\n`);
  };

  const takeChanges = () => {
    const refreshed = watch.refresh();
    if (refreshed.became === 'new') {
      current = { assistant: openAssistant(refreshed.packs, settings), packs: refreshed.packs };
      stderr.write(`${say('packsNew')}\n`);
    } else if (refreshed.became === 'broken') {
      const why = errorText(refreshed.why, language);
      stderr.write(`${say('packsFaulty', { why })}\n`);
    }
  };

  const { receive } = new Bot({
    current() {
      takeChanges();
      return current;
    },
    conversations: new MemoryConversationStore(),
    isCommand: (text, at) => isCommand(text, current.packs, at),
    commandsForAnyone: new Set(),
    admins: [],
    limits: { person: Number.MAX_SAFE_INTEGER, room: Number.MAX_SAFE_INTEGER },
    now,
    newId: randomUUID,
    log: { debug() {}, info() {}, warn: (_, message) => report(message), error: (fields) => report(causeIn(fields)) },
  });

  const terminal = new Terminal({
    input: stdin,
    output: stdout,
    greeting: greeting(packs),
    leave: leaveWords,
    sorry,
    report,
    now,
  });
  await terminal.start(receive);
  await terminal.over;
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('chat')
    .description(help('chat'))
    .option('--now <time>', help('chatNow'))
    .addHelpText('after', help('chatAfter'))
    .action(async (options: { now?: string }) => {
      done(await chat(options, contexts.packs(), contexts));
    });
}
