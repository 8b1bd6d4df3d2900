/** What the plan's tables and text say of one record beside its words: units, deadlines, people, targets, and the plan's own columns. */
import { type Formatter, formatDeadline, units } from '../../language/format.ts';
import { deadlinesOf, type PlanRecord, unitCellsOf } from '../../model/plan.ts';
import type { Aspect } from '../analyse/parse-question.ts';
import { cellOf } from '../columns/extra.ts';
import type { Column } from '../columns/types.ts';
import { columnsFor } from '../execute/execute.ts';
import { columnName } from './describe.ts';

export interface Fact {
  label: string;
  value: string;
}
export type FactKey = Aspect | 'period';
export type Facts = Partial<Record<FactKey, Fact>>;

/** A column's name as the label of a cell. */
function labelOf(formatter: Formatter, record: PlanRecord, role: string): string {
  if (role === 'responsible' && formatter.language === 'en') return formatter.say('ledBy');
  const name = columnName(formatter, record.kind, role);
  return `${name[0]!.toUpperCase()}${name.slice(1)}`;
}

/** Units of each role; a record that names nobody where its table has the column says so. */
function roles(formatter: Formatter, record: PlanRecord): Facts {
  const { say } = formatter;
  const has = (role: string) => columnsFor(formatter.pack).of(record.kind, role) !== undefined;
  const [responsible, cooperating] =
    'responsible' in record ? [record.responsible, record.cooperating] : [undefined, undefined];
  const label = (role: string) => labelOf(formatter, record, role);
  const printed = (cell: typeof responsible) =>
    cell?.open ? `${units(cell.units)}${cell.open}` : units(cell?.units ?? []);
  const named = unitCellsOf(record).some((cell) => cell.units.length);
  const row = record.kind === 'task' || record.kind === 'support';
  return {
    ...(responsible && (row || responsible.units.length)
      ? {
          responsible: {
            label: label('responsible'),
            value: printed(responsible) || say('noCooperating'),
          },
        }
      : {}),
    ...(has('cooperating') && (record.kind === 'task' || cooperating?.units.length) && named
      ? {
          cooperating: {
            label: label('cooperating'),
            value: cooperating ? printed(cooperating) : say('noCooperating'),
          },
        }
      : {}),
  };
}

/** All that the plan says of a record, by aspect. */
export function factsOf(formatter: Formatter, record: PlanRecord): Facts {
  const { say } = formatter;
  if (record.kind === 'phase') return { period: { label: say('periodLabel'), value: record.period.text } };
  const facts: Facts = roles(formatter, record);
  if (record.kind === 'indicator')
    facts.target = {
      label: labelOf(formatter, record, 'target'),
      value: `${record.target.text}${record.measuredIn.text}`,
    };
  if (deadlinesOf(record).length) {
    const value = formatDeadline(formatter, record);
    if (value) facts.deadline = { label: labelOf(formatter, record, 'deadline'), value };
  }
  if (record.kind !== 'task' && record.kind !== 'support') return facts;
  if (record.kind === 'task' && columnsFor(formatter.pack).of('task', 'starred'))
    facts.star = { label: say('starLabel'), value: say(record.starred ? 'starMarked' : 'starUnmarked') };
  if (columnsFor(formatter.pack).of(record.kind, 'leader'))
    facts.leader = {
      label: labelOf(formatter, record, 'leader'),
      value: record.leader?.text ?? say('notPrinted'),
    };
  return facts;
}

/** A cell of a column of the plan's own, as printed; with the unit of its heading where the cell has none. */
function cellText(record: PlanRecord, { name, unit }: Column): string | undefined {
  const cell = cellOf(record, name.replace(/\*$/, ''));
  if (!cell?.cell.text) return undefined;
  const bare = unit && /\d$/.test(cell.cell.text);
  return bare ? `${cell.cell.text}${unit}` : cell.cell.text;
}

/** 投资估算 for 投资估算（万元）, where the value ends with the unit. */
function withoutUnit(heading: string, value: string | undefined): string {
  const label = heading.replace(/\*$/, '');
  const unit = /[(（](?:单位[:：])?([^()（）]{1,6})[)）]$/.exec(label);
  return unit && value?.endsWith(unit[1]!) ? label.slice(0, unit.index) : label;
}

/** The plan's own columns that are asked, or all; one that is asked and empty says so. */
export function extraFacts(formatter: Formatter, record: PlanRecord, wanted: readonly string[] | 'all'): Fact[] {
  return columnsFor(formatter.pack)
    .list(record.kind)
    .filter(({ extra, name }) => extra && (wanted === 'all' || wanted.includes(name)))
    .flatMap((one) => {
      const value = cellText(record, one);
      if (value === undefined && wanted === 'all') return [];
      return [{ label: withoutUnit(one.name, value), value: value ?? formatter.say('noCooperating') }];
    });
}
