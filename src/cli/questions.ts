/** `qinzhi questions`: unanswered questions, as a list or a CSV table. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeWhole } from '../knowledge/files/write.ts';
import { SetupError } from '../model/fault.ts';
import { jsonLine, printable } from '../shared/mask.ts';
import { groupQuestions, type QuestionGroup } from '../store/questions.ts';
import type { CliContexts, Done, StoreCliContext } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';
import { addGolden, addPhrasing } from './packs/add-question.ts';
import { withStore } from './store.ts';

interface QuestionsOptions {
  since: string;
  inVain?: boolean;
  useless?: boolean;
  all?: boolean;
  csv?: string;
  json?: boolean;
  limit: string;
}

const unitMs = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** 30d, 12h, 4w, or a day. @throws {SetupError} */
function readSince(text: string, now: Date): Date {
  const span = /^([1-9]\d{0,4})([hdw])$/.exec(text);
  if (span) return new Date(now.getTime() - Number(span[1]) * unitMs[span[2] as keyof typeof unitMs]);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day && !Number.isNaN(day.getTime())) return day;
  throw new SetupError(cliText('sinceWrong', { value: text }), []);
}

const lineOf = ({ count, id, at, text, outcome, useful, records }: QuestionGroup, say: Say) =>
  [
    `${count}×`.padStart(5),
    at.toISOString().slice(0, 16).replace('T', ' '),
    useful === null ? outcome : `${outcome}, ${say(useful ? 'useful' : 'useless')}`,
    `#${id}`,
    printable(text),
    records.length ? `(${records.slice(0, 3).join(' ')})` : '',
  ]
    .filter(Boolean)
    .join('  ');

const columns = ['count', 'last', 'outcome', 'useful', 'text', 'door', 'pack', 'records', 'id'] as const;

/** A spreadsheet would run a cell that begins so as a formula. */
const isFormula = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  const text = String(value ?? '');
  const safe = isFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Begins with a byte order mark, by which spreadsheets recognise UTF-8. */
function toCsv(groups: readonly QuestionGroup[]): string {
  const rows = groups.map(({ count, id, at, text, outcome, useful, door, pack, records }) =>
    [count, at.toISOString(), outcome, useful, text, door, pack, records.join(' '), id].map(cell).join(','),
  );
  return `\ufeff${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/** @returns the exit code */
const listQuestions = (options: QuestionsOptions, context: StoreCliContext, say: Say): Promise<number> => {
  const { useless, all, csv, json, limit } = options;
  if ([options.inVain, useless, all].filter(Boolean).length > 1) throw new SetupError(cliText('onlyOneOf'), []);
  if (!/^[1-9]\d{0,6}$/.test(limit)) throw new SetupError(cliText('limitWrong', { value: limit }), []);
  const since = readSince(options.since, context.now());
  return withStore(context, async ({ db }) => {
    const which = all ? 'all' : useless ? 'useless' : 'in-vain';
    const groups = await groupQuestions(db, since, which, Number(limit));
    if (csv) {
      const path = resolve(csv);
      // It holds what people asked.
      writeWhole(path, toCsv(groups), 0o600);
      return say('questionsWritten', { count: groups.length, file: path });
    }
    if (json) return groups.map(jsonLine).join('\n');
    return groups.map((group) => lineOf(group, say)).join('\n') || say('noneListed');
  });
};

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  const questions = program
    .command('questions')
    .description(help('questions'))
    .option('--since <when>', help('questionsSince'), '30d')
    .option('--in-vain', help('questionsInVain'))
    .option('--useless', help('questionsUseless'))
    .option('--all', help('questionsAll'))
    .option('--csv <file>', help('questionsCsv'))
    .option('--json', help('jsonLines'))
    .option('--limit <count>', help('limit'), '50')
    .addHelpText('after', help('questionsAfter'))
    .action(async (options: QuestionsOptions) => {
      done(await listQuestions(options, contexts.store(), say));
    });
  const learning = () => ({ ...contexts.packs(), store: contexts.store().settings });
  questions
    .command('phrasing <question> <record>')
    .description(help('questionsPhrasing'))
    .option('--pack <id>', help('questionsPack'))
    .action(async (question: string, record: string, options: { pack?: string }) => {
      done(await addPhrasing(question, record, options, learning(), say));
    });
  questions
    .command('golden <question> <record...>')
    .description(help('questionsGolden'))
    .option('--pack <id>', help('questionsPack'))
    .option('--set', help('questionsSet'))
    .action(async (question: string, records: string[], options: { pack?: string; set?: boolean }) => {
      done(await addGolden(question, records, options, learning(), say));
    });
}
