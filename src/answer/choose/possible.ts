/** Kinds of answer that a question could have at all: what it names, asks for, and leaves out of account. */
import { readNumber } from '../../language/number.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Analysis, Read } from '../analyse/analysis.ts';
import { isSocial } from '../analyse/outside-topics.ts';
import { hasToken } from '../analyse/parse-question.ts';
import { columnsFor } from '../execute/execute.ts';
import { conjuncts } from '../query.ts';
import { isRecord, subjectFloor } from '../retrieve/thresholds.ts';
import { holds } from './features.ts';
import type { Route } from './routes.ts';

/** Nothing is said but the way of asking: no unit, no month, no row, no kind. */
const onlyAsks = ({ asked, subject, sets }: Analysis): boolean =>
  subject < subjectFloor &&
  asked.aspects.size + asked.columns.length > 0 &&
  asked.text.length <= longestAsking &&
  !asked.units.length &&
  !asked.periods.length &&
  !asked.rows.length &&
  !asked.kinds.length &&
  !asked.groups.length &&
  !asked.wantsList &&
  !asked.wantsCount &&
  !asked.unknownUnits.length &&
  asked.starred === undefined &&
  asked.status === undefined &&
  asked.order === undefined &&
  asked.superlative === undefined &&
  !sets.get('grammar')?.[0]?.query.where &&
  ![...sets.values()].some(([read]) => read && typeof read.query.as === 'object') &&
  !asked.tokens.some(({ tag }) => tag.startsWith('doc.') || tag.startsWith('duty'));

/** Nothing is said but the number of a row, and perhaps a column that the row has. */
const onlyRow = ({ asked, subject, cues }: Analysis, { records }: KnowledgePack): boolean => {
  const rows = asked.rows.filter(({ kind }) => kind !== 'group');
  const found = rows.flatMap(({ kind, number }) => records.get(`${kind ?? 'task'}:${number}`) ?? []);
  return (
    rows.length > 0 &&
    (asked.aspects.size === 0 || (found.length === rows.length && !cues.length)) &&
    found.every((record) => [...asked.aspects].every((aspect) => holds(record, aspect))) &&
    subject < subjectFloor &&
    !asked.units.length &&
    !asked.periods.length &&
    !asked.wantsList &&
    !asked.wantsCount &&
    asked.starred === undefined &&
    asked.text.length <= longestRow
  );
};

const longestAsking = 12;
const longestRow = 16;

/** Everything said is the right, the trouble or the wish of somebody in need: the reviewed table knows the place. */
const explainedByNeed = ({ asked, need, needLeft, ranking }: Analysis): boolean =>
  need?.entry.places !== undefined &&
  need.met.has('right') &&
  need.met.size > 1 &&
  need.unused.every((id) => id === 'aid') &&
  !need.entry.places.includes(ranking.hits[0]?.id ?? '') &&
  needLeft < subjectFloor &&
  !asked.units.length &&
  !asked.periods.length &&
  !asked.rows.length &&
  !asked.kinds.length &&
  [...asked.aspects].every((aspect) => aspect === 'responsible');

/** A list of everything, though a row or a subject was named that it leaves out of account. */
function ignoresWords({ asked, subject }: Analysis, readings: readonly Read[], { records }: KnowledgePack): boolean {
  const sizeOf = (kind: string) => [...records.keys()].filter((id) => id.startsWith(`${kind}:`)).length;
  const everything = readings.every(
    ({ query, selection }) =>
      typeof query.as === 'string' && !query.order && selection.records.length === sizeOf(query.kind),
  );
  if (!everything || asked.kinds.length > 1) return false;
  if (asked.rows.some(({ kind }) => kind !== 'group')) return true;
  return (
    subject > namedSubject &&
    !asked.kinds.length &&
    readings.every(({ query }) => query.kind === 'task' && !query.where)
  );
}
const namedSubject = 12;

/** A column of the plan's own is asked with a condition on it: the plan states it. */
function asksOwnColumn({ sets }: Analysis, pack: KnowledgePack): boolean {
  const read = sets.get('grammar')?.[0];
  return conjuncts(read?.query.where).some(
    (test) => 'column' in test && columnsFor(pack).of(read!.query.kind, test.column)?.extra === true,
  );
}

/** What the plan says of a right that it never names (方案里商业秘密咋规定的). */
function ofUnnamedRight({ asked, need }: Analysis, { needs, records }: KnowledgePack): boolean {
  if (!need || !asksText.test(asked.text)) return false;
  const rights = needs.facets.filter(
    ({ of, words }) => of === 'right' && words.some((word) => asked.text.includes(word)),
  );
  const printed = [...records.values()].map(({ text }) => text.text).join('');
  return (
    rights.length > 0 &&
    rights.every(({ words }) => !words.some((word) => asked.text.includes(word) && printed.includes(word)))
  );
}
const asksText = /哪一?条(?:管|讲|说|写)|[咋怎]么?(?:规定|写|说)|是哪一?条|提没提|提到没|有没有(?:提|写|讲|说)/;

/** 15家市场是哪15家: the number that the record prints is asked for by name, and no names are printed. */
function asksNamesOfNumber({ asked, ranking }: Analysis, { records }: KnowledgePack): boolean {
  const said = /(?:哪|分别是|具体是|到底是)(\d{1,4}|[两二三四五六七八九十]{1,3})([家个所座名市期])/.exec(asked.text);
  const nearest = ranking.hits.map(({ id }) => records.get(id)).find((record) => record !== undefined);
  const n = said && readNumber(said[1]!.replace('两', '二'));
  return Boolean(n && nearest && new RegExp(`(?<!\\d)${n}\\s*[${said[2]}余多]`).test(nearest.text.text));
}

/** Both readers read the same conditions in every word of the question, and nothing speaks against it. */
function readAlike({ sets, subject, cues, outsideness }: Analysis): boolean {
  const tops = [...sets.values()].map(([read]) => read);
  return (
    tops.length > 1 &&
    cues.length === 0 &&
    outsideness < 0.5 &&
    subject < subjectFloor &&
    tops.every(
      (read) => read !== undefined && read.conditions > 0 && read.unexplained < 0.5 && read.key === tops[0]!.key,
    )
  );
}

/** What the plan prints of its indicators: their headings and cells. */
const ofIndicators = ({ annexes, records }: KnowledgePack['plan']) =>
  JSON.stringify([
    annexes.filter(({ kind }) => kind === 'indicator'),
    records.filter(({ kind }) => kind === 'indicator'),
  ]);

/** A number of things is asked for a year that the plan never names. */
function ofAnotherYear({ asked, ranking }: Analysis, { plan }: KnowledgePack): boolean {
  const years = asked.text.match(/20\d\d/g) ?? [];
  if (!years.length || asked.aspects.has('deadline') || asked.units.length || /到期|完成|时限/.test(asked.text))
    return false;
  const nearest = ranking.hits.find(({ id }) => isRecord(id))?.id ?? '';
  if (asked.kinds.includes('indicator') || nearest.startsWith('indicator:'))
    return years.every((year) => !ofIndicators(plan).includes(year));
  if (!asked.aspects.has('target') && !asked.wantsCount) return false;
  return years.every((year) => !plan.records.some((record) => JSON.stringify(record).includes(year)));
}

/** Reads numbers of rows as a range. */
const ofRange = ({ query }: Read) =>
  conjuncts(query.where).some(
    (test) => 'column' in test && test.column === 'number' && test.is === 'between' && test.low < test.high,
  );

/** A list, a number or a role is asked for. */
const asksOfUnits = (asked: Analysis['asked']) =>
  asked.wantsList ||
  asked.wantsCount ||
  asked.aspects.has('content') ||
  asked.tokens.some(({ tag }) => tag.startsWith('role.') || tag === 'kind.task');

/** A word by itself (调解) tells no need: what is near to it is offered. */
const singleWord = 3;

/** Kinds of answer that a question could have at all. */
export function possibleRoutes(analysis: Analysis, pack: KnowledgePack): Set<Route> {
  const { asked, sets, ranking, cues, subject } = analysis;
  if (asksNamesOfNumber(analysis, pack) || ofUnnamedRight(analysis, pack)) return new Set(['outside']);
  if (ofAnotherYear(analysis, pack)) return new Set(['outside']);
  if (onlyRow(analysis, pack)) return new Set(['rows']);
  // What a department that the plan never names leads or is due is not in the plan, however near other rows are.
  if (asked.unknownUnits.length && !asked.units.length && !asked.rows.length && asksOfUnits(asked))
    return new Set(['outside']);
  if (hasToken(asked, 'doc.star') && !asked.units.length && !asked.periods.length) return new Set(['document']);
  if (onlyAsks(analysis) && !cues.length && !analysis.need?.entry.places) return new Set(['unclear', 'outside']);
  // A column of the plan's own, asked of something that it names (桥南小区改造经费是多少).
  const ownCell = asked.columns.length > 0 && subject >= subjectFloor;
  const stated = asksOwnColumn(analysis, pack) || ownCell || readAlike(analysis);
  const possible = new Set<Route>(stated ? [] : ['outside']);
  const readings = [...sets.values()].flatMap((read) => read.slice(0, 1));
  const rows = asked.rows.some(({ kind }) => kind !== 'group');
  const conditions = readings.some((read) => read.conditions > 0);
  const asks = rows || conditions || asked.wantsList || asked.wantsCount || asked.rest !== '';
  if (readings.length && !ignoresWords(analysis, readings, pack)) possible.add('set');
  // 20号~39号 is a condition, not the two rows at its ends.
  if (rows && !readings.some(ofRange)) possible.add('rows');
  if (ranking.hits.length && !explainedByNeed(analysis)) possible.add('record');
  // A place called by its name is looked up; the need is what is said without one.
  const called = asked.terms.some(({ value }) => value.startsWith('service-point:'));
  const ofTable = asked.kinds.some((kind) => ['indicator', 'phase', 'guarantee', 'group'].includes(kind));
  if (analysis.need?.entry.places && !called && !ofTable && asked.text.length > singleWord) possible.add('need');
  if (asked.tokens.some(({ tag }) => tag.startsWith('doc.'))) possible.add('document');
  if (asked.tokens.some(({ tag }) => tag.startsWith('duty'))) possible.add('duties');
  if (cues.some(isSocial) && subject < subjectFloor && !conditions && !rows && !asked.aspects.size)
    return new Set(['social']);
  if (cues.some(isSocial) || hasToken(asked, 'help') || !asks) possible.add('social');
  return possible;
}
