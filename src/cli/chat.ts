/** `qinzhi chat`: a conversation in the terminal, answered from packs that may change meanwhile. */
import { randomUUID } from 'node:crypto';
import { Terminal } from '../../adapters/terminal/terminal.ts';
import { createBot } from '../bot/bot.ts';
import { MemoryConversationStore } from '../bot/memory-store.ts';
import { isCommand } from '../commands/is-command.ts';
import { clock } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import { PackWatch } from '../knowledge/watch.ts';
import { openAssistant } from '../service/open-assistant.ts';
import { oneLine } from '../shared/error-message.ts';
import type { CliContext } from './context.ts';
import { greeting, leaveWords, sorry } from './texts.ts';

const causeIn = (fields: object) => ('err' in fields ? fields.err : undefined);

/** @returns the exit code */
export async function chat(options: { now?: string }, context: CliContext): Promise<number> {
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
      stderr.write('The packs have changed: answering from the new ones.\n');
    } else if (refreshed.became === 'broken') {
      const why = refreshed.why instanceof Error ? refreshed.why.message : String(refreshed.why);
      stderr.write(`The packs have changed, but still answering from the old ones. ${why}\n`);
    }
  };

  const { receive } = createBot({
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
