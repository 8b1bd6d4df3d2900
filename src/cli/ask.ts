/** `qinzhi ask`: one question from the words or from standard input, or many as JSON lines. */
import { renderText } from '../../adapters/shared/plain-text.ts';
import { clock } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Answer } from '../model/answer.ts';
import { SetupError } from '../model/fault.ts';
import type { Input } from '../model/streams.ts';
import { openAssistant } from '../service/open-assistant.ts';
import { type CliContext, write } from './context.ts';

export interface AskOptions {
  now?: string;
  json?: boolean;
  batch?: boolean;
  explain?: boolean;
}

/** Far more than anybody asks; a file piped in by mistake is refused before it fills the memory. */
const longestQuestion = 1_000_000;

async function readQuestion(stdin: Input): Promise<string> {
  stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of stdin) {
    text += chunk;
    if (text.length > longestQuestion)
      throw new SetupError(
        `The question on standard input is longer than ${longestQuestion} characters; many questions go with --batch.`,
        [],
      );
  }
  return text;
}

async function findQuestion(words: readonly string[], stdin: Input): Promise<string> {
  const said = words.join(' ').trim();
  if (said) return said;
  if (!words.length && !stdin.isTTY) {
    const read = (await readQuestion(stdin)).replace(/^\ufeff/, '').trim();
    if (read) return read;
  }
  throw new SetupError(
    [
      'There is no question. Put it after the command, or pipe it in:',
      '  qinzhi ask "24号任务的责任单位和完成时限"',
      '  echo "第3项什么时候完成" | qinzhi ask',
      'A whole conversation: qinzhi chat',
    ].join('\n'),
    [],
  );
}

const explained = (trace: Answer['trace']) => trace.map(({ step, detail }) => `${step}: ${detail}\n`).join('');

/** @returns the exit code */
export async function ask(words: readonly string[], options: AskOptions, context: CliContext): Promise<number> {
  const { settings, stdin, stdout } = context;
  if (options.batch) {
    if (words.length)
      throw new SetupError(
        '--batch reads its questions from standard input; leave out the question after the command.',
        [],
      );
    const { batch } = await import('./batch.ts');
    return batch(options, context);
  }
  const question = await findQuestion(words, stdin);
  const packs = loadPacks(settings.knowledge);
  const now = clock(options.now, packs[0]!.facts.timeZone, context.now);
  const answer = openAssistant(packs, settings).answer({ text: question, at: now(), conversation: 'ask', user: 'ask' });
  const text = renderText(answer.card);
  if (options.json) {
    const { outcome: kind, records, pack, card, trace } = answer;
    const line = { id: 'ask', kind, records, text, pack, sources: card.sources, choices: card.choices };
    await write(stdout, `${JSON.stringify(options.explain ? { ...line, trace } : line)}\n`);
  } else await write(stdout, options.explain ? `${text}\n\n${explained(answer.trace)}` : `${text}\n`);
  return answer.outcome === 'failed' ? 1 : 0;
}
