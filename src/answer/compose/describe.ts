/** Says a typed query in words: each condition as a person of the office would put it, so that the asker sees how the question was read. */
import { numberOf, parseMonth } from '../../knowledge/month.ts';
import { fill } from '../../language/answer-phrases.ts';
import { column as headingOf, nameOf, sayMonth, shortName, type Voice } from '../../language/format.ts';
import { type QueryPhraseKey, queryPhrases } from '../../language/query-phrases.ts';
import type { RecordKind } from '../../model/plan.ts';
import { type Condition, conjuncts, type Select, type Test } from '../query.ts';

type Slots = Record<string, string | number>;

export const sayQuery = (voice: Voice, key: QueryPhraseKey, slots: Slots = {}): string =>
  fill(queryPhrases[voice.language][key], slots);

const capital = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`;

/** What records of a kind are called (任务), and the word that counts them (项). */
export const kindName = (voice: Voice, kind: RecordKind) => sayQuery(voice, `kind${capital(kind)}` as QueryPhraseKey);
export const counter = (voice: Voice, kind: RecordKind) => sayQuery(voice, `counter${capital(kind)}` as QueryPhraseKey);

const ownNames: Record<string, QueryPhraseKey> = {
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
export function columnName(voice: Voice, kind: RecordKind, column: string): string {
  const printed = headingOf(voice, kind, column) || headingOf(voice, 'task', column);
  const own = ownNames[column];
  return printed || (own ? sayQuery(voice, own) : column);
}

const month = (voice: Voice, text: string) => sayMonth(voice, parseMonth(text));

type RoleKeys = readonly [has: QueryPhraseKey, all: QueryPhraseKey, not: QueryPhraseKey];
const roleKeys: Record<string, RoleKeys> = {
  responsible: ['leads', 'leadsAll', 'leadsNot'],
  cooperating: ['helps', 'helpsAll', 'helpsNot'],
  units: ['takesPart', 'takesPartAll', 'takesPartNot'],
};
const supportKeys: RoleKeys = ['does', 'doesAll', 'doesNot'];

const keysFor = (kind: RecordKind, column: string): RoleKeys | undefined =>
  kind === 'support' ? supportKeys : roleKeys[column];

function joined(voice: Voice, units: readonly string[], by: 'or' | 'and'): string {
  const names = [...new Set(units.map((unit) => shortName(voice, unit)))];
  return names.join(sayQuery(voice, by));
}

function ofUnits(voice: Voice, kind: RecordKind, test: Test & { units: readonly string[] }, denied: boolean): string {
  const keys = keysFor(kind, test.column);
  const column = columnName(voice, kind, test.column);
  if (test.is === 'only') return sayQuery(voice, 'onlyUnits', { column, units: joined(voice, test.units, 'and') });
  const units = joined(voice, test.units, test.is === 'has-all' ? 'and' : 'or');
  if (!keys)
    return denied
      ? sayQuery(voice, 'not', { what: sayQuery(voice, 'otherUnits', { column, units }) })
      : sayQuery(voice, 'otherUnits', { column, units });
  const not = denied !== (test.is === 'has-none');
  return sayQuery(voice, not ? keys[2] : test.is === 'has-all' ? keys[1] : keys[0], { units });
}

function ofCount(column: string, { atLeast, atMost }: { atLeast?: number; atMost?: number }, voice: Voice): string {
  if (atMost === 0) return sayQuery(voice, 'noUnits', { column });
  if (atLeast === atMost) return sayQuery(voice, 'exactly', { column, n: atLeast ?? 0 });
  if (atMost === undefined)
    return atLeast === 1
      ? sayQuery(voice, 'someUnits', { column })
      : sayQuery(voice, 'atLeast', { column, n: atLeast ?? 0 });
  if (!atLeast) return sayQuery(voice, 'atMost', { column, n: atMost });
  return sayQuery(voice, 'fromTo', { column, low: atLeast, high: atMost });
}

/** A whole year, half or quarter by its name, else from month to month. */
function within(voice: Voice, { from, to }: { from: string; to: string }): string {
  const start = parseMonth(from);
  const length = parseMonth(to) - start + 1;
  const year = from.slice(0, 4);
  const first = numberOf(start);
  if (length === 12 && first === 1) return sayQuery(voice, 'dueYear', { year });
  if (length === 6 && first % 6 === 1) return sayQuery(voice, first === 1 ? 'dueFirstHalf' : 'dueSecondHalf', { year });
  if (length === 3 && first % 3 === 1) return sayQuery(voice, 'dueQuarter', { year, n: (first + 2) / 3 });
  return sayQuery(voice, 'dueWithin', { from: month(voice, from), to: month(voice, to) });
}

function ofMonth(voice: Voice, kind: RecordKind, test: Test): string | undefined {
  switch (test.is) {
    case 'on':
      return sayQuery(voice, kind === 'phase' ? 'during' : 'dueOn', { month: month(voice, test.month) });
    case 'before':
      return sayQuery(voice, 'dueBefore', { month: month(voice, test.month) });
    case 'by':
      return sayQuery(voice, 'dueBy', { month: month(voice, test.month) });
    case 'after':
      return sayQuery(voice, 'dueAfter', { month: month(voice, test.month) });
    case 'from':
      return sayQuery(voice, 'dueFrom', { month: month(voice, test.month) });
    case 'within':
      return within(voice, test);
    case 'past':
    case 'open':
    case 'ongoing':
      return sayQuery(voice, test.is);
    default:
      return undefined;
  }
}

function ofValue(voice: Voice, kind: RecordKind, test: Test): string | undefined {
  const column = columnName(voice, kind, test.column);
  switch (test.is) {
    case 'at-least':
      return sayQuery(voice, 'valueAtLeast', { column, n: test.value });
    case 'at-most':
      return sayQuery(voice, 'valueAtMost', { column, n: test.value });
    case 'above':
      return sayQuery(voice, 'valueAbove', { column, n: test.value });
    case 'below':
      return sayQuery(voice, 'valueBelow', { column, n: test.value });
    case 'between': {
      const { low, high } = test;
      if (test.column !== 'number') return sayQuery(voice, 'valueBetween', { column, low, high });
      return low === high ? sayQuery(voice, 'row', { low }) : sayQuery(voice, 'rows', { low, high });
    }
    case 'contains':
      return test.column === 'text' || test.column === 'title'
        ? sayQuery(voice, 'contains', { text: test.text })
        : sayQuery(voice, 'columnContains', { column, text: test.text });
    case 'equals':
      return sayQuery(voice, 'columnEquals', { column, text: test.text });
    case 'of':
      return sayQuery(voice, 'leaderOf', { column, text: test.text });
    default:
      return undefined;
  }
}

function ofReference(voice: Voice, test: Test & { to: readonly string[] }): string {
  const titles = test.to.map((id) => {
    const record = voice.pack.records.get(id);
    return record ? nameOf(record) : id;
  });
  const title = titles.join(sayQuery(voice, 'or'));
  return sayQuery(voice, test.column === 'group' ? 'inGroup' : 'ofRecord', { title });
}

function test(voice: Voice, kind: RecordKind, one: Test): string {
  const column = columnName(voice, kind, one.column);
  if (one.is === 'has' || one.is === 'has-all' || one.is === 'has-none' || one.is === 'only')
    return ofUnits(voice, kind, one, false);
  if (one.is === 'count') return ofCount(column, one, voice);
  if (one.is === 'empty')
    return one.column === 'deadline'
      ? sayQuery(voice, 'undated')
      : sayQuery(voice, one.column === 'leader' ? 'columnEmpty' : 'noUnits', { column });
  if (one.is === 'yes' || one.is === 'no') {
    if (one.column === 'starred') return sayQuery(voice, one.is === 'yes' ? 'starred' : 'unstarred');
    return sayQuery(voice, one.is === 'yes' ? 'flagYes' : 'flagNo', { column });
  }
  if (one.is === 'linked') return ofReference(voice, one);
  return ofMonth(voice, kind, one) ?? ofValue(voice, kind, one) ?? column;
}

/** What is not so, in the words of the test where it has some: 不是市公安局牵头. */
function denied(voice: Voice, kind: RecordKind, condition: Condition): string {
  if ('column' in condition) {
    if (condition.is === 'has') return ofUnits(voice, kind, condition, true);
    if (condition.is === 'empty')
      return sayQuery(voice, 'someUnits', { column: columnName(voice, kind, condition.column) });
    if (condition.is === 'yes' || condition.is === 'no')
      return test(voice, kind, { ...condition, is: condition.is === 'yes' ? 'no' : 'yes' });
  }
  return sayQuery(voice, 'not', { what: describeCondition(voice, kind, condition) });
}

/** One condition in words. */
export function describeCondition(voice: Voice, kind: RecordKind, condition: Condition): string {
  if ('all' in condition)
    return condition.all.map((part) => describeCondition(voice, kind, part)).join(sayQuery(voice, 'joiner'));
  if ('any' in condition) return describeEither(voice, kind, condition.any);
  if ('not' in condition) return denied(voice, kind, condition.not);
  if ('ids' in condition) return sayQuery(voice, 'shown');
  return test(voice, kind, condition);
}

/** 公安或法院牵头 where the alternatives differ in their units only, else one after the other. */
function describeEither(voice: Voice, kind: RecordKind, parts: readonly Condition[]): string {
  const tests = parts.filter((part) => 'column' in part && part.is === 'has');
  const [first] = tests;
  const alike = tests.length === parts.length && tests.every((part) => part.column === first?.column);
  if (alike && first) return ofUnits(voice, kind, { ...first, units: tests.flatMap((part) => part.units) }, false);
  return parts.map((part) => describeCondition(voice, kind, part)).join(sayQuery(voice, 'either'));
}

/** The conditions and the order of a query in words; empty where it has none. */
export function describeSelect(voice: Voice, { kind, where, order }: Select): string {
  const parts = conjuncts(where).map((condition) => describeCondition(voice, kind, condition));
  if (order) parts.push(sayQuery(voice, order));
  return parts.join(sayQuery(voice, 'joiner'));
}
