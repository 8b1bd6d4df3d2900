/** Columns of a plan's own tables that have no known role (经费, 责任处室, 推广范围), by the type that the importer found for their cells. */
import { loadColumnWords } from '../../knowledge/load-common.ts';
import { parseMonth } from '../../knowledge/month.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord, RecordKind } from '../../model/plan.ts';
import type { Column } from './types.ts';
import { columnWords } from './words.ts';

type Extra = NonNullable<KnowledgePack['plan']['annexes'][number]['extra']>[number];
type Cells = NonNullable<Extract<PlanRecord, { kind: 'task' }>['columns']>;
type Cell = Cells[string];

export const cellOf = (record: PlanRecord, heading: string): Cell | undefined =>
  'columns' in record ? record.columns?.[heading] : undefined;

/** Large numbers are printed in several units; they are compared in the first that the column prints. */
const scales: Readonly<Record<string, number>> = { 元: 1, 千元: 1e3, 万元: 1e4, 万: 1e4, 亿元: 1e8, 亿: 1e8 };

function inUnit(cell: Extract<Cell, { type: 'number' }>, unit: string | undefined): number {
  const [from, to] = [scales[cell.unit ?? ''], scales[unit ?? '']];
  return from && to && from !== to ? (cell.value * from) / to : cell.value;
}

/** The unit in brackets behind the heading (经费（万元）), else that of the first cell that prints one. */
function unitOf(heading: string, cells: readonly Cell[]): string | undefined {
  const inHeading = /[(（](?:单位[:：])?([^()（）]{1,6})[)）]$/.exec(heading)?.[1];
  return inHeading ?? cells.map((cell) => ('unit' in cell ? cell.unit : undefined)).find(Boolean);
}

interface Described {
  name: string;
  words: readonly string[];
  cells: readonly Cell[];
}

function columnOf(heading: string, type: Extra['type'], { name, words, cells }: Described): Column {
  const base = { name, words, extra: true } as const;
  const cell = (record: PlanRecord) => cellOf(record, heading);
  switch (type) {
    case 'units':
      return {
        ...base,
        type,
        read: (record) => {
          const found = cell(record);
          return found?.type === 'units' ? found.units : [];
        },
      };
    case 'month':
      return {
        ...base,
        type,
        read: (record) => {
          const found = cell(record);
          if (found?.type !== 'month') return [];
          const month = parseMonth(found.month);
          return [{ from: month, to: month }];
        },
      };
    case 'number': {
      const unit = unitOf(heading, cells);
      return {
        ...base,
        type,
        ...(unit ? { unit } : {}),
        read: (record) => {
          const found = cell(record);
          return found?.type === 'number' ? inUnit(found, unit) : undefined;
        },
      };
    }
    case 'flag':
      return {
        ...base,
        type,
        read: (record) => {
          const found = cell(record);
          return found?.type === 'flag' && found.value;
        },
      };
    case 'text':
      return { ...base, type, read: (record) => cell(record)?.cell.text };
  }
}

/**
 * The columns of no known role that the tables of a kind have.
 * @param taken names that the kind's own columns have: a heading of that name gets a mark
 */
export function extraColumns(pack: KnowledgePack, kind: RecordKind, taken: ReadonlySet<string>): Column[] {
  const types = new Map<string, Extra['type']>();
  for (const annex of pack.plan.annexes)
    for (const { name, type } of annex.kind === kind ? (annex.extra ?? []) : []) {
      const other = types.get(name);
      types.set(name, other === undefined || other === type ? type : 'text');
    }
  if (!types.size) return [];
  const alike = loadColumnWords();
  const records = [...pack.records.values()].filter((record) => record.kind === kind);
  return [...types].map(([heading, type]) => {
    const cells = records.flatMap((record) => cellOf(record, heading) ?? []);
    const name = taken.has(heading) ? `${heading}*` : heading;
    return columnOf(heading, type, { name, words: columnWords(heading, alike), cells });
  });
}
