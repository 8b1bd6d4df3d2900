/** Sets of records: by unit counts, by topic, by the present moment, recurring duties; and whether a set is meant at all. */

import { emptyFilter, type Filter, monthDue, select, unitsIn } from '../knowledge/select.ts';
import { currentMonth, formatMonth } from '../language/format.ts';
import { dutiesCard } from './compose/others.ts';
import { type Asking, type Response, respondWith } from './response.ts';
import { stateList } from './state.ts';
import { floorFor, isRecord, strongSubject } from './thresholds.ts';
import { marked } from './understand.ts';

/** 公安和法院谁牵头的多, 牵头最多的是哪家: counts by unit. */
export function countUnits(asking: Asking, filter: Filter): Response | undefined {
  const { engine, voice: formatter, asked } = asking;
  const current = currentMonth(formatter);
  const role =
    asked.units[0]?.role === 'cooperating' || (asked.aspects.has('cooperating') && !asked.units.length)
      ? 'cooperating'
      : 'responsible';
  const { say } = formatter;
  const positive = filter.units.filter((unit) => !unit.not);
  if (positive.length >= 2 && (asked.superlative || asked.compares)) {
    const counted = positive.map((unit) => ({
      unit,
      count: select(engine.pack, { ...filter, units: [unit] }, current).length,
    }));
    const best = Math.max(...counted.map(({ count }) => count));
    const winners = counted.filter(({ count }) => count === best);
    const counts = counted
      .map(({ unit, count }) => say('countOf', { what: unit.units.join('、'), count }))
      .join(say('semicolon'));
    const sentence =
      winners.length === 1
        ? say('compareMore', { what: winners[0]!.unit.units.join('、'), counts })
        : say('compareSame', { counts });
    return stateList(asking, { ...filter, unitsJoin: 'some' }, [sentence]);
  }
  const ofMonths = asked.superlative && !positive.length && /哪个?月|月份|which month/.test(asked.text);
  if (ofMonths) return countMonths(asking, filter);
  if (!asked.superlative || positive.length || !asked.aspects.has(role)) return undefined;
  const excluded = new Set(filter.units.filter((unit) => unit.not).flatMap((unit) => unit.units));
  const counts = new Map<string, number>();
  for (const record of select(engine.pack, { ...filter, units: [] }, current))
    for (const unit of unitsIn(record, role)) if (!excluded.has(unit)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  if (!counts.size) return undefined;
  const edge = asked.superlative === 'most' ? Math.max(...counts.values()) : Math.min(...counts.values());
  const winners = [...counts].filter(([, count]) => count === edge).map(([unit]) => unit);
  const sentence = say('mostUnit', { unit: winners.join('、'), adjective: say(asked.superlative), count: edge });
  return stateList(asking, { ...filter, units: [{ units: winners, role, not: false, text: '' }] }, [sentence]);
}

/** 哪个月到期最多: the month that most, or fewest, tasks share. */
function countMonths(asking: Asking, filter: Filter): Response | undefined {
  const { engine, voice: formatter, asked } = asking;
  const counts = new Map<number, number>();
  for (const record of select(engine.pack, filter, currentMonth(formatter))) {
    const month = monthDue(record);
    if (month !== undefined) counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([, a], [, b]) => (asked.superlative === 'least' ? a - b : b - a));
  const [best] = ordered;
  if (!best) return undefined;
  const [month, count] = best;
  const sentence = formatter.say('mostMonth', {
    date: formatMonth(formatter, month),
    adjective: formatter.say(asked.superlative!),
    count,
  });
  return stateList(asking, { ...filter, periods: [{ from: month, to: month }] }, [sentence]);
}

/** 每季度要开什么会: what the plan says is done again and again. */
export function answerDuties({ engine, voice: formatter, asked, trace }: Asking): Response | undefined {
  const has = (tag: string) => marked(asked, tag);
  const every = has('duty.quarter') ? 'quarter' : has('duty.year') ? 'year' : undefined;
  const asksAll = has('duty') || (every && (asked.wantsList || /什么|啥|哪/.test(asked.text)));
  if (!asksAll) return undefined;
  const duties = engine.pack.duties.filter((duty) => !every || duty.every === every);
  if (!duties.length) return undefined;
  trace('duties', duties.map((duty) => duty.id).join(' '));
  const records = [...new Set(duties.map((duty) => duty.records[0]!))];
  return respondWith(asked, 'list', dutiesCard(formatter, duties), records);
}

/** 涉及商标的任务有几项: tasks in whose words the subject stands. */
export function topicList(asking: Asking, filter: Filter): Response | undefined {
  const { engine, asked } = asking;
  if (
    !(asked.wantsList || asked.wantsCount) ||
    !(asked.kinds.includes('task') || /有关|相关|涉及|关于/.test(asked.text)) ||
    filter.kind !== 'task'
  )
    return undefined;
  const words = [...new Set([...asked.terms.map((term) => term.text), ...asked.rest.split(' ')])].filter(
    (word) => word.length > 1,
  );
  const concepts = new Set(
    asked.terms.filter((term) => term.value.startsWith('concept:')).map((term) => term.value.slice(8)),
  );
  const terms = engine.pack.concepts.filter((concept) => concepts.has(concept.id)).flatMap((concept) => concept.terms);
  const wanted = [...words, ...terms];
  const ids = [...engine.pack.records.values()]
    .filter((record) => record.kind === 'task' && wanted.some((word) => record.text.text.includes(word)))
    .map((record) => record.id);
  if (!ids.length) return undefined;
  asking.trace('topic', `${wanted.join(' ')} → ${ids.length} tasks`);
  return stateList(asking, { ...filter, among: ids, topic: words.join('、') });
}

/** 哪两个指标是不低于95%的: indicators whose target prints the number. */
export function indicatorsAt(asking: Asking): Response | undefined {
  const { engine, asked } = asking;
  const numbers = asked.text.match(/\d+(?:\.\d+)?/g);
  if (!numbers || !asked.wantsList || !asked.kinds.includes('indicator')) return undefined;
  const ids = [...engine.pack.records.values()]
    .filter(
      (record) =>
        record.kind === 'indicator' &&
        numbers.some((number) => record.target.text.match(/\d+(?:\.\d+)?/)?.[0] === number),
    )
    .map((record) => record.id);
  return ids.length ? stateList(asking, { ...emptyFilter('indicator'), among: ids }) : undefined;
}

/** Phases that hold the present month: 现在是第几阶段. */
export function phasesNow(asking: Asking): Response {
  const { voice: formatter, asked } = asking;
  const current = currentMonth(formatter);
  const periods = asked.periods.length
    ? asked.periods.map(({ from, to }) => ({ from: from ?? current, to: to ?? current }))
    : [{ from: current, to: current }];
  return stateList(asking, { ...emptyFilter('phase'), periods });
}

/** With conditions present: is one thing looked up all the same? */
export function isLookup({ engine, asked }: Asking, subject: number, listing: boolean, leaderAsked: boolean): boolean {
  if ((asked.strangers.length && listing) || leaderAsked) return false;
  if (asked.groups.length && (listing || asked.units.length || asked.periods.length)) return false;
  if (
    asked.wantsYesNo &&
    !listing &&
    subject > 4 &&
    !asked.periods.length &&
    asked.starred === undefined &&
    !asked.status &&
    asked.units.every((unit) => unit.role === 'any')
  )
    return true;
  const unpointed =
    !listing &&
    !asked.periods.length &&
    asked.starred === undefined &&
    !asked.status &&
    asked.units.every((unit) => unit.role === 'any');
  if (unpointed && asked.units.length && asked.rest && asked.text.length >= 16) return true;
  if (subject < floorFor(asked)) return false;
  if (subject >= strongSubject) return true;
  const full = engine.rank(asked.text, isRecord).hits[0]?.score ?? 0;
  const pointed = listing || asked.units.some((unit) => unit.role !== 'any');
  return !(pointed && full < 32) || (asked.wantsYesNo && !listing);
}
