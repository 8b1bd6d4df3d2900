/** `qinzhi questions`: what was asked in vain, as a list or a table for a spreadsheet. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeWhole } from '../knowledge/write.ts';
import { SetupError } from '../model/fault.ts';
import { groupQuestions, type QuestionGroup } from '../store/questions.ts';
import type { CliContexts, Done, StoreCliContext } from './context.ts';
import { withStore } from './store.ts';
import { addGolden, addPhrasing } from './teach.ts';

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
  throw new SetupError(`--since ${text} is neither a span (30d, 12h, 4w) nor a day (2026-11-01).`, []);
}

const line = ({ count, id, at, text, outcome, useful, records }: QuestionGroup) =>
  [
    `${count}×`.padStart(5),
    at.toISOString().slice(0, 16).replace('T', ' '),
    useful === null ? outcome : `${outcome}, ${useful ? 'useful' : 'useless'}`,
    `#${id}`,
    text,
    records.length ? `(${records.slice(0, 3).join(' ')})` : '',
  ]
    .filter(Boolean)
    .join('  ');

const columns = ['count', 'last', 'outcome', 'useful', 'text', 'door', 'pack', 'records', 'id'] as const;

/** A spreadsheet takes a cell that begins so for a formula; people type such things into a chat. */
const isFormula = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  const text = String(value ?? '');
  const safe = isFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a mark at its beginning by which spreadsheets know UTF-8. */
function toCsv(groups: readonly QuestionGroup[]): string {
  const rows = groups.map(({ count, id, at, text, outcome, useful, door, pack, records }) =>
    [count, at.toISOString(), outcome, useful, text, door, pack, records.join(' '), id].map(cell).join(','),
  );
  return `\ufeff${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/** @returns the exit code */
const listQuestions = (options: QuestionsOptions, context: StoreCliContext): Promise<number> => {
  const { useless, all, csv, json, limit } = options;
  if ([options.inVain, useless, all].filter(Boolean).length > 1)
    throw new SetupError('Of --in-vain, --useless and --all only one can hold.', []);
  if (!/^[1-9]\d{0,6}$/.test(limit)) throw new SetupError(`--limit ${limit} is no number.`, []);
  const since = readSince(options.since, context.now());
  return withStore(context, async ({ db }) => {
    const which = all ? 'all' : useless ? 'useless' : 'in-vain';
    const groups = await groupQuestions(db, since, which, Number(limit));
    if (csv) {
      const path = resolve(csv);
      writeWhole(path, toCsv(groups));
      return `${groups.length} questions → ${path}`;
    }
    if (json) return groups.map((group) => JSON.stringify(group)).join('\n');
    return groups.map(line).join('\n') || 'There are none.';
  });
};

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const questions = program
    .command('questions')
    .description('what was asked in the chats in vain, the most frequent first')
    .option('--since <when>', 'a span (30d, 12h, 4w) or a day', '30d')
    .option('--in-vain', 'not found, failed, asked back without a choice, or judged useless (the default)')
    .option('--useless', 'only what was judged useless')
    .option('--all', 'all questions')
    .option('--csv <file>', 'write a table for a spreadsheet')
    .option('--json', 'JSON lines')
    .option('--limit <count>', 'how many', '50')
    .addHelpText(
      'after',
      `
Phone numbers, ID numbers and addresses in them are masked; people and rooms are kept as hashes.

Examples:
  qinzhi questions --since 7d
  qinzhi questions --useless --csv useless.csv
  qinzhi questions phrasing 123 task:24
  qinzhi questions golden "PCT一件能报销几万" outside`,
    )
    .action(async (options: QuestionsOptions) => {
      done(await listQuestions(options, contexts.store()));
    });
  const learning = () => ({ ...contexts.packs(), store: contexts.store().settings });
  questions
    .command('phrasing <question> <record>')
    .description('teach a pack that this question (its number here, or its words) means a record, channel:… or outside')
    .option('--pack <id>', 'of which pack (needed where there are several)')
    .action(async (question: string, record: string, options: { pack?: string }) => {
      done(await addPhrasing(question, record, options, learning()));
    });
  questions
    .command('golden <question> <record...>')
    .description(
      'make it a golden case: the first record stated is to be one of these; outside = the plan does not say it',
    )
    .option('--pack <id>', 'of which pack (needed where there are several)')
    .option('--set', 'the list is to be exactly these')
    .action(async (question: string, records: string[], options: { pack?: string; set?: boolean }) => {
      done(await addGolden(question, records, options, learning()));
    });
}
