/** Conditions of a query from the roles of its mentions, by the columns that the kind of record has. */
import { type Month, numberOf, yearOf } from '../../../knowledge/month.ts';
import type { RecordKind } from '../../../model/plan.ts';
import { monthColumn } from '../../columns/columns.ts';
import { anyOf, type Condition, notOf } from '../../query.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { Mention } from './mentions.ts';

/** A role that was chosen for mentions that mean the same. */
export interface Chosen {
  mention: Mention;
  role: string;
}

const columnOfRole: Record<string, string> = { lead: 'responsible', coop: 'cooperating', any: 'units' };

const monthText = (month: Month) => `${yearOf(month)}-${String(numberOf(month)).padStart(2, '0')}`;

type UnitMention = Extract<Mention, { type: 'unit' }>;

/** The names that a unit has in this kind of record: 检察院 in a list of the province's is the province's. */
export function namesIn(units: readonly string[], kind: RecordKind, gazetteer: Gazetteer): string[] {
  if (kind !== 'support' || units.some((unit) => gazetteer.standsIn(unit, kind))) return [...units];
  return units.map((unit) => gazetteer.counterpart(unit, kind) ?? unit);
}

/** `+coop-lead` → has it as cooperating and not as responsible; undefined for roles that are no condition of a unit. */
export function unitConditions(
  mention: UnitMention,
  role: string,
  kind: RecordKind,
  gazetteer: Gazetteer,
): Condition[] {
  const units = namesIn(mention.units, kind, gazetteer);
  if (role === 'with')
    return [
      { column: 'responsible', is: 'has', units },
      { column: 'responsible', is: 'count', atLeast: 2 },
    ];
  const only = /^only-(\w+)$/.exec(role)?.[1];
  if (only) return [{ column: columnOfRole[only]!, is: 'only', units }];
  return [...role.matchAll(/([+-])(lead|coop|any)/g)].map(([, sign, of]) => {
    const has: Condition = { column: columnOfRole[of!]!, is: 'has', units };
    return sign === '+' ? has : notOf(has);
  });
}

/** Who leads: an office as the plan writes it, or a unit by its name. */
export function leaderCondition(mention: Mention, gazetteer: Gazetteer): Condition | undefined {
  if (mention.type === 'office') return { column: 'leader', is: 'of', text: mention.office };
  if (mention.type !== 'unit') return undefined;
  return anyOf(mention.units.map((unit) => ({ column: 'leader', is: 'of', text: gazetteer.short(unit) })));
}

interface Bounds {
  from?: Month;
  to?: Month;
}

function boundsTest(column: string, { from, to }: Bounds): Condition | undefined {
  if (from !== undefined && to !== undefined)
    return from === to
      ? { column, is: 'on', month: monthText(from) }
      : { column, is: 'within', from: monthText(from), to: monthText(to) };
  if (from !== undefined) return { column, is: 'from', month: monthText(from) };
  return to === undefined ? undefined : { column, is: 'by', month: monthText(to) };
}

const lower = (a: Month | undefined, b: Month) => (a === undefined ? b : Math.min(a, b));
const higher = (a: Month | undefined, b: Month) => (a === undefined ? b : Math.max(a, b));

/** What a role makes of a span: a bound of one side. */
function bound(span: Bounds, role: string): Bounds {
  const { from, to } = span;
  switch (role) {
    case 'lo_in':
      return from === undefined ? {} : { from };
    case 'lo_ex':
      return to === undefined ? {} : { from: to + 1 };
    case 'hi_in':
      return to === undefined ? {} : { to };
    case 'hi_ex':
      return from === undefined ? {} : { to: from - 1 };
    default:
      return {};
  }
}

const holds = (outer: Bounds, inner: Bounds) =>
  (outer.from ?? Number.NEGATIVE_INFINITY) <= (inner.from ?? Number.NEGATIVE_INFINITY) &&
  (outer.to ?? Number.POSITIVE_INFINITY) >= (inner.to ?? Number.POSITIVE_INFINITY);

/** A year that holds another span says only which: 今年…6月. */
const narrowest = (spans: readonly Bounds[]) =>
  spans.filter((span) => !spans.some((other) => other !== span && holds(span, other) && !holds(other, span)));

/** One condition for what the periods say together: a union of spans, cut by the bounds; exclusions apart. */
export function periodConditions(chosen: readonly Chosen[], kind: RecordKind, contradiction: () => void): Condition[] {
  const column = monthColumn(kind);
  const spans = chosen.flatMap(({ mention, role }) =>
    mention.type === 'period' ? [{ role, from: mention.from, to: mention.to } as { role: string } & Bounds] : [],
  );
  const cut: Bounds = {};
  for (const span of spans) {
    const { from, to } = bound(span, span.role);
    if (from !== undefined) cut.from = higher(cut.from, from);
    if (to !== undefined) cut.to = lower(cut.to, to);
  }
  const on = narrowest(spans.filter(({ role }) => role === 'on'));
  const cutting = (cut.from ?? cut.to) !== undefined;
  const windows: Bounds[] = on.length ? on.map((span) => intersect(span, cut)) : cutting ? [cut] : [];
  if (windows.some(({ from, to }) => from !== undefined && to !== undefined && from > to)) contradiction();
  const held = windows.flatMap((window) => boundsTest(column, window) ?? []);
  const excluded = spans
    .filter(({ role }) => role === 'not')
    .flatMap((span) => boundsTest(column, span) ?? [])
    .map(notOf);
  return [...(held.length ? [anyOf(held)] : []), ...excluded];
}

function intersect(a: Bounds, b: Bounds): Bounds {
  const from = a.from === undefined ? b.from : higher(b.from, a.from);
  const to = a.to === undefined ? b.to : lower(b.to, a.to);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

const countBounds: Record<string, (n: number) => { atLeast?: number; atMost?: number }> = {
  cnt_eq: (n) => ({ atLeast: n, atMost: n }),
  cnt_ge: (n) => ({ atLeast: n }),
  cnt_gt: (n) => ({ atLeast: n + 1 }),
  cnt_le: (n) => ({ atMost: n }),
  cnt_lt: (n) => ({ atMost: n - 1 }),
};
const valueTests: Record<string, 'at-least' | 'above' | 'at-most' | 'below'> = {
  ge: 'at-least',
  gt: 'above',
  le: 'at-most',
  lt: 'below',
};

interface ChosenNumber {
  value: number;
  role: string;
}

const rowIs = (value: number): Condition => ({ column: 'number', is: 'between', low: value, high: value });

/** What one number says by itself; undefined where it is an end of a range or one of several rows. */
function numberCondition({ value, role }: ChosenNumber, counted: string): Condition | undefined {
  if (role === 'row_not') return notOf(rowIs(value));
  if (countBounds[role]) return { column: counted, is: 'count', ...countBounds[role](value) };
  return valueTests[role] && { column: 'target', is: valueTests[role], value };
}

/** Rows between two numbers, or on one side of one. */
function rowRange(low: number | undefined, high: number | undefined): Condition[] {
  const column = 'number';
  if (high === undefined) return low === undefined ? [] : [{ column, is: 'at-least', value: low }];
  return low === undefined ? [{ column, is: 'at-most', value: high }] : [{ column, is: 'between', low, high }];
}

/** Rows by their numbers, cells counted, and values of indicators. `counted` is the column whose cells are counted. */
export function numberConditions(chosen: readonly Chosen[], counted: string): Condition[] {
  const numbers = chosen.flatMap(({ mention, role }) =>
    mention.type === 'number' ? [{ value: mention.value, role }] : [],
  );
  const lastOf = (role: string) => numbers.findLast((one) => one.role === role)?.value;
  const rows = numbers.filter(({ role }) => role === 'row_is').map(({ value }) => rowIs(value));
  return [
    ...numbers.flatMap((number) => numberCondition(number, counted) ?? []),
    ...rowRange(lastOf('row_lo'), lastOf('row_hi')),
    ...(rows.length ? [anyOf(rows)] : []),
  ];
}
