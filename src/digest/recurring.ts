/** Blocks of a digest without a due day: phases that begin or end in the month, and recurring duties. */
import { type Month, parseMonth } from '../knowledge/month.ts';
import { unitsIn } from '../knowledge/select.ts';
import { type Formatter, shortName, units } from '../language/format.ts';
import type { Block } from '../model/card.ts';
import type { Duty, KnowledgePack } from '../model/pack/pack.ts';
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
export function dutiesIn({ duties: all }: KnowledgePack, scope: Scope, tasks: readonly Task[]): readonly Duty[] {
  const isNarrow = scope.units.length > 0 || scope.groups.length > 0 || scope.starredOnly;
  const ids = new Set(tasks.map(({ id }) => id));
  return all.filter((duty) => !isNarrow || duty.records.some((id) => ids.has(id)));
}

interface DutyLine {
  text: string;
  records: PlanRecord[];
}

/** The plan's own words, with the target of an indicator and the unit that leads: words alone may not say what is to be done. */
function dutyLine(say: SayDigest, formatter: Formatter, { quote, records }: Duty): DutyLine {
  const linked = records.flatMap((id) => formatter.pack.records.get(id) ?? []);
  const [first] = linked;
  const target =
    first?.kind === 'indicator' ? [say('target', { target: first.target.text, unit: first.measuredIn.text })] : [];
  const led = linked.find((record) => unitsIn(record, 'responsible').length);
  const names = led ? unitsIn(led, 'responsible').map((name) => shortName(formatter, name)) : [];
  const who = names.length ? [say('dutyLead', { unit: units(names) })] : [];
  const details = [...target, ...who].join(say('listJoin'));
  const cited = linked.filter((record) => record === first || record === led);
  return { text: say(details ? 'dutyWith' : 'duty', { quote, details }), records: cited };
}

/** `over`: every deadline has passed, and a duty holds for the term of the plan only. */
export function duties(
  say: SayDigest,
  formatter: Formatter,
  scope: Scope,
  tasks: readonly Task[],
  isOver: boolean,
): RecurringBlock[] {
  const { pack } = formatter;
  const own = dutiesIn(pack, scope, tasks);
  return (['month', 'quarter', 'year'] as const).flatMap((every) => {
    const group = own.filter((duty) => duty.every === every);
    if (!group.length) return [];
    const label = say(isOver ? 'dutiesInTerm' : 'dutiesEvery', { every: say(everyKeys[every]), count: group.length });
    return [
      { block: { type: 'text', text: label } as const, records: [] },
      ...group.map((duty) => {
        const { text, records } = dutyLine(say, formatter, duty);
        return { block: { type: 'text', text } as const, records };
      }),
    ];
  });
}
