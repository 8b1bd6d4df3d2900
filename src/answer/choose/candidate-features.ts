/** What speaks for an answer beside others of its kind: what the readers think of a set, how near a record is, what each leaves out. */
import type { Month } from '../../knowledge/month.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Analysis, Read } from '../analyse/analysis.ts';
import type { ParsedQuestion } from '../analyse/parse-question.ts';
import { monthsAllowed } from '../execute/condition.ts';
import { conjuncts } from '../query.ts';
import { type Features, holds, level } from './features.ts';
import { chooseReading, type WeighedReading, weighReadings } from './readings.ts';

const flags = (names: readonly string[]): [string, number][] => names.map((name) => [name, 1]);

/** What the question names and a reading takes no notice of. */
function leftOut({ query }: Read, { kinds, units, periods, starred }: ParsedQuestion): string[] {
  const json = JSON.stringify(query);
  const found: [string, boolean][] = [
    ['kind named', kinds.includes(query.kind)],
    ['other kind named', kinds.length > 0 && !kinds.includes(query.kind)],
    ['unit left out', units.some((one) => !one.units.some((unit) => json.includes(unit)))],
    ['period left out', periods.length > 0 && !json.includes('"deadline"') && !json.includes('"period"')],
    ['star left out', starred !== undefined && !json.includes('"starred"')],
  ];
  return found.flatMap(([name, holds]) => (holds ? [name] : []));
}

/** Whether a reading has the one period that the question's own analysis found, where both have one. */
function periodFound({ query }: Read, { periods }: ParsedQuestion, current: Month): string[] {
  const [period] = periods;
  const tested = conjuncts(query.where).flatMap((test) => ('column' in test && monthsAllowed(test, current)) || []);
  if (!period || periods.length > 1 || tested.length !== 1) return [];
  const [months] = tested;
  return [months!.from === period.from && months!.to === period.to ? 'period as found' : 'another period'];
}

/** The tests of a reading's condition by column and operator: some are hardly ever meant. */
const testsOf = ({ query }: Read): string[] =>
  conjuncts(query.where).map((test) =>
    'column' in test ? `tests ${test.column} ${test.is}` : `tests ${Object.keys(test)[0]}`,
  );

/** What all readings of a question are measured against. */
interface AmongSets {
  /** The best score. */
  best: number;
  /** The reading that both readers agree on, or that leads by far. */
  usual: Read | undefined;
  /** Readers that propose something. */
  proposing: readonly string[];
  asked: ParsedQuestion;
  current: Month;
}

/** What speaks for a reading as a set: what each reader thinks of it, what it leaves over and out, and what it gives. */
function setFeatures(
  { read, costs, score }: WeighedReading,
  at: number,
  { best, usual, proposing, asked, current }: AmongSets,
): Features {
  const { query, selection, left, unexplained, conditions } = read;
  const form = typeof query.as === 'string' ? query.as : Object.keys(query.as)[0];
  return new Map<string, number>([
    ['behind', score - best],
    ...proposing.map((name): [string, number] => {
      const cost = costs.get(name);
      return cost === undefined ? [`${name} absent`, 1] : [`${name} behind`, Math.max(-6, cost)];
    }),
    ...flags(proposing.flatMap((name) => (costs.get(name) === 0 ? [`${name} first`] : []))),
    ['unexplained', Math.min(6, unexplained) / 2],
    ['words left', Math.min(4, left.length) / 2],
    ['length left', Math.min(10, left.join('').length) / 5],
    ...flags([
      `place ${at}`,
      `conditions ${Math.min(4, conditions)}`,
      `kind ${query.kind}`,
      `form ${form}`,
      `size ${level(selection.records.length, [1, 2, 61])}`,
      ...leftOut(read, asked),
      ...periodFound(read, asked, current),
      ...new Set(testsOf(read)),
      ...(selection.lacking.length ? ['lacking'] : []),
      ...(usual === read ? ['usual'] : []),
    ]),
  ]);
}

/** The readings of a question as sets, best first, each with what speaks for it. */
export function readingsWithFeatures(
  analysis: Analysis,
  current: Month,
  most: number,
): { read: Read; features: Features }[] {
  const weighed = weighReadings(analysis.sets);
  const chosen = chooseReading(analysis);
  const among: AmongSets = {
    best: weighed[0]?.score ?? 0,
    usual: chosen?.rival ? undefined : chosen?.read,
    proposing: [...analysis.sets].flatMap(([name, readings]) => (readings.length ? [name] : [])),
    asked: analysis.asked,
    current,
  };
  return weighed.slice(0, most).map((one, at) => ({ read: one.read, features: setFeatures(one, at, among) }));
}

/** Words that name a kind of record, a level of government, or a column. */
const ofKinds = /^(?:level|kind|ask|annex)/;

/** Is a place that stands on this record called by its name? */
const isCalled = (id: string, { servicePoints }: KnowledgePack, { terms }: ParsedQuestion): boolean =>
  servicePoints.some(
    (point) => point.records[0] === id && terms.some(({ value }) => value === `service-point:${point.id}`),
  );

/** Where the pack's table of needs has a record among the places for the need that was read. */
function placeInNeed(id: string, need: Analysis['need']): string[] {
  const places = need?.entry.places;
  if (!places) return [];
  const at = places.indexOf(id);
  return [at < 0 ? 'no place for the need' : `place for the need ${Math.min(3, at)}`];
}

/**
 * What speaks for a record: how near it is, and whether its kind is named and has what is asked.
 * @param ranked best first
 * @param usual the one that the rules for near equals prefer
 */
export function recordFeatures(
  id: string,
  ranked: readonly { id: string; score: number }[],
  { asked, need }: Pick<Analysis, 'asked' | 'need'>,
  pack: KnowledgePack,
  usual: boolean,
): Features {
  const record = pack.records.get(id)!;
  const { kind } = record;
  const top = ranked[0]?.score ?? 1;
  const at = ranked.findIndex((other) => other.id === id);
  const own = ranked[at]?.score ?? 0;
  const next = ranked.find((other) => other.id !== id)?.score ?? 0;
  const tags = new Set(asked.tokens.flatMap(({ tag }) => (ofKinds.test(tag) ? [tag] : [])));
  return new Map<string, number>([
    ['near', own / top],
    ['lead', (own - next) / top],
    ...flags([
      `place ${at < 0 || at > 9 ? 9 : at}`,
      `kind ${kind}`,
      ...[...asked.aspects].flatMap((aspect) => [
        `${holds(record, aspect) ? 'holds' : 'lacks'} ${aspect}`,
        `kind ${kind} for ${aspect}`,
      ]),
      ...(asked.kinds.length ? [asked.kinds.includes(kind) ? 'kind named' : 'other kind named'] : []),
      ...[...tags].map((tag) => `kind ${kind} for ${tag}`),
      ...placeInNeed(id, need),
      ...(isCalled(id, pack, asked) ? ['place called by name'] : []),
      ...(usual ? ['usual'] : []),
    ]),
  ]);
}
