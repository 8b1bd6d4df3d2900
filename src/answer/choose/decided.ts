/** Questions whose kind of answer is decided by what they name alone, whatever the weights say. */
import { readNumber } from '../../language/number.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { hasToken } from '../analyse/parse-question.ts';
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
  const named = /(?:哪|分别是|具体是|到底是)(\d{1,4}|[两二三四五六七八九十]{1,3})([家个所座名市期])/.exec(asked.text);
  const nearest = ranking.hits.map(({ id }) => records.get(id)).find((record) => record !== undefined);
  const n = named && readNumber(named[1]!.replace('两', '二'));
  return Boolean(n && nearest && new RegExp(`(?<!\\d)${n}\\s*[${named[2]}余多]`).test(nearest.text.text));
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

/** A list, a number or a role is asked for. */
const asksOfUnits = (asked: Analysis['asked']) =>
  asked.wantsList ||
  asked.wantsCount ||
  asked.aspects.has('content') ||
  asked.tokens.some(({ tag }) => tag.startsWith('role.') || tag === 'kind.task');

/** What a department that the plan never names leads or is due is not in the plan, however near other rows are. */
const ofUnknownUnit = ({ asked }: Analysis): boolean =>
  asked.unknownUnits.length > 0 && !asked.units.length && !asked.rows.length && asksOfUnits(asked);

/** What the mark of starred tasks means. */
const ofStar = ({ asked }: Analysis): boolean =>
  hasToken(asked, 'doc.star') && !asked.units.length && !asked.periods.length;

/** 主要目标是什么, 什么时候印发的: a part or a fact of the document is named, and nothing else. */
const ofDocument = ({ asked, subject, sets }: Analysis): boolean =>
  subject < subjectFloor &&
  asked.tokens.some(({ tag }) => tag.startsWith('doc.')) &&
  ![...sets.values()].some(([read]) => read && read.conditions > 0) &&
  !asked.units.length &&
  !asked.unknownUnits.length &&
  !asked.periods.length &&
  !asked.rows.length &&
  !asked.kinds.length &&
  !asked.wantsCount;

const isUnclear = (analysis: Analysis): boolean =>
  onlyAsks(analysis) && !analysis.cues.length && !analysis.need?.entry.places;

/** Questions that have one kind of answer, or two, whatever else they hold; the first test that holds counts. */
const decided: readonly (readonly [test: (analysis: Analysis, pack: KnowledgePack) => boolean, routes: Route[]])[] = [
  [asksNamesOfNumber, ['outside']],
  [ofUnnamedRight, ['outside']],
  [ofAnotherYear, ['outside']],
  [onlyRow, ['rows']],
  [ofUnknownUnit, ['outside']],
  [ofStar, ['document']],
  [isUnclear, ['unclear', 'outside']],
  [ofDocument, ['document', 'outside']],
];

/** The only kinds of answer that such a question has; undefined where the weights choose. */
export function decidedRoutes(analysis: Analysis, pack: KnowledgePack): readonly Route[] | undefined {
  return decided.find(([test]) => test(analysis, pack))?.[1];
}
