/** Blocks of a digest without a due day: phases that begin or end in the month, and recurring duties. */
import { type Month, parseMonth } from '../knowledge/month.ts';
import type { Block } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { PlanRecord, Task } from '../model/plan.ts';
import type { Scope } from '../model/subscription.ts';
import type { SayDigest } from './phrases.ts';

export interface RecurringBlock {
  block: Block;
  records: PlanRecord[];
}

export function phases(say: SayDigest, pack: KnowledgePack, current: Month): RecurringBlock[] {
  return [...pack.records.values()].flatMap((record) => {
    if (record.kind !== 'phase') return [];
    const begins = record.from !== undefined && parseMonth(record.from) === current;
    const ends = parseMonth(record.to) === current;
    if (!begins && !ends) return [];
    const key = begins ? (ends ? 'phaseBoth' : 'phaseBegins') : 'phaseEnds';
    const text = say(key, { title: record.title.text, period: record.period.text });
    return [{ block: { type: 'text', text }, records: [record] }];
  });
}

const everyKeys = { month: 'everyMonth', quarter: 'everyQuarter', year: 'everyYear' } as const;

/** Duties of the whole plan, or, where the scope is narrower, of the tasks in it. */
export function duties(
  say: SayDigest,
  pack: KnowledgePack,
  scope: Scope,
  tasks: readonly Task[],
  over: boolean,
): RecurringBlock[] {
  const narrow = scope.units.length > 0 || scope.groups.length > 0 || scope.starredOnly;
  const ids = new Set(tasks.map(({ id }) => id));
  const mine = pack.duties.filter((duty) => !narrow || duty.records.some((id) => ids.has(id)));
  return (['month', 'quarter', 'year'] as const).flatMap((every) => {
    const group = mine.filter((duty) => duty.every === every);
    if (!group.length) return [];
    const label = say(over ? 'dutiesInTerm' : 'dutiesEvery', { every: say(everyKeys[every]), count: group.length });
    return [
      { block: { type: 'text', text: label } as const, records: [] },
      ...group.map((duty) => ({
        block: { type: 'quote', text: duty.quote } as const,
        records: duty.records.slice(0, 1).flatMap((id) => pack.records.get(id) ?? []),
      })),
    ];
  });
}
