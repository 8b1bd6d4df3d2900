/** `qinzhi chat`: a conversation in the terminal, answered from packs that may change meanwhile. */
import { Terminal } from '../../adapters/terminal/terminal.ts';
import { loadPacks } from '../knowledge/load.ts';
import { PackWatch } from '../knowledge/watch.ts';
import type { Receive } from '../model/port.ts';
import { type Context, oneLine } from './context.ts';
import { clock } from './now.ts';
import { openAssistant } from './open.ts';
import { greeting, leaveWords, sorry } from './texts.ts';

/** @returns the exit code */
export async function chat(options: { now?: string }, context: Context): Promise<number> {
  const { settings, stdin, stdout, stderr } = context;
  const watch = new PackWatch(settings.knowledge);
  const packs = loadPacks(settings.knowledge);
  let assistant = openAssistant(packs, settings);
  const now = clock(options.now, packs[0]!.facts.timeZone, context.now);

  const report = (trouble: unknown) => {
    stderr.write(`${settings.debug && trouble instanceof Error ? trouble.stack : oneLine(trouble)}\n`);
  };

  /** The dialogues' memory goes with the old packs: what "the second one" meant may no longer be there. */
  const takeChanges = () => {
    const refreshed = watch.refresh();
    if (refreshed.became === 'new') {
      assistant = openAssistant(refreshed.packs, settings);
      stderr.write('The packs have changed: answering from the new ones.\n');
    } else if (refreshed.became === 'broken') {
      const why = refreshed.why instanceof Error ? refreshed.why.message : String(refreshed.why);
      stderr.write(`The packs have changed, but still answering from the old ones. ${why}\n`);
    }
  };

  const receive: Receive = async ({ what, at, channel, user }) => {
    takeChanges();
    if (what.type === 'visit') return greeting(packs);
    if (what.type === 'feedback') return undefined;
    const text = what.type === 'text' ? what.text : what.question;
    return assistant.answer({ text, at, conversation: channel, user }).card;
  };

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
