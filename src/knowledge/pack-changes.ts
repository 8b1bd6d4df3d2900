/** Adds a question to a pack as a phrasing or a golden case, and contacts of service points; a file that the pack can't be loaded with is restored. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { readTextFile } from '../shared/read-file.ts';
import { formatJson } from './files/format-json.ts';
import { writeWhole } from './files/write.ts';
import { readGolden } from './golden.ts';
import { loadPack } from './load.ts';
import { packText } from './messages.ts';
import { formatPhrasingTable, readPhrasingTable, tableOf } from './phrasings.ts';

const goldenFile = 'golden/from-questions.jsonl';

/** A file as it will be. */
interface FileChange {
  path: string;
  content: string;
}

export const foldedQuestion = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

export const isTarget = (pack: KnowledgePack, target: string) =>
  target === 'outside' ||
  pack.records.has(target) ||
  pack.servicePoints.some(({ id }) => target === `service-point:${id}`);

/** The target whose phrasing the text is already. */
export const phrasedAs = (pack: KnowledgePack, text: string): string | undefined =>
  pack.phrasings.find((one) => foldedQuestion(one.text) === foldedQuestion(text))?.target;

const oneLineOf = (text: string) => text.replace(/\s+/g, ' ').trim();

export function phrasingChange(pack: KnowledgePack, text: string, target: string): FileChange {
  const folder = join(pack.dir, 'phrasings');
  // The pack was loaded from these tables, so they have no faults.
  const rows = readPhrasingTable(folder, tableOf(target), []);
  return {
    path: join(folder, tableOf(target)),
    content: formatPhrasingTable([...rows, { target, text: oneLineOf(text) }]),
  };
}

/** A question with the moment at which it was asked; `id`: of the log, absent for one that was typed. */
interface AskedQuestion {
  id: string | undefined;
  text: string;
  at: Date;
}

/** @returns undefined where the question is a golden case already */
export function goldenChange(
  pack: KnowledgePack,
  { id, text, at }: AskedQuestion,
  { targets, isSet }: { targets: readonly string[]; isSet: boolean },
): (FileChange & { line: string }) | undefined {
  const path = join(pack.dir, goldenFile);
  const before = existsSync(path) ? readTextFile(path) : '';
  const { timeZone } = pack.facts;
  const there = before ? readGolden(path, timeZone, []) : [];
  if (there.some(({ question }) => foldedQuestion(question.text) === foldedQuestion(text))) return undefined;
  const now = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
  const line = JSON.stringify({
    id: `asked-${id === undefined ? there.length + 1 : `q${id}`}`,
    q: text,
    now,
    [isSet ? 'gold_set' : 'gold']: targets.filter((target) => target !== 'outside'),
  });
  return { path, content: `${before}${before && !before.endsWith('\n') ? '\n' : ''}${line}\n`, line };
}

/** An empty text removes the contact. */
export function contactChange(
  pack: KnowledgePack,
  { servicePoint, text, confirmedOn }: KnowledgePack['contacts'][number],
): FileChange {
  const path = join(pack.dir, 'contacts.json');
  const file = existsSync(path) ? (JSON.parse(readTextFile(path)) as object) : {};
  const others = pack.contacts.filter((one) => one.servicePoint !== servicePoint);
  const contacts = text ? [...others, { servicePoint, text, confirmedOn }] : others;
  return { path, content: formatJson({ ...file, contacts }) };
}

/**
 * Writes the file, and restores it where the pack can't be loaded with it.
 * @throws {SetupError} with every fault
 */
export function writeChange(pack: KnowledgePack, { path, content }: FileChange): void {
  const before = existsSync(path) ? readFileSync(path) : undefined;
  writeWhole(path, content);
  try {
    loadPack(pack.dir);
    const faults: Fault[] = [];
    if (path.endsWith(goldenFile)) readGolden(path, pack.facts.timeZone, faults);
    if (faults.length) throw new SetupError(packText('goldenWrong'), faults);
  } catch (error) {
    if (before === undefined) rmSync(path);
    else writeWhole(path, before);
    throw error;
  }
}
