/** `qinzhi phrasings next`: the records that nobody has written questions for, most asked first, with unanswered questions that came near. */
import type { Command } from 'commander';
import { loadPack } from '../../knowledge/load.ts';
import { nameOf, shorten } from '../../language/format.ts';
import { SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { openAssistant } from '../../service/packs/open-assistant.ts';
import { printable } from '../../shared/mask.ts';
import { openStore } from '../../store/open.ts';
import { groupQuestions, type QuestionGroup } from '../../store/questions.ts';
import { type CliContexts, type Done, write } from '../context.ts';
import { cliText } from '../messages/messages.ts';
import { packFolders } from './check.ts';

interface NextOptions {
  limit: string;
  /** Leaves the question log of the database out. */
  offline?: boolean;
}

const wordsShown = 40;
const questionsRead = 2000;
const questionsShown = 3;
/** Records that one question is shown under. */
const nearKept = 2;
/** The log of a year: what was asked longer ago says little of what will be. */
const logMs = 365 * 86_400_000;

/** Questions of the log that were answered with a record, and those without an answer that came near it, by record. */
interface Asked {
  count: Map<string, number>;
  near: Map<string, string[]>;
}

const nothingAsked: Asked = { count: new Map(), near: new Map() };

function add(into: Map<string, string[]>, id: string, text: string): void {
  const same = into.get(id);
  if (same) same.push(text);
  else into.set(id, [text]);
}

function tally(
  pack: KnowledgePack,
  groups: readonly QuestionGroup[],
  assistant: ReturnType<typeof openAssistant>,
): Asked {
  const asked: Asked = { count: new Map(), near: new Map() };
  for (const { text, count, outcome, records, pack: of } of groups) {
    if (of !== null && of !== pack.id) continue;
    if (outcome === 'answer' && records[0]) asked.count.set(records[0], (asked.count.get(records[0]) ?? 0) + count);
    if (outcome === 'not_found' || outcome === 'clarify')
      for (const id of new Set([...records, ...assistant.nearest(pack.id, text, nearKept)])) add(asked.near, id, text);
  }
  return asked;
}

async function questionsOf(contexts: CliContexts): Promise<readonly QuestionGroup[]> {
  const { settings, stderr, now } = contexts.store();
  const store = await openStore(settings, (error) => void stderr.write(`${error}\n`));
  try {
    return await groupQuestions(store.db, new Date(now().getTime() - logMs), 'all', questionsRead);
  } finally {
    await store.close();
  }
}

/** @returns the exit code */
async function next(named: readonly string[], { limit, offline }: NextOptions, contexts: CliContexts): Promise<number> {
  const { say } = contexts;
  const { settings, stdout } = contexts.packs();
  if (!/^[1-9]\d{0,4}$/.test(limit)) throw new SetupError(cliText('limitWrong', { value: limit }), []);
  const groups = offline ? [] : await questionsOf(contexts);
  for (const dir of packFolders(settings.knowledge, named)) {
    const pack = loadPack(dir);
    const { count, near } = groups.length ? tally(pack, groups, openAssistant([pack], settings)) : nothingAsked;
    const written = new Set(pack.phrasings.map(({ target }) => target));
    const silent = [...pack.records.values()]
      .filter(({ id, kind }) => !written.has(id) && kind !== 'group')
      .map((record) => ({ record, asked: count.get(record.id) ?? 0, near: near.get(record.id) ?? [] }))
      .sort((a, b) => b.asked + b.near.length - (a.asked + a.near.length));
    await write(stdout, `${pack.id}  ${say('phrasingsNext', { count: silent.length, total: pack.records.size })}\n`);
    for (const { record, asked, near: questions } of silent.slice(0, Number(limit))) {
      const line = `  ${record.id}\t${asked}×\t${shorten(nameOf(record), wordsShown)}`;
      const beside = questions.slice(0, questionsShown).map((text) => `      ? ${printable(text)}`);
      await write(stdout, `${[line, ...beside].join('\n')}\n`);
    }
  }
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('phrasings')
    .description(help('phrasings'))
    .command('next [pack...]')
    .description(help('phrasingsNext'))
    .option('--limit <count>', help('limit'), '20')
    .option('--offline', help('phrasingsOffline'))
    .action(async (packs: string[], options: NextOptions) => {
      done(await next(packs, options, contexts));
    });
}
