/** Loads what is common to all packs: the words of each intent, and what no plan states. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import { Grammar } from '../model/pack/grammar.ts';
import { ColumnWords, type CommonSpeech, Intents, OutsideTopics, UnitNames } from '../model/pack/speech.ts';
import { readJson } from './files/json.ts';
import { readTable } from './files/table.ts';
import { packText } from './messages.ts';

/** The folder of words that are common to all packs; it ships with the program. */
export const commonFolder = fileURLToPath(new URL('../../knowledge/common', import.meta.url));

/** Reads the files of the program once, since each pack that is opened needs them; another folder, which may change, each time. */
function once<T>(read: (dir: string) => T): (dir?: string) => T {
  let known: { value: T } | undefined;
  return (dir = commonFolder) => {
    if (dir !== commonFolder) return read(dir);
    known ??= { value: read(dir) };
    return known.value;
  };
}

const aspectColumns = ['stated', 'question'] as const;
const outsideColumns = ['topic', 'question'] as const;

function readSpeech(dir: string): CommonSpeech {
  const faults: Fault[] = [];
  const words = readJson(join(dir, 'intents.json'), Intents, faults);
  const topics = readJson(join(dir, 'outside-topics.json'), OutsideTopics, faults)?.value.topics ?? [];
  const questions = new Map<string, string[]>(topics.map(({ id }) => [id, []]));
  const table = join(dir, 'outside-questions.tsv');
  if (!existsSync(table)) faults.push(faultIn('outside-questions.tsv', packText('missing')));
  else {
    const { name, rows } = readTable(table, { columns: outsideColumns, required: 2 }, faults);
    for (const { line, cells } of rows) {
      const [topic, question] = cells as [string, string];
      const known = questions.get(topic);
      if (known) known.push(question);
      else faults.push(faultIn(name, packText('notTopic', { topic: topic! }), `${line}`));
    }
  }
  const aspects = readAspects(join(dir, 'aspect-questions.tsv'), faults);
  if (!words || faults.length) throw new SetupError(packText('commonFaulty', { dir }), faults);
  const { intents, fillers, english } = words.value;
  return {
    intents,
    fillers,
    english,
    aspects,
    outside: topics.map((topic) => ({ ...topic, questions: questions.get(topic.id)!.sort() })),
  };
}

/** @throws {SetupError} with every fault of the files. */
export const loadSpeech = once(readSpeech);

function readAspects(file: string, faults: Fault[]): { stated: boolean; question: string }[] {
  if (!existsSync(file)) {
    faults.push(faultIn('aspect-questions.tsv', packText('missing')));
    return [];
  }
  const { rows } = readTable(file, { columns: aspectColumns, required: 2 }, faults);
  return rows.map(({ cells: [stated, question] }) => ({ stated: stated === 'yes', question: question! }));
}

/**
 * The closed words that sets of records are asked for with.
 * @throws {SetupError} with every fault of the file.
 */
export const loadGrammar = once((dir): Grammar => {
  const faults: Fault[] = [];
  const grammar = readJson(join(dir, 'grammar.json'), Grammar, faults);
  if (!grammar) throw new SetupError(packText('commonFaulty', { dir }), faults);
  return grammar.value;
});

/**
 * Lists of words for the same column of a table: what one plan prints as 经费 people also call 资金 or 预算.
 * @throws {SetupError} with every fault of the file.
 */
export const loadColumnWords = once((dir): string[][] => {
  const faults: Fault[] = [];
  const words = readJson(join(dir, 'column-words.json'), ColumnWords, faults);
  if (!words) throw new SetupError(packText('commonFaulty', { dir }), faults);
  return words.value.columns;
});

/**
 * Lists of names for the same kind of unit, without the level before them: 人力资源社会保障局 is 人社局.
 * @throws {SetupError} with every fault of the file.
 */
export const loadUnitNames = once((dir): string[][] => {
  const faults: Fault[] = [];
  const names = readJson(join(dir, 'unit-names.json'), UnitNames, faults);
  if (!names) throw new SetupError(packText('commonFaulty', { dir }), faults);
  return names.value.names;
});
