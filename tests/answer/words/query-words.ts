/** Checks what a reply says of its typed query: the conditions against the query, and every count against an evaluation apart from the executor. */
import type { Condition, Select, Test } from '../../../src/answer/query.ts';
import { nameOf } from '../../../src/language/format.ts';
import { cellOf, type Expected, naive } from '../execute/naive.ts';
import type { Heard } from './heard.ts';
import { everyPhrase, monthSaid, type Part, queryPrefix, type Said, textOf } from './marked.ts';

/** Shares that a reply tells one by one. */
const maxShares = 30;

const keyOf = ({ key }: Said) => key.slice(queryPrefix.length);
const capital = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`;
const looseIn = (parts: readonly Part[] | undefined) => (parts ?? []).filter((part) => typeof part === 'string');

function testsIn(condition: Condition | undefined): Test[] {
  if (!condition || 'ids' in condition) return [];
  if ('all' in condition) return condition.all.flatMap(testsIn);
  if ('any' in condition) return condition.any.flatMap(testsIn);
  return 'not' in condition ? testsIn(condition.not) : [condition];
}

function testsOf({ where, as }: Select): Test[] {
  const compared = typeof as === 'object' && 'compare' in as ? as.compare : [];
  return [...testsIn(where), ...compared.flatMap(testsIn)];
}

const unitsOf = (test: Test) => ('units' in test ? test.units : []);

const numbersOf = (test: Test): number[] =>
  Object.entries(test).flatMap(([name, value]) =>
    ['value', 'low', 'high', 'atLeast', 'atMost'].includes(name) ? [Number(value)] : [],
  );

/** Which column a phrase of units speaks of. */
const roleOf: [RegExp, (query: Select, column: string) => boolean][] = [
  [/^leads/, (_, column) => column === 'responsible'],
  [/^helps/, (_, column) => column === 'cooperating'],
  [/^takesPart/, (_, column) => column === 'units'],
  [/^does/, ({ kind }) => kind === 'support'],
];

/** A year, a half or a quarter that is said is the period of a test. */
function periodsOf(test: Test): string[] {
  if (test.is !== 'within') return [];
  const [year, from, to] = [test.from.slice(0, 4), test.from.slice(5), test.to.slice(5)];
  if (year !== test.to.slice(0, 4)) return [];
  const named: Record<string, string> = { '01-12': 'dueYear', '01-06': 'dueFirstHalf', '07-12': 'dueSecondHalf' };
  const quarter = ['01-03', '04-06', '07-09', '10-12'].indexOf(`${from}-${to}`);
  if (quarter >= 0) return [`dueQuarter ${year} ${quarter + 1}`];
  return [`${named[`${from}-${to}`]} ${year} `];
}

/** A value as it is said, and as a record has it. */
function valueSaid(part: Part): string {
  if (typeof part === 'string') return part;
  if (part.key === 'month') return monthSaid(part);
  if (keyOf(part) === 'yesValue') return 'true';
  return keyOf(part) === 'noValue' ? 'false' : '';
}

function valueMeant(value: string, { evidence: { pack } }: Heard): string {
  const record = pack.records.get(value);
  return record ? nameOf(record) : (pack.units.units.find(({ name }) => name === value)?.short ?? value);
}

const isPast = (id: string, { evidence: { pack }, current }: Heard) => {
  const due = cellOf(pack.records.get(id)!, 'deadline', pack);
  return typeof due === 'object' && !Array.isArray(due) && due.to < current;
};

/** Shares that are told: each is that of its value, and the winners are those with the most, or the fewest. */
function wrongShares(said: Said, query: Select, { shares, values }: Expected, heard: Heard): boolean {
  const told = everyPhrase(said.slots.shares ?? []).filter((one) => keyOf(one) === 'share');
  const counts = told.map((one) => Number(textOf(one.slots.count)));
  const meant = values.map((value) => valueMeant(value, heard));
  switch (keyOf(said)) {
    case 'share': {
      const at = meant.indexOf((said.slots.value ?? []).map(valueSaid).join(''));
      const count = Number(textOf(said.slots.count));
      return values.length ? shares[at] !== count : !shares.includes(count);
    }
    case 'each':
      return told.length !== Math.min(maxShares, values.length);
    case 'same':
      return counts.join() !== shares.join() || new Set(counts).size !== 1;
    case 'more': {
      const most = Math.max(...shares);
      const winner = JSON.stringify(said.slots.value);
      const at = told.findIndex(({ slots }) => JSON.stringify(slots.value) === winner);
      return counts.join() !== shares.join() || shares[at] !== most || shares.filter((n) => n === most).length > 1;
    }
    default: {
      const edge = typeof query.as === 'object' && 'most' in query.as ? Math.max(...shares) : Math.min(...shares);
      const named = (said.slots.value ?? []).map(valueSaid).join('');
      const winners = meant.filter((_, at) => shares[at] === edge).sort((a, b) => b.length - a.length);
      const left = winners.reduce((text, name) => text.replace(name, ''), named);
      const all = winners.every((name) => named.includes(name));
      return Number(textOf(said.slots.count)) !== edge || !all || left.replaceAll('、', '') !== '';
    }
  }
}

const shareKeys = new Set(['share', 'each', 'same', 'more', 'most', 'least']);
const countKeys = new Set(['list', 'listAll', 'none', 'noneAll', 'yes', 'no', 'each']);

/** Counts against an evaluation of the query that shares no code with the executor. */
function wrongCounts(said: Said, query: Select, heard: Heard): string[] {
  const key = keyOf(said);
  const pack = heard.evidence.pack;
  const expected = naive(query, { pack, kind: query.kind, current: heard.current });
  const stated = heard.answer.records;
  const wrong: string[] = [];
  const count = Number(textOf(said.slots.count));
  const is = (right: number) => void (right === count || wrong.push(`${said.key}: ${count}, but ${right} are stated`));
  if (countKeys.has(key)) is(expected.ids.length);
  if (countKeys.has(key) && expected.ids.length !== stated.length)
    wrong.push(`${said.key}: ${stated.length} are cited of ${expected.ids.length}`);
  if (shareKeys.has(key) && wrongShares(said, query, expected, heard))
    wrong.push(`${said.key}: ${said.slots.value?.map(valueSaid).join('') ?? ''} ${count}, but ${expected.shares}`);
  if (key === 'somePast') is(expected.ids.filter((id) => isPast(id, heard)).length);
  if (key === 'allPast' && !expected.ids.every((id) => isPast(id, heard))) wrong.push(`${said.key}: some are open`);
  return wrong;
}

interface Slot {
  said: Said;
  parts: readonly Part[];
  text: string;
  query: Select;
  tests: Test[];
  heard: Heard;
}

const phrased = (parts: readonly Part[], begins: string) =>
  parts.length === 1 && typeof parts[0] === 'object' && keyOf(parts[0]).startsWith(begins);

/** Holds no text of its own, only phrases, which are checked by themselves. */
const onlyPhrases = ({ text }: Slot) => text === '';
const isNumber = ({ text, tests }: Slot) => tests.flatMap(numbersOf).includes(Number(text));

/** What may stand in a slot, by its name. Counts and shares are checked apart. */
const slotRules: Record<string, (slot: Slot) => boolean> = {
  units: ({ said, parts, query, tests, heard }) => {
    const role = roleOf.find(([pattern]) => pattern.test(keyOf(said)))?.[1];
    const units = tests.filter(({ column }) => !role || role(query, column)).flatMap(unitsOf);
    const names = units.map((unit) => valueMeant(unit, heard));
    return looseIn(parts).every((unit) => names.includes(unit));
  },
  year: ({ said, text, tests }) => tests.flatMap(periodsOf).includes(`${keyOf(said)} ${text} ${textOf(said.slots.n)}`),
  n: (slot) => keyOf(slot.said) === 'dueQuarter' || isNumber(slot),
  low: isNumber,
  high: isNumber,
  text: ({ text, tests }) => tests.some((test) => 'text' in test && test.text === text),
  title: ({ parts, tests, heard }) => {
    const linked = tests.flatMap((test) => (test.is === 'linked' ? test.to : []));
    const titles = linked.map((id) => valueMeant(id, heard));
    return looseIn(parts).every((title) => titles.includes(title));
  },
  kind: ({ parts, query }) => ['kind', 'one'].some((form) => phrased(parts, `${form}${capital(query.kind)}`)),
  counter: ({ parts, query }) => phrased(parts, `counter${capital(query.kind)}`),
  column: ({ parts, text, heard }) => heard.evidence.columns.has(text) || phrased(parts, 'column'),
  what: onlyPhrases,
  month: onlyPhrases,
  from: onlyPhrases,
  to: onlyPhrases,
  shares: onlyPhrases,
  value: (slot) => keyOf(slot.said) !== 'more' || onlyPhrases(slot),
  count: () => true,
};

/** Names and numbers of the conditions against those of the query; a slot without a rule is a fault. */
function wrongNames(said: Said, query: Select, heard: Heard): string[] {
  const tests = testsOf(query);
  return Object.entries(said.slots).flatMap(([name, parts]) => {
    const text = textOf(parts);
    const rule = slotRules[name];
    if (!rule) return [`${said.key}.${name} has no rule`];
    return rule({ said, parts, text, query, tests, heard }) ? [] : [`${said.key}.${name}: ${text}`];
  });
}

/** What is wrong in a phrase of a typed query; a phrase without a query behind it is a fault. */
export function wrongQueryPhrase(said: Said, heard: Heard): string[] {
  const { queries, several, evidence, answer } = heard;
  if (several) {
    const units = looseIn(said.slots.units).filter((unit) => !evidence.shortUnits.has(unit));
    const over = Number(textOf(said.slots.count) || 0) > answer.records.length;
    return [...units, ...(over ? [`${said.key}: more than are cited`] : [])];
  }
  if (keyOf(said) === 'whichReading' || !Object.keys(said.slots).length) return [];
  if (!queries.length) return [`${said.key}: no query`];
  const each = queries.map((query) => [...wrongCounts(said, query, heard), ...wrongNames(said, query, heard)]);
  return each.find((wrong) => !wrong.length) ?? each[0]!;
}

/** Units of the query that the reply does not name: the asker could not see how the question was read. */
export function unsaidUnits(said: readonly Said[], heard: Heard): string[] {
  const [query, other] = heard.queries;
  const first = said.find(({ key }) => key.startsWith(queryPrefix) && countKeys.has(key.slice(queryPrefix.length)));
  if (!query || other || !first || heard.several) return [];
  const named = everyPhrase([first]).flatMap(({ slots }) => looseIn(slots.units));
  const wanted = testsIn(query.where).flatMap(unitsOf);
  return wanted
    .map((name) => valueMeant(name, heard))
    .filter((name) => !named.includes(name))
    .map((name) => `unsaid: ${name}`);
}
