/** Validates a subscription against the packs: resolves names to those of the plan and reports every fault together. */
import { type Fault, faultIn, SetupError } from '../../model/fault.ts';
import { issueText } from '../../model/issue-text.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { Subscription } from '../../model/subscription.ts';
import type { Text } from '../../model/text.ts';
import { type DayNumber, numberOfDay } from '../../shared/day.ts';
import { cronFault, everFires } from '../calendar/cron.ts';
import { digestText } from '../messages.ts';
import { packsOf } from '../select.ts';
import { nearUnits } from './near-units.ts';

/** The units that a name stands for, as printed; a joint name stands for several. */
function unitsNamed(packs: readonly KnowledgePack[], name: string): string[] {
  const wanted = name.normalize('NFKC').trim().toLowerCase();
  const folded = (text: string) => text.normalize('NFKC').toLowerCase();
  const found = packs.flatMap(({ units }) => {
    const one = units.units.filter((unit) =>
      [unit.name, unit.short, ...unit.aliases, ...unit.english].some((known) => folded(known) === wanted),
    );
    if (one.length) return one.map((unit) => unit.name);
    return units.joint.filter((joint) => joint.names.some((known) => folded(known) === wanted)).flatMap((j) => j.units);
  });
  return [...new Set(found)];
}

function cronProblem(expression: string, today: DayNumber): Text | undefined {
  const why = cronFault(expression);
  if (why) return digestText('cronWrong', { expression, why });
  return everFires(expression, today) ? undefined : digestText('neverFires', { expression });
}

/** @throws {SetupError} with every fault; `file` names where the subscription is from. */
export function validateSubscription(
  raw: unknown,
  packs: readonly KnowledgePack[],
  file: string,
  today: DayNumber = numberOfDay(2026, 1, 1),
): Subscription {
  const faults: Fault[] = [];
  const read = Subscription.safeParse(raw);
  if (!read.success) {
    const found = read.error.issues.map((issue) => faultIn(file, issueText(issue), issue.path.join('.')));
    throw new SetupError(digestText('subscriptionWrong'), found);
  }
  const subscription = read.data;
  const { scope, timing, content } = subscription;
  const say = (place: string, why: Text) => faults.push(faultIn(file, why, place));
  for (const id of scope.plans)
    if (!packs.some((pack) => pack.id === id))
      say('scope.plans', digestText('planUnknown', { id, known: packs.map((pack) => pack.id).join(', ') }));
  const named = packsOf(packs, scope);
  // A plan that is not there does not hide a unit that no plan names.
  const chosen = named.length ? named : packs;
  const units = scope.units.flatMap(({ unit, role }) => {
    const known = unitsNamed(chosen, unit);
    if (!known.length)
      say('scope.units', digestText('unitUnknown', { unit, near: nearUnits(chosen, unit).join(', ') }));
    return known.map((name) => ({ unit: name, role }));
  });
  for (const group of scope.groups)
    if (!chosen.some((pack) => pack.records.has(`group:${group}`)))
      say('scope.groups', digestText('groupUnknown', { group }));
  const badCron = timing.schedule.kind === 'cron' && cronProblem(timing.schedule.expression, today);
  if (badCron) say('timing.schedule', badCron);
  const { due, leads, overdue, duties, phases, report } = content;
  if (!due.length && !leads.length && !overdue && !duties && !phases && !report)
    say('content', digestText('asksNothing'));
  if (faults.length) throw new SetupError(digestText('subscriptionWrong'), faults);
  return { ...subscription, scope: { ...scope, units } };
}
