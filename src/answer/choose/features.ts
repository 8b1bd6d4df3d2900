/** Numbers that say what kind of answer a question asks for: what each way of reading it explains, and what it leaves over. */
import type { Analysis, Read } from '../analyse/analysis.ts';
import { isSocial, isSoft } from '../decline.ts';
import { isRecord } from '../thresholds.ts';

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

/** Meanings of words whose mere presence says something of the kind of answer. */
const told =
  /^(?:ask|role|time|order|star|coop|compare|not|about|kind|doc|duty|level|help|original|more|back|next|previous|pick|only|switch|correct|samegroup|term|unit|joint|group|subject)/;

function words({ asked, cues }: Analysis, found: Features): void {
  for (const { tag } of asked.marks) if (told.test(tag)) found.set(`tag.${tag}`, 1);
  for (const aspect of asked.aspects) found.set(`aspect.${aspect}`, 1);
  // A column of the plan's own is asked as the column of people is: a cell, by its heading.
  if (asked.columns.length) found.set('aspect.leader', 1);
  const specific = asked.rows.filter(({ kind }) => kind !== 'group');
  found.set('rows', Math.min(3, specific.length));
  if (specific.length === 1) found.set('rows.one', 1);
  if (specific.some(({ ordinal }) => ordinal)) found.set('rows.ordinal', 1);
  if (specific.some(({ kind }) => kind !== undefined)) found.set('rows.kind', 1);
  if (asked.strangers.length) found.set('strangers', 1);
  for (const cue of cues) {
    found.set(`topic.${cue.topic.id}`, 1);
    found.set(isSocial(cue) ? 'cue.social' : isSoft(cue) ? 'cue.soft' : 'cue.hard', 1);
  }
  if (asked.english) found.set('english', 1);
  const length = asked.text.length;
  found.set(
    length <= 4 ? 'length.tiny' : length <= 10 ? 'length.short' : length <= 30 ? 'length.middle' : 'length.long',
    1,
  );
}

/** The features of a question. Values are of the order of one, so that one penalty fits all weights. */
export function featuresOf(analysis: Analysis): Features {
  const found: Features = new Map([['bias', 1]]);
  for (const [name, readings] of analysis.sets) witness(name, readings, found);
  const tops = [...analysis.sets.values()].map(([top]) => top?.key);
  if (tops.length > 1) found.set('agree', tops.every((key) => key !== undefined && key === tops[0]) ? 1 : 0);
  ranked(analysis, found);
  words(analysis, found);
  const p = logit(analysis.outsideness);
  found.set('outsideness', p / 2);
  found.set('outsideness.high', Math.max(0, p) / 2);
  return found;
}
