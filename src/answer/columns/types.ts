/** The types that a column of records can have, and what reading one gives. */
import type { Month } from '../../knowledge/month.ts';
import type { PlanRecord, RecordKind } from '../../model/plan.ts';

/** A span of months, both ends included; a missing start means the end alone. */
export interface MonthSpan {
  from: Month;
  to: Month;
}

/** Every month that a cell states; none where it is empty. */
export type Months = readonly (MonthSpan | 'ongoing')[];

interface Typed<T extends string, V> {
  name: string;
  type: T;
  read: (record: PlanRecord) => V;
  /** What people call it, for a column of no known role; the grammar's own words name the others. */
  words?: readonly string[];
  /** What its numbers are printed in (万元). */
  unit?: string;
  /** The heading of a column of the plan's own: no known role. */
  extra?: true;
}

export type Column =
  | Typed<'units', readonly string[]>
  | Typed<'month', Months>
  | Typed<'text', string | undefined>
  | Typed<'number', number | undefined>
  | Typed<'flag', boolean>
  /** Ids of linked records, all of one kind. */
  | (Typed<'reference', readonly string[]> & { kind: RecordKind });
