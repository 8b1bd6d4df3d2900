/** A list of records as a table: headings as the plan prints them, with a source column. */

import { column, type Formatter } from '../language/format.ts';
import { citedHead } from '../model/pack/cited-name.ts';
import type { PlanRecord, RecordKind, UnitCell } from '../model/plan.ts';
import { deadlineDay } from './deadline-day.ts';
import { exportText } from './messages.ts';

export type Cell = string | number | Date | undefined;

interface TableColumn {
  heading: string;
  /** In characters of a digit's width, as spreadsheets measure columns. */
  width: number;
  type: 'text' | 'number' | 'date';
}

export interface Table {
  columns: TableColumn[];
  rows: Cell[][];
}

interface Field extends TableColumn {
  read: (record: PlanRecord) => Cell;
}

const unitsOf = (cell: UnitCell | undefined) => cell?.units.join('、');

const titleOf = (record: PlanRecord) => ('title' in record ? record.title.text : undefined);
const responsibleOf = (record: PlanRecord) => ('responsible' in record ? unitsOf(record.responsible) : undefined);
const cooperatingOf = (record: PlanRecord) => ('cooperating' in record ? unitsOf(record.cooperating) : undefined);
const leaderOf = (record: PlanRecord) => ('leader' in record ? record.leader?.text : undefined);

function deadlineText(record: PlanRecord): string | undefined {
  if (record.kind === 'phase') return record.period.text;
  return 'deadline' in record ? record.deadline?.cell.text : undefined;
}

/** Fields of one kind of record; those that no record fills are left out. */
function fieldsOf(formatter: Formatter, kind: RecordKind): Field[] {
  const word = exportText[formatter.language];
  const heading = (role: string, usual: string) => column(formatter, kind, role) || usual;
  return [
    { heading: heading('number', word.number), width: 7, type: 'number', read: ({ number }) => number },
    { heading: word.title, width: 30, type: 'text', read: titleOf },
    {
      heading: heading(kind === 'indicator' ? 'name' : 'content', word.text),
      width: 70,
      type: 'text',
      read: ({ text }) => text.text,
    },
    {
      heading: word.starred,
      width: 5,
      type: 'text',
      read: (record) => (record.kind === 'task' && record.starred ? '★' : undefined),
    },
    {
      heading: heading('target', word.target),
      width: 14,
      type: 'text',
      read: (record) => (record.kind === 'indicator' ? record.target.text : undefined),
    },
    {
      heading: heading('measuredIn', word.measuredIn),
      width: 10,
      type: 'text',
      read: (record) => (record.kind === 'indicator' ? record.measuredIn.text : undefined),
    },
    { heading: heading('responsible', word.responsible), width: 24, type: 'text', read: responsibleOf },
    { heading: heading('cooperating', word.cooperating), width: 36, type: 'text', read: cooperatingOf },
    { heading: heading('leader', word.leader), width: 24, type: 'text', read: leaderOf },
    { heading: heading('deadline', word.deadline), width: 14, type: 'text', read: deadlineText },
    { heading: word.dueOn, width: 12, type: 'date', read: deadlineDay },
  ];
}

/** Records of one plan. */
interface TablePart {
  formatter: Formatter;
  records: readonly PlanRecord[];
}

/** @param parts all records of one kind; of several kinds or plans, the fields of the first */
export function tableOf(parts: readonly TablePart[]): Table {
  const [first] = parts;
  const all = parts.flatMap(({ records }) => records);
  if (!first) return { columns: [], rows: [] };
  const fields = fieldsOf(first.formatter, all[0]?.kind ?? 'task').filter(({ read }) =>
    all.some((record) => read(record) !== undefined),
  );
  const source = { heading: exportText[first.formatter.language].source, width: 34, type: 'text' } as const;
  return {
    columns: [...fields.map(({ heading, width, type }) => ({ heading, width, type })), source],
    rows: parts.flatMap(({ formatter, records }) => {
      const head = citedHead(formatter.pack);
      return records.map((record) => [...fields.map(({ read }) => read(record)), `${head}${record.place}`]);
    }),
  };
}
