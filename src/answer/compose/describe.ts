/** Says a typed query in words: each condition as a person of the office would put it, so that the asker sees how the question was read. */
import { numberOf, parseMonth } from '../../knowledge/month.ts';
import { type Formatter, formatMonth, column as headingOf, nameOf, shortName } from '../../language/format.ts';
import type { QueryPhraseKey } from '../../language/query-phrases.ts';
import type { RecordKind } from '../../model/plan.ts';
import { groupsOf } from '../columns/groups.ts';
import { type Condition, conjuncts, type Select, type Test } from '../query.ts';

const capital = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`;

/** What records of a kind are called (任务), and the word that counts them (项). */
export const kindName = (formatter: Formatter, kind: RecordKind, count?: number) =>
  formatter.sayQuery(`${count === 1 ? 'one' : 'kind'}${capital(kind)}` as QueryPhraseKey);
export const counter = (formatter: Formatter, kind: RecordKind) =>
  formatter.sayQuery(`counter${capital(kind)}` as QueryPhraseKey);

const ownNames: Record<string, QueryPhraseKey> = {
  responsible: 'columnResponsible',
  cooperating: 'columnCooperating',
  leader: 'columnLeader',
  number: 'columnNumber',
  deadline: 'columnDeadline',
  units: 'columnUnits',
  group: 'columnGroup',
  measure: 'columnMeasure',
  starred: 'columnStarred',
  text: 'columnText',
  title: 'columnTitle',
  measuredIn: 'columnMeasuredIn',
  target: 'columnTarget',
  tasks: 'columnTasks',
};

/** A column's heading as the plan's table prints it, else the usual word for it. */
export function columnName(formatter: Formatter, kind: RecordKind, column: string): string {
  const printed =
    formatter.language === 'zh' && (headingOf(formatter, kind, column) || headingOf(formatter, 'task', column));
  const own = ownNames[column];
  return printed || (own ? formatter.sayQuery(own) : headingOf(formatter, kind, column) || column);
}

const month = (formatter: Formatter, text: string) => formatMonth(formatter, parseMonth(text));

type RoleKeys = readonly [has: QueryPhraseKey, all: QueryPhraseKey, not: QueryPhraseKey];
const roleKeys: Record<string, RoleKeys> = {
  responsible: ['leads', 'leadsAll', 'leadsNot'],
  cooperating: ['helps', 'helpsAll', 'helpsNot'],
  units: ['takesPart', 'takesPartAll', 'takesPartNot'],
};
const supportKeys: RoleKeys = ['does', 'doesAll', 'doesNot'];

const keysFor = (kind: RecordKind, column: string): RoleKeys | undefined =>
  kind === 'support' ? supportKeys : roleKeys[column];

function joined(formatter: Formatter, units: readonly string[], by: 'or' | 'and'): string {
  const names = [...new Set(units.map((unit) => shortName(formatter, unit)))];
  return names.join(formatter.sayQuery(by));
}

function ofUnits(
  formatter: Formatter,
  kind: RecordKind,
  test: Test & { units: readonly string[] },
  denied: boolean,
): string {
  const keys = keysFor(kind, test.column);
  const column = columnName(formatter, kind, test.column);
  if (test.is === 'only')
    return formatter.sayQuery('onlyUnits', { column, units: joined(formatter, test.units, 'and') });
  const units = joined(formatter, test.units, test.is === 'has-all' ? 'and' : 'or');
  if (!keys)
    return denied
      ? formatter.sayQuery('not', { what: formatter.sayQuery('otherUnits', { column, units }) })
      : formatter.sayQuery('otherUnits', { column, units });
  const not = denied !== (test.is === 'has-none');
  return formatter.sayQuery(not ? keys[2] : test.is === 'has-all' ? keys[1] : keys[0], { units });
}

function ofCount(
  column: string,
  { atLeast, atMost }: { atLeast?: number; atMost?: number },
  formatter: Formatter,
): string {
  if (atMost === 0) return formatter.sayQuery('noUnits', { column });
  if (atLeast === atMost) return formatter.sayQuery('exactly', { column, n: atLeast ?? 0 });
  if (atMost === undefined)
    return atLeast === 1
      ? formatter.sayQuery('someUnits', { column })
      : formatter.sayQuery('atLeast', { column, n: atLeast ?? 0 });
  if (!atLeast) return formatter.sayQuery('atMost', { column, n: atMost });
  return formatter.sayQuery('fromTo', { column, low: atLeast, high: atMost });
}

/** A whole year, half or quarter by its name, else from month to month. */
function within(formatter: Formatter, { from, to }: { from: string; to: string }): string {
  const start = parseMonth(from);
  const length = parseMonth(to) - start + 1;
  const year = from.slice(0, 4);
  const first = numberOf(start);
  if (length === 12 && first === 1) return formatter.sayQuery('dueYear', { year });
  if (length === 6 && first % 6 === 1)
    return formatter.sayQuery(first === 1 ? 'dueFirstHalf' : 'dueSecondHalf', { year });
  if (length === 3 && first % 3 === 1) return formatter.sayQuery('dueQuarter', { year, n: (first + 2) / 3 });
  return formatter.sayQuery('dueWithin', { from: month(formatter, from), to: month(formatter, to) });
}

function ofMonth(formatter: Formatter, kind: RecordKind, test: Test): string | undefined {
  switch (test.is) {
    case 'on':
      return formatter.sayQuery(kind === 'phase' ? 'during' : 'dueOn', { month: month(formatter, test.month) });
    case 'before':
      return formatter.sayQuery('dueBefore', { month: month(formatter, test.month) });
    case 'by':
      return formatter.sayQuery('dueBy', { month: month(formatter, test.month) });
    case 'after':
      return formatter.sayQuery('dueAfter', { month: month(formatter, test.month) });
    case 'from':
      return formatter.sayQuery('dueFrom', { month: month(formatter, test.month) });
    case 'within':
      return within(formatter, test);
    case 'past':
    case 'open':
    case 'ongoing':
      return formatter.sayQuery(test.is);
    default:
      return undefined;
  }
}

function ofValue(formatter: Formatter, kind: RecordKind, test: Test): string | undefined {
  const column = columnName(formatter, kind, test.column);
  switch (test.is) {
    case 'at-least':
      return formatter.sayQuery('valueAtLeast', { column, n: test.value });
    case 'at-most':
      return formatter.sayQuery('valueAtMost', { column, n: test.value });
    case 'above':
      return formatter.sayQuery('valueAbove', { column, n: test.value });
    case 'below':
      return formatter.sayQuery('valueBelow', { column, n: test.value });
    case 'between': {
      const { low, high } = test;
      if (test.column !== 'number') return formatter.sayQuery('valueBetween', { column, low, high });
      return low === high ? formatter.sayQuery('row', { low }) : formatter.sayQuery('rows', { low, high });
    }
    case 'contains':
      return test.column === 'text' || test.column === 'title'
        ? formatter.sayQuery('contains', { text: test.text })
        : formatter.sayQuery('columnContains', { column, text: test.text });
    case 'equals':
      return formatter.sayQuery('columnEquals', { column, text: test.text });
    case 'of':
      return formatter.sayQuery('leaderOf', { column, text: test.text });
    default:
      return undefined;
  }
}

function ofReference(formatter: Formatter, test: Test & { to: readonly string[] }): string {
  const titles = test.to.map((id) => {
    const record = formatter.pack.records.get(id);
    return record ? nameOf(record) : (groupsOf(formatter.pack).labelOf(id) ?? id);
  });
  const title = titles.join(formatter.sayQuery('or'));
  return formatter.sayQuery(test.column === 'group' ? 'inGroup' : 'ofRecord', { title });
}

function ofEmpty(formatter: Formatter, kind: RecordKind, name: string): string {
  if (name === 'deadline') return formatter.sayQuery('undated');
  const column = columnName(formatter, kind, name);
  return formatter.sayQuery(name === 'leader' ? 'columnEmpty' : 'noUnits', { column });
}

function ofFlag(formatter: Formatter, kind: RecordKind, name: string, yes: boolean): string {
  if (name === 'starred') return formatter.sayQuery(yes ? 'starred' : 'unstarred');
  return formatter.sayQuery(yes ? 'flagYes' : 'flagNo', { column: columnName(formatter, kind, name) });
}

function ofTest(formatter: Formatter, kind: RecordKind, test: Test): string {
  switch (test.is) {
    case 'has':
    case 'has-all':
    case 'has-none':
    case 'only':
      return ofUnits(formatter, kind, test, false);
    case 'count':
      return ofCount(columnName(formatter, kind, test.column), test, formatter);
    case 'empty':
      return ofEmpty(formatter, kind, test.column);
    case 'yes':
    case 'no':
      return ofFlag(formatter, kind, test.column, test.is === 'yes');
    case 'linked':
      return ofReference(formatter, test);
    default: {
      const text = ofMonth(formatter, kind, test) ?? ofValue(formatter, kind, test);
      return text ?? columnName(formatter, kind, test.column);
    }
  }
}

/** What is not so, in the words of the test where it has some: 不是甲局牵头. */
function denied(formatter: Formatter, kind: RecordKind, condition: Condition): string {
  if ('column' in condition) {
    if (condition.is === 'has') return ofUnits(formatter, kind, condition, true);
    if (condition.is === 'empty')
      return formatter.sayQuery('someUnits', { column: columnName(formatter, kind, condition.column) });
    if (condition.is === 'yes' || condition.is === 'no')
      return ofFlag(formatter, kind, condition.column, condition.is === 'no');
  }
  return formatter.sayQuery('not', { what: describeCondition(formatter, kind, condition) });
}

/** More rows than these are 刚才这些. */
const maxNumbered = 4;

/** A few rows by their numbers, as when one is added to a list or taken out. */
function ofRecords(formatter: Formatter, ids: readonly string[]): string {
  const numbers = ids.flatMap((id) => formatter.pack.records.get(id)?.number ?? []);
  if (!numbers.length || numbers.length > maxNumbered) return formatter.sayQuery('shown');
  return formatter.sayQuery(numbers.length > 1 ? 'rowsNamed' : 'row', {
    low: numbers.join(formatter.sayQuery('joiner')),
  });
}

/** One condition in words. */
export function describeCondition(formatter: Formatter, kind: RecordKind, condition: Condition): string {
  if ('all' in condition)
    return condition.all.map((part) => describeCondition(formatter, kind, part)).join(formatter.sayQuery('joiner'));
  if ('any' in condition) return describeEither(formatter, kind, condition.any);
  if ('not' in condition) return denied(formatter, kind, condition.not);
  if ('ids' in condition) return ofRecords(formatter, condition.ids);
  return ofTest(formatter, kind, condition);
}

/** 公安或法院牵头 where the alternatives differ in their units only, else one after the other. */
function describeEither(formatter: Formatter, kind: RecordKind, parts: readonly Condition[]): string {
  const tests = parts.filter((part) => 'column' in part && part.is === 'has');
  const [first] = tests;
  const alike = tests.length === parts.length && tests.every((part) => part.column === first?.column);
  if (alike && first) return ofUnits(formatter, kind, { ...first, units: tests.flatMap((part) => part.units) }, false);
  return parts.map((part) => describeCondition(formatter, kind, part)).join(formatter.sayQuery('either'));
}

/** The conditions and the order of a query in words; empty where it has none. */
export function describeSelect(formatter: Formatter, { kind, where, order }: Select): string {
  const parts = conjuncts(where).map((condition) => describeCondition(formatter, kind, condition));
  if (order) parts.push(formatter.sayQuery(order));
  return parts.join(formatter.sayQuery('joiner'));
}
