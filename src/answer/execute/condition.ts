/** Turns a condition into a predicate over records, by the types of the columns that it names. */
import { type Month, parseMonth } from '../../knowledge/month.ts';
import { isWithin } from '../../knowledge/select.ts';
import type { PlanRecord, RecordKind } from '../../model/plan.ts';
import type { Columns } from '../columns/columns.ts';
import type { Column, MonthSpan, Months } from '../columns/types.ts';
import type { Condition, Test } from '../query.ts';

export type Predicate = (record: PlanRecord) => boolean;

/** A condition that this kind of record can't be tested for. */
export interface Lacking {
  kind: RecordKind;
  column: string;
  /** Set where the column exists, but takes no such test. */
  is?: string;
}

export interface Scope {
  columns: Columns;
  records: ReadonlyMap<string, PlanRecord>;
  kind: RecordKind;
  /** The asker's month: what `past` and `open` are measured from. */
  current: Month;
}

const squeeze = (text: string) => text.replace(/\s/g, '').toLowerCase();

/** A cell of people: does one of them hold this office, or does a general name (市政府领导) stand in it with gaps? */
function isOf(cell: string, office: string): boolean {
  return squeeze(cell)
    .split('、')
    .some((person) => person.startsWith(office) || (office.endsWith('领导') && isWithin(office, person)));
}

/** The months that a test allows; both ends included, a missing one is open; undefined where it is no test of months. */
export function monthsAllowed(test: Test, current: Month): { from?: Month; to?: Month } | undefined {
  switch (test.is) {
    case 'on':
      return { from: parseMonth(test.month), to: parseMonth(test.month) };
    case 'before':
      return { to: parseMonth(test.month) - 1 };
    case 'by':
      return { to: parseMonth(test.month) };
    case 'after':
      return { from: parseMonth(test.month) + 1 };
    case 'from':
      return { from: parseMonth(test.month) };
    case 'within':
      return { from: parseMonth(test.from), to: parseMonth(test.to) };
    case 'past':
      return { to: current - 1 };
    case 'open':
      return { from: current };
    default:
      return undefined;
  }
}

/** A cell with several months meets a test with any of them; it has passed with the last. */
function onMonth(test: Test, current: Month): ((months: Months) => boolean) | undefined {
  if (test.is === 'empty') return (months) => months.length === 0;
  if (test.is === 'ongoing') return (months) => months.includes('ongoing');
  const allowed = monthsAllowed(test, current);
  if (!allowed) return undefined;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = allowed;
  const within = (span: MonthSpan | 'ongoing') => {
    // What has no end has not passed.
    if (span === 'ongoing') return test.is === 'open';
    return span.to >= from && span.from <= to;
  };
  if (test.is === 'past') return (months) => months.length > 0 && months.every(within);
  return (months) => months.some(within);
}

function onUnits(test: Test): ((units: readonly string[]) => boolean) | undefined {
  switch (test.is) {
    case 'has':
      return (units) => test.units.some((unit) => units.includes(unit));
    case 'has-all':
      return (units) => test.units.every((unit) => units.includes(unit));
    case 'has-none':
      return (units) => !test.units.some((unit) => units.includes(unit));
    case 'only':
      return (units) =>
        units.length > 0 && [...units, ...test.units].every((u) => units.includes(u) && test.units.includes(u));
    case 'empty':
      return (units) => units.length === 0;
    case 'count': {
      const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = test;
      return (units) => units.length >= atLeast && units.length <= atMost;
    }
    default:
      return undefined;
  }
}

function onText(test: Test): ((text: string | undefined) => boolean) | undefined {
  if (test.is === 'empty') return (text) => !text?.trim();
  if (test.is !== 'contains' && test.is !== 'equals' && test.is !== 'of') return undefined;
  const wanted = squeeze(test.text);
  if (test.is === 'contains') return (text) => text !== undefined && squeeze(text).includes(wanted);
  if (test.is === 'equals') return (text) => text !== undefined && squeeze(text) === wanted;
  return (text) => text !== undefined && isOf(text, wanted);
}

function onNumber(test: Test): ((value: number | undefined) => boolean) | undefined {
  const given = (holds: (value: number) => boolean) => (value: number | undefined) =>
    value !== undefined && holds(value);
  switch (test.is) {
    case 'at-least':
      return given((value) => value >= test.value);
    case 'at-most':
      return given((value) => value <= test.value);
    case 'above':
      return given((value) => value > test.value);
    case 'below':
      return given((value) => value < test.value);
    case 'between':
      return given((value) => value >= test.low && value <= test.high);
    case 'empty':
      return (value) => value === undefined;
    default:
      return undefined;
  }
}

/** The test on one column, or undefined where the column's type takes no such test. */
function onColumn(column: Column, test: Test, current: Month): Predicate | undefined {
  const reading = <V>(read: (record: PlanRecord) => V, holds: ((value: V) => boolean) | undefined) =>
    holds && ((record: PlanRecord) => holds(read(record)));
  switch (column.type) {
    case 'units':
      return reading(column.read, onUnits(test));
    case 'month':
      return reading(column.read, onMonth(test, current));
    case 'text':
      return reading(column.read, onText(test));
    case 'number':
      return reading(column.read, onNumber(test));
    case 'flag':
      return test.is === 'yes' || test.is === 'no'
        ? (record) => column.read(record) === (test.is === 'yes')
        : undefined;
    case 'reference': {
      if (test.is === 'empty') return (record) => column.read(record).length === 0;
      if (test.is !== 'linked') return undefined;
      const wanted = new Set(test.to);
      return (record) => column.read(record).some((id) => wanted.has(id));
    }
  }
}

/** A kind that lacks the column is tested by its linked records where they have it: a measure by its tasks. */
function hop(test: Test, scope: Scope): Predicate | undefined {
  for (const link of scope.columns.list(scope.kind)) {
    if (link.type !== 'reference') continue;
    const column = scope.columns.of(link.kind, test.column);
    const holds = column && onColumn(column, test, scope.current);
    if (holds)
      return (record) =>
        link.read(record).some((id) => {
          const linked = scope.records.get(id);
          return linked !== undefined && holds(linked);
        });
  }
  return undefined;
}

/** Compiles a condition; what can't be tested is added to `lacking`, and then holds for no record. */
export function compileCondition(condition: Condition, scope: Scope, lacking: Lacking[]): Predicate {
  if ('all' in condition) {
    const parts = condition.all.map((part) => compileCondition(part, scope, lacking));
    return (record) => parts.every((part) => part(record));
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => compileCondition(part, scope, lacking));
    return (record) => parts.some((part) => part(record));
  }
  if ('not' in condition) {
    const part = compileCondition(condition.not, scope, lacking);
    return (record) => !part(record);
  }
  if ('ids' in condition) {
    const ids = new Set(condition.ids);
    return (record) => ids.has(record.id);
  }
  const column = scope.columns.of(scope.kind, condition.column);
  const holds = column ? onColumn(column, condition, scope.current) : hop(condition, scope);
  if (holds) return holds;
  lacking.push({ kind: scope.kind, column: condition.column, ...(column ? { is: condition.is } : {}) });
  return () => false;
}
