/** `qinzhi ask`: one question from the words or from standard input, or many as JSON lines. */
import type { Command } from 'commander';
import { z } from 'zod';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { clock, readInstant } from '../knowledge/instant.ts';
import { loadPacks } from '../knowledge/load.ts';
import type { Answer } from '../model/answer.ts';
import { SetupError } from '../model/fault.ts';
import type { Input } from '../model/streams.ts';
import { openAssistant } from '../service/packs/open-assistant.ts';
import { oneLine } from '../shared/error-message.ts';
import { LineTooLong, linesOf } from '../shared/lines.ts';
import { type CliContext, type CliContexts, type Done, write } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';

interface AskOptions {
  now?: string;
  json?: boolean;
  batch?: boolean;
  explain?: boolean;
}

/** Refuses a file piped in by mistake before it fills the memory. */
const longestQuestion = 1_000_000;

/** What a decoder puts in place of bytes that are not UTF-8. */
const noCharacter = '\ufffd';

async function readQuestion(stdin: Input): Promise<string> {
  stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of stdin) {
    text += chunk;
    if (text.length > longestQuestion) throw new SetupError(cliText('questionTooLong', { count: longestQuestion }), []);
  }
  return text;
}

async function findQuestion(words: readonly string[], stdin: Input): Promise<string> {
  const question = words.join(' ').trim();
  if (question) return question;
  if (!words.length && !stdin.isTTY) {
    const read = (await readQuestion(stdin)).replace(/^\ufeff/, '').trim();
    if (read.includes(noCharacter)) throw new SetupError(cliText('questionNotUtf8'), []);
    if (read) return read;
  }
  throw new SetupError(cliText('questionMissing'), []);
}

const explained = (trace: Answer['trace']) => trace.map(({ step, detail }) => `${step}: ${detail}\n`).join('');

const BatchLine = z.object({
  id: z.string().min(1),
  q: z.string(),
  now: z.string().optional(),
  conversation: z.string().optional(),
  user: z.string().optional(),
});

/** Parses a line. @returns why it can't be, as a string */
function readLine(line: string): z.infer<typeof BatchLine> | string {
  if (line.includes(noCharacter)) return 'not UTF-8 (GBK perhaps)';
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (error) {
    return `not JSON: ${oneLine(error)}`;
  }
  const read = BatchLine.safeParse(raw);
  if (read.success) return read.data;
  return read.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ');
}

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : error);

interface BatchOptions {
  now?: string;
  explain?: boolean;
}

/** An answer as `--batch` prints it; `query` and `readings` only where there are any. */
function printed(id: string, answer: Answer, { explain }: BatchOptions): object {
  const { outcome: kind, records, card, trace, query, readings } = answer;
  const more = { ...(query ? { query } : {}), ...(readings ? { readings } : {}) };
  return { id, kind, records, text: renderText(card), ...more, ...(explain ? { trace } : {}) };
}

/** Answers a line of a batch. @returns the object to print, or why the line can't be answered */
type AnswerLine = (line: string) => object | string;

function createAnswerLine(options: BatchOptions, { settings, stderr, now: realClock }: CliContext): AnswerLine {
  const packs = loadPacks(settings.knowledge);
  const { timeZone } = packs[0]!.facts;
  const now = clock(options.now, timeZone, realClock);
  const assistant = openAssistant(packs, settings);
  return (line) => {
    const read = readLine(line);
    if (typeof read === 'string') return read;
    const { id, q, conversation = id, user = id } = read;
    const at = read.now === undefined ? now() : readInstant(read.now, timeZone);
    if (!at) return `now: ${read.now} is no day and no instant`;
    try {
      return printed(id, assistant.answer({ text: q, at, conversation, user }), options);
    } catch (error) {
      if (settings.debug) stderr.write(`${stackOf(error)}\n`);
      return `${id}: ${oneLine(error)}`;
    }
  };
}

/** A question of a thousand characters is read; a longer line than this is no line of a batch. */
const maxLineLength = 1_000_000;

/** One question a line in, one answer a line out, in order. @returns the exit code: 1 where a line was broken */
async function batch(options: BatchOptions, context: CliContext, say: Say): Promise<number> {
  const { stdin, stdout, stderr } = context;
  const answerLine = createAnswerLine(options, context);
  let number = 0;
  let asked = 0;
  const broken: number[] = [];
  stdin.setEncoding('utf8');
  for await (const raw of linesOf(stdin, maxLineLength)) {
    number += 1;
    const line = number === 1 ? raw.replace(/^\ufeff/, '') : raw;
    if (!line.trim()) continue;
    asked += 1;
    const answered = answerLine(line);
    if (typeof answered === 'string') broken.push(number);
    const output = typeof answered === 'string' ? { id: null, line: number, error: answered } : answered;
    await write(stdout, `${JSON.stringify(output)}\n`);
  }
  if (!broken.length) return 0;
  const lines = `${broken.slice(0, 20).join(', ')}${broken.length > 20 ? ', …' : ''}`;
  await write(stderr, `${say('batchBroken', { broken: broken.length, asked, lines })}\n`);
  return 1;
}

/** @throws {SetupError} at a line that is too long to be a question */
async function boundedBatch(options: BatchOptions, context: CliContext, say: Say): Promise<number> {
  try {
    return await batch(options, context, say);
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw new SetupError(cliText('lineTooLong', { line: error.number, most: maxLineLength }), []);
  }
}

/** @returns the exit code */
async function ask(words: readonly string[], options: AskOptions, context: CliContext, say: Say): Promise<number> {
  const { settings, stdin, stdout } = context;
  if (options.batch) {
    if (words.length) throw new SetupError(cliText('batchTakesNone'), []);
    return boundedBatch(options, context, say);
  }
  const question = await findQuestion(words, stdin);
  const packs = loadPacks(settings.knowledge);
  const now = clock(options.now, packs[0]!.facts.timeZone, context.now);
  const answer = openAssistant(packs, settings).answer({ text: question, at: now(), conversation: 'ask', user: 'ask' });
  const text = renderText(answer.card);
  if (options.json) {
    const { outcome: kind, records, pack, card, trace, query, readings } = answer;
    const more = { ...(query ? { query } : {}), ...(readings ? { readings } : {}) };
    const line = { id: 'ask', kind, records, text, pack, ...more, sources: card.sources, choices: card.choices };
    await write(stdout, `${JSON.stringify(options.explain ? { ...line, trace } : line)}\n`);
  } else await write(stdout, options.explain ? `${text}\n\n${explained(answer.trace)}` : `${text}\n`);
  return answer.outcome === 'failed' ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  program
    .command('ask [question...]')
    .description(help('ask'))
    .option('--now <time>', help('askNow'))
    .option('--json', help('askJson'))
    .option('--batch', help('askBatch'))
    .option('--explain', help('askExplain'))
    .addHelpText('after', help('askAfter'))
    .action(async (words: string[], options: AskOptions) => {
      done(await ask(words, options, contexts.packs(), say));
    });
}
