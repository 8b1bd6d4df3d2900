/** Numbers that say what kind of answer a question asks for: what each way of reading it explains, and what it leaves over. */

import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Analysis, Read } from '../analyse/analysis.ts';
import { isSocial, isSoft } from '../analyse/outside-topics.ts';
import type { Aspect } from '../analyse/parse-question.ts';
import { isRecord } from '../retrieve/thresholds.ts';

export type Features = Map<string, number>;

const logit = (p: number) => Math.log((p + 1e-3) / (1 - p + 1e-3));

/** Sizes of the set relative to what there is: none and all are unlikely to be meant. */
function size(read: Read, prefix: string, found: Features): void {
  const { records, lacking } = read.selection;
  found.set(`${prefix}.empty`, records.length === 0 ? 1 : 0);
  found.set(`${prefix}.one`, records.length === 1 ? 1 : 0);
  found.set(`${prefix}.lacking`, lacking.length ? 1 : 0);
}

function witness(name: string, readings: readonly Read[], found: Features): void {
  const [top] = readings;
  if (!top) {
    found.set(`${name}.none`, 1);
    return;
  }
  const rival = readings.find(({ key }) => key !== top.key);
  found.set(`${name}.margin`, Math.min(4, rival ? top.score - rival.score : 4));
  found.set(`${name}.unexplained`, Math.min(6, top.unexplained));
  found.set(`${name}.conditions`, Math.min(3, top.conditions));
  found.set(`${name}.conditions=${Math.min(3, top.conditions)}`, 1);
  const form = typeof top.query.as === 'string' ? top.query.as : Object.keys(top.query.as)[0];
  found.set(`${name}.as=${form}`, 1);
  found.set(`${name}.kind=${top.query.kind}`, 1);
  if (top.query.order) found.set(`${name}.order`, 1);
  size(top, name, found);
}

/** The question's own ranking: how near the best record is, and how far ahead of the next. */
function ranked({ ranking, subject, left }: Analysis, found: Features): void {
  const records = ranking.hits.filter(({ id }) => isRecord(id));
  const top = records[0]?.score ?? 0;
  const outside = ranking.hits.find(({ id }) => !isRecord(id))?.score ?? 0;
  found.set('rank', Math.log1p(top) / 2);
  found.set('rank.share', ranking.best ? top / ranking.best : 0);
  found.set('rank.gap', top ? 1 - (records[1]?.score ?? 0) / top : 0);
  found.set('outside.ratio', Math.min(2, top ? outside / top : outside ? 2 : 0));
  found.set('outside.nearer', outside > top ? 1 : 0);
  found.set('subject', Math.log1p(subject) / 2);
  found.set('subject.none', subject < 4 ? 1 : 0);
  found.set('subject.strong', subject > 25 ? 1 : 0);
  found.set('left', Math.log1p(left) / 2);
  found.set('left.strong', left > 12 ? 1 : 0);
}

/** How much of a need was said, what it leaves over, and whether the ranking names one of its places. */
function needed({ need, needLeft, ranking }: Analysis, found: Features): void {
  if (!need) return;
  const { entry, matched, unused } = need;
  const groups = Math.min(3, entry.when.length);
  if (entry.outside) {
    found.set('need.outside', 1);
    found.set('need.outside.left', Math.log1p(needLeft) / 2);
    return;
  }
  found.set(`need.groups=${groups}`, 1);
  for (const kind of matched.keys()) found.set(`need.${kind}`, 1);
  found.set('need.unused', Math.min(3, unused.length) / 2);
  found.set('need.left', Math.log1p(needLeft) / 2);
  const places = entry.places ?? [];
  const records = ranking.hits.filter(({ id }) => isRecord(id));
  const top = records[0];
  found.set('need.agrees', top && places.includes(top.id) ? 1 : 0);
  const near = records.find(({ id }) => places.includes(id));
  found.set('need.share', top && near ? near.score / top.score : 0);
}

/** Meanings of words whose mere presence says something of the kind of answer. */
const tellingTags =
  /^(?:ask|role|time|order|star|coop|compare|not|about|kind|doc|duty|level|help|original|more|back|next|previous|pick|only|switch|correct|samegroup|term|unit|joint|group|subject)/;

type Asked = Analysis['asked'];

function tokenFeatures({ tokens, aspects, columns }: Asked, found: Features): void {
  for (const { tag } of tokens) if (tellingTags.test(tag)) found.set(`tag.${tag}`, 1);
  if (tokens.some(({ tag }) => tag.startsWith('doc.'))) found.set('doc', 1);
  for (const aspect of aspects) found.set(`aspect.${aspect}`, 1);
  // A column of the plan's own is asked as the column of people is: a cell, by its heading.
  if (columns.length) found.set('aspect.leader', 1);
}

function rowFeatures({ rows }: Asked, found: Features): void {
  const specific = rows.filter(({ kind }) => kind !== 'group');
  found.set('rows', Math.min(3, specific.length));
  if (specific.length === 1) found.set('rows.one', 1);
  if (specific.some(({ ordinal }) => ordinal)) found.set('rows.ordinal', 1);
  if (specific.some(({ kind }) => kind !== undefined)) found.set('rows.kind', 1);
}

type Cue = Analysis['cues'][number];

/** How surely a cue tells that no record states what is asked. */
function firmness(cue: Cue): 'social' | 'soft' | 'hard' {
  if (isSocial(cue)) return 'social';
  return isSoft(cue) ? 'soft' : 'hard';
}

/** Lengths in characters up to which a question is of this size. */
const lengths: readonly (readonly [longest: number, name: string])[] = [
  [4, 'tiny'],
  [10, 'short'],
  [30, 'middle'],
  [Number.POSITIVE_INFINITY, 'long'],
];

function words({ asked, cues }: Analysis, found: Features): void {
  tokenFeatures(asked, found);
  rowFeatures(asked, found);
  if (asked.unknownUnits.length) found.set('strangers', 1);
  for (const cue of cues) {
    found.set(`topic.${cue.topic.id}`, 1);
    found.set(`cue.${firmness(cue)}`, 1);
  }
  if (asked.english) found.set('english', 1);
  found.set(`length.${lengths.find(([longest]) => asked.text.length <= longest)![1]}`, 1);
}

/** The number of steps that a value reaches. */
export const level = (value: number, steps: readonly number[]) => steps.filter((step) => value >= step).length;

/** Whether a record has the column that is asked; a number is asked of a record that prints one. */
export function holds(record: PlanRecord, aspect: Aspect): boolean {
  if (aspect === 'target') return record.kind === 'indicator' || printsNumber.test(record.text.text);
  if (aspect === 'responsible') return record.kind === 'task' || record.kind === 'support';
  if (aspect === 'leader') return record.kind === 'task' || record.kind === 'support';
  if (aspect === 'cooperating') return record.kind === 'task';
  if (aspect === 'deadline') return record.kind === 'task' || record.kind === 'phase';
  return true;
}
const printsNumber = /[0-9０-９]/;

/** What the nearest record is, and whether it has what is asked; the same of a row that is named. */
function columnsAsked({ asked, ranking }: Analysis, { records }: KnowledgePack, found: Features): void {
  const top = ranking.hits.map(({ id }) => records.get(id)).find((record) => record !== undefined);
  if (!top) return;
  found.set(`top.kind=${top.kind}`, 1);
  const aspects = [...asked.aspects];
  found.set('top.lacks', aspects.some((aspect) => !holds(top, aspect)) ? 1 : 0);
  if (asked.aspects.has('target') || asked.wantsCount)
    found.set(holds(top, 'target') ? 'number.printed' : 'number.lacking', 1);
  const [row] = asked.rows;
  const named = row ? records.get(`${row.kind ?? 'task'}:${row.number}`) : undefined;
  if (named && aspects.some((aspect) => !holds(named, aspect))) found.set('row.lacks', 1);
}

/** How likely the question is one that no record states, together with what speaks against that. */
function combined(analysis: Analysis, found: Features): void {
  const likely = level(analysis.outsideness, [0.1, 0.4, 0.7, 0.9]);
  const cues = new Set(analysis.cues.map(firmness));
  const cue = cues.has('hard') ? 'hard' : cues.has('soft') ? 'soft' : 'none';
  const share = level(found.get('rank.share') ?? 0, [0.15, 0.3, 0.45]);
  const tops = [...analysis.sets.values()].map(([top]) => top);
  const explained = found.get('agree') === 1 && tops.every((top) => top !== undefined && top.unexplained < 0.5);
  if (explained) found.set('explained', 1);
  const against = explained
    ? 'explained'
    : found.get('need.agrees')
      ? 'need'
      : found.get('number.printed')
        ? 'number'
        : `share${share}`;
  found.set(`likely${likely}.${cue}`, 1);
  found.set(`likely${likely}.${against}`, 1);
}

/** The features of a question. Values are of the order of one, so that one penalty fits all weights. */
export function featuresOf(analysis: Analysis, pack: KnowledgePack): Features {
  const found: Features = new Map([['bias', 1]]);
  for (const [name, readings] of analysis.sets) witness(name, readings, found);
  const tops = [...analysis.sets.values()].map(([top]) => top?.key);
  if (tops.length > 1) found.set('agree', tops.every((key) => key !== undefined && key === tops[0]) ? 1 : 0);
  ranked(analysis, found);
  needed(analysis, found);
  words(analysis, found);
  const p = logit(analysis.outsideness);
  found.set('outsideness', p / 2);
  found.set('outsideness.high', Math.max(0, p) / 2);
  columnsAsked(analysis, pack, found);
  combined(analysis, found);
  return found;
}
