/** The tables of phrasings: how people ask for a record or a service point, and what the plan does not answer. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../model/fault.ts';
import type { KnowledgePack, Phrasing } from '../model/pack/pack.ts';
import { formatTable, readTable } from './files/table.ts';

/** `near_miss_of`: the target that the question looks like and does not mean. */
const phrasingColumns = ['target', 'question', 'near_miss_of'] as const;

/** A phrasing with the file and line that it stands in. */
export interface PlacedPhrasing extends Phrasing {
  file: string;
  line: number;
}

const kinds = ['task', 'support', 'measure', 'indicator', 'phase', 'guarantee', 'group', 'service-point'];

/** The table for a target: `task:5` is in `tasks.tsv`, `service-point:court` in `service-points.tsv`. */
export function tableOf(target: string): string {
  if (target === 'outside') return 'outside.tsv';
  const kind = kinds.find((one) => target.startsWith(`${one}:`));
  return kind ? `${kind}s.tsv` : 'others.tsv';
}

const plain = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
// task:9 before task:10.
const byNumber = new Intl.Collator('en', { numeric: true }).compare;

/** The order of loaded phrasings, whatever row each stands in: what is learned from them depends on their order. */
export function byTarget(a: Phrasing, b: Phrasing): number {
  return plain(a.target, b.target) || plain(a.text, b.text) || plain(a.nearMissOf ?? '', b.nearMissOf ?? '');
}

/** The order of rows in a table: by the record's number, then by text. */
const inTable = (a: Phrasing, b: Phrasing) =>
  (a.target === b.target ? 0 : byNumber(a.target, b.target)) || byTarget(a, b);

interface Reading {
  /** Reads GBK instead of reporting it. */
  acceptGbk?: boolean;
}

/** The rows of one table; none where there is no such file. */
export function readPhrasingTable(
  folder: string,
  name: string,
  faults: Fault[],
  { acceptGbk = false }: Reading = {},
): PlacedPhrasing[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const file = `phrasings/${name}`;
  const { rows } = readTable(path, { columns: phrasingColumns, required: 2, acceptGbk }, faults, file);
  return rows.map(({ line, cells }) => {
    const row: PlacedPhrasing = { file, line, target: cells[0]!, text: cells[1]! };
    if (cells[2]) row.nearMissOf = cells[2];
    return row;
  });
}

/** Every row of every table in `folder`, in the order of the files' names. */
export function readPhrasings(folder: string, faults: Fault[], reading: Reading = {}): PlacedPhrasing[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  return names.sort().flatMap((name) => readPhrasingTable(folder, name, faults, reading));
}

/** The text of a table: sorted, each row once. */
export function formatPhrasingTable(phrasings: readonly Phrasing[]): string {
  const rows = new Map<string, string[]>();
  for (const { target, text, nearMissOf = '' } of [...phrasings].sort(inTable)) {
    const cells = [target, text, nearMissOf];
    rows.set(cells.join('\t'), cells);
  }
  return formatTable(phrasingColumns, rows.values());
}

/** Texts of all tables by file name. */
export function formatPhrasings(phrasings: readonly Phrasing[]): Map<string, string> {
  const tables = Map.groupBy(phrasings, ({ target }) => tableOf(target));
  return new Map([...tables].map(([name, rows]) => [name, formatPhrasingTable(rows)]));
}

/** A pack with fewer phrasings (one just imported) teaches nothing of what it does state: cues decide alone. */
const enoughPhrasings = 150;

export const hasPhrasings = ({ phrasings }: KnowledgePack): boolean =>
  phrasings.filter(({ target }) => target !== 'outside').length >= enoughPhrasings;
