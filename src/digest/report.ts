/** The closing report of a plan: what fell due in which month and of which unit, with what the group registered as done. */
import type { Month } from '../knowledge/month.ts';
import { monthDue, unitsIn } from '../knowledge/select.ts';
import { type Formatter, shortName } from '../language/format.ts';
import type { Block } from '../model/card.ts';
import type { Task } from '../model/plan.ts';
import { recordKey, sayMonth } from './group-tasks.ts';
import type { SayDigest } from './phrases.ts';

/** Units beyond these are counted together; the rows of all of them follow on the pages. */
const maxUnits = 12;

function counted(say: SayDigest, tasks: readonly Task[], isDone: (task: Task) => boolean): string {
  const done = tasks.filter(isDone).length;
  return say(done ? 'countDone' : 'count', { count: tasks.length, done });
}

/** 共 68 项：2024年7月 17 项、…; `done` by `pack/record`. */
export function sayTotals(
  say: SayDigest,
  { pack }: Formatter,
  tasks: readonly Task[],
  done: ReadonlySet<string>,
): string {
  const isDone = (task: Task) => done.has(recordKey(pack, task));
  const months = [...Map.groupBy(tasks, (task) => monthDue(task)!)].sort(([a], [b]) => a - b);
  const each = months.map(([month, due]: [Month, Task[]]) =>
    say('monthCount', { month: sayMonth(say, month), count: due.length }),
  );
  const registered = tasks.filter(isDone).length;
  return say(registered ? 'totalsDone' : 'totals', {
    count: tasks.length,
    months: each.join(say('listJoin')),
    done: registered,
  });
}

/** One line for each unit that leads, those with the most tasks first. */
export function unitTotals(
  say: SayDigest,
  formatter: Formatter,
  tasks: readonly Task[],
  done: ReadonlySet<string>,
): Block {
  const isDone = (task: Task) => done.has(recordKey(formatter.pack, task));
  const byUnit = new Map<string, Task[]>();
  for (const task of tasks)
    for (const unit of unitsIn(task, 'responsible')) byUnit.set(unit, [...(byUnit.get(unit) ?? []), task]);
  const sorted = [...byUnit].sort(([, a], [, b]) => b.length - a.length);
  const facts = sorted
    .slice(0, maxUnits)
    .map(([unit, tasks]) => ({ label: shortName(formatter, unit), value: counted(say, tasks, isDone) }));
  const others = sorted.slice(maxUnits);
  if (others.length)
    facts.push({
      label: say('otherUnits', { count: others.length }),
      value: counted(say, [...new Set(others.flatMap(([, tasks]) => tasks))], isDone),
    });
  return { type: 'facts', facts };
}
