/** Looks a subject up among all records: the best, or a question back, or the plan does not say. */

import { emptyFilter, select, unitsIn } from '../knowledge/select.ts';
import { column, currentMonth } from '../language/format.ts';
import type { PlanRecord } from '../model/plan.ts';
import { whichOfCard } from './compose/others.ts';
import { asksNow } from './filter.ts';
import { type Asking, type Response, recordsOf, respondWith } from './response.ts';
import { stateRecord, stateRows } from './state.ts';
import { askingPart } from './subject.ts';
import {
  answerFloor,
  answerFloorFor,
  isRecord,
  noCue,
  noCueColumn,
  noCueMet,
  noCueNumber,
  softCue,
  strongSubject,
  sureInside,
} from './thresholds.ts';
import { type Aspect, marked, type Understanding } from './understand.ts';
import { decline } from './unstated.ts';

/** Looks a subject up: the best record, or a question back, or the plan does not say. */
export function lookUp(asking: Asking): Response {
  const { engine, asked, voice: formatter, trace } = asking;
  const ranking = engine.rank(asked.text);
  const named = new Set(asked.units.filter((unit) => !unit.not).flatMap((unit) => unit.units));
  const called = new Set(asked.terms.map((term) => term.value));
  const places = new Set(
    engine.pack.servicePoints
      .filter(({ id }) => called.has(`channel:${id}`))
      .flatMap((channel) => channel.records.slice(0, 1)),
  );
  const regular = new Set(engine.pack.duties.flatMap((duty) => duty.records.slice(0, 1)));
  const records = ranking.hits
    .filter((hit) => isRecord(hit.id))
    .slice(0, 40)
    .map((hit) => ({
      ...hit,
      score: hit.score * favour(engine.pack.records.get(hit.id)!, asked, { named, regular, places }),
    }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const outside = ranking.hits.find((hit) => !isRecord(hit.id));
  const top = rowFor(asking, records);
  const share = top ? top.score / ranking.best : 0;
  trace(
    'found',
    records
      .slice(0, 5)
      .map((hit) => `${hit.id} ${hit.score.toFixed(1)}`)
      .join(' · '),
  );
  trace('measure', `share ${share.toFixed(3)}, outside ${outside ? `${outside.id} ${outside.score.toFixed(1)}` : '-'}`);
  const outsideness = engine.outsideness(askingPart(asked.text));
  if (!top || !isNear(top.score, share, outsideness, asked))
    return decline(asking, '', 'nothing in the plan is near enough');
  const limit = outsideLimit(engine.pack.records.get(top.id)!, asked, top.score, share);
  if (outsideness > limit)
    return decline(asking, '', `sounds ${(100 * outsideness).toFixed(0)}% like what no record states`);
  if (outside && outside.score > top.score * 1.15)
    return decline(
      asking,
      engine.speech.outside.find((topic) => `outside:${topic.id}` === outside.id)!.label,
      `nearer to ${outside.id} than to any record`,
    );
  const record = engine.pack.records.get(top.id)!;
  if (record.kind === 'phase' && asksNow(asked) && asked.periods.length) {
    const now = select(
      engine.pack,
      { ...emptyFilter('phase'), periods: [{ from: currentMonth(formatter), to: currentMonth(formatter) }] },
      currentMonth(formatter),
    );
    if (now.some((phase) => phase.id === record.id) && now.length > 1)
      return stateRows(asking, [record.id, ...now.map((p) => p.id).filter((id) => id !== record.id)]);
  }
  const close = records.filter((hit) => hit.score > top.score * 0.82).slice(0, 4);
  const subjectLength = [asked.rest, ...asked.terms.map((t) => t.text)].join('').replace(/\s/g, '').length;
  if (close.length >= 3 && subjectLength <= 4 && subjectLength > 0) {
    trace('asked back', `${close.length} records are equally near`);
    const aspect = [...asked.aspects][0];
    const candidates = recordsOf(
      asking,
      close.map((hit) => hit.id),
    );
    const label = (one: PlanRecord) => (aspect ? column(formatter, one.kind, aspect) : '');
    const card = whichOfCard(formatter, candidates, (one) => `${one.place}${label(one)}`);
    return respondWith(
      asked,
      'clarify',
      card,
      candidates.map((c) => c.id),
      { candidates: candidates.map((c) => c.id) },
    );
  }
  return stateRecord(asking, top.id);
}

/** A short question that is met for a good part is near too, and so is a faint match that sounds like nothing foreign. */
function isNear(score: number, share: number, outsideness: number, asked: Understanding): boolean {
  if (score >= answerFloorFor(asked)) return true;
  return (share > 0.25 && score > answerFloor / 2) || (outsideness < sureInside && score > answerFloor * 0.8);
}

const columns: Aspect[] = ['responsible', 'cooperating', 'leader', 'deadline', 'place', 'star'];

/** Where a column is asked and a paragraph came first: the row of the annex that carries it out, if that is near too. */
function rowFor({ engine, asked }: Asking, records: readonly { id: string; score: number }[]) {
  const [top] = records;
  if (!top || !columns.some((aspect) => asked.aspects.has(aspect) && aspect !== 'place')) return top;
  const rows = engine.pack.tasksOf.get(top.id);
  const isRow = (id: string) => (top.id.startsWith('indicator:') ? id.startsWith('task:') : rows?.includes(id));
  return records.find((hit) => isRow(hit.id) && hit.score > top.score * 0.6) ?? top;
}

export const asksNumber = /多少|几[^月号时项]|百分之|how many|how much/;

/** A target is printed; how much there is by now is not. */
const actualWords = /现在|目前|已经|至今|到现在|迄今|去年|前年|累计|实际|so far|currently|already/;

/** How much a question may sound like what is never stated, and be answered all the same. */
function outsideLimit(record: PlanRecord, asked: Understanding, score: number, share: number): number {
  const actual = actualWords.test(asked.text);
  const number = !actual && (asked.aspects.has('target') || asksNumber.test(asked.text)) && /\d/.test(textOf(record));
  const brief = asked.text.length < 8 || marked(asked, 'ask.done');
  // The calendar knows how long it is to a deadline.
  if (marked(asked, 'ask.left') && 'deadline' in record) return 1;
  if (actual && asksNumber.test(asked.text)) return softCue;
  if (number) return record.kind === 'indicator' && score > strongSubject * 1.5 ? 1 : noCueNumber;
  // What a row lists can be asked for: 海外的保险有哪几样. So can whether a unit is in it.
  const lists = asked.wantsList && /、.*、|》《/.test(record.text.text);
  const names = asked.wantsYesNo && asked.units.length === 1 && 'responsible' in record;
  if (brief || lists || names) return noCueNumber;
  // A question that a record meets for a good part asks for what it says more often than not.
  const met = share > 0.33 && score > strongSubject ? noCueMet : noCue;
  const column = 'responsible' in record && columns.some((aspect) => asked.aspects.has(aspect));
  return Math.max(met, column ? noCueColumn : 0);
}

const textOf = (record: PlanRecord) => (record.kind === 'indicator' ? record.target.text : record.text.text);

interface Favoured {
  /** Units named in the question. */
  named: ReadonlySet<string>;
  /** First records of recurring duties. */
  regular: ReadonlySet<string>;
  /** First records of the channels that are called by name. */
  places: ReadonlySet<string>;
}

/** Small preferences among near equals: a unit that was named, the kind that holds what was asked. */
function favour(record: PlanRecord, asked: Understanding, { named, regular, places }: Favoured): number {
  let factor = places.has(record.id) ? 1.15 : 1;
  if (named.size && unitsIn(record, 'responsible').some((unit) => named.has(unit))) factor *= 1.15;
  else if (named.size && unitsIn(record, 'cooperating').some((unit) => named.has(unit))) factor *= 1.07;
  if (asked.kinds.includes(record.kind)) factor *= record.kind === 'task' ? 1.06 : 1.15;
  const level = (tag: string) => marked(asked, tag);
  if (record.kind === 'support' && level('level.above')) factor *= 1.2;
  if (record.kind === 'support' && !level('level.above') && !asked.kinds.includes('support')) factor *= 0.92;
  if (record.kind === 'support' && level('level.own') && !level('level.above')) factor *= 0.75;
  const rowAsked =
    asked.aspects.has('deadline') ||
    asked.aspects.has('responsible') ||
    asked.aspects.has('cooperating') ||
    asked.aspects.has('leader');
  if (rowAsked && (record.kind === 'measure' || record.kind === 'group')) factor *= 0.9;
  if (asked.aspects.has('target') && record.kind === 'indicator') factor *= 1.08;
  // The annex of support names no cooperating units and no deadlines.
  if (record.kind === 'support' && (asked.aspects.has('cooperating') || asked.aspects.has('deadline'))) factor *= 0.8;
  if (level('ask.interval') && regular.has(record.id)) factor *= 1.35;
  return factor;
}
