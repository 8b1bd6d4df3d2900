/** Checks a subscription against the packs: names become those that the plan prints; every fault is told at once. */
import type { Fault } from '../../model/fault.ts';
import { SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack.ts';
import { Subscription } from '../../model/subscription.ts';
import { type DayNumber, numberOfDay } from '../../shared/day.ts';
import { cronFault, everFires } from '../calendar/cron.ts';
import { packsOf } from '../select.ts';

/** The units that a name stands for, as printed; a joint name stands for several. */
function unitsNamed(packs: readonly KnowledgePack[], name: string): string[] {
  const said = name.normalize('NFKC').trim().toLowerCase();
  const folded = (text: string) => text.normalize('NFKC').toLowerCase();
  const found = packs.flatMap(({ units }) => {
    const one = units.units.filter((unit) =>
      [unit.name, unit.short, ...unit.aliases, ...unit.english].some((known) => folded(known) === said),
    );
    if (one.length) return one.map((unit) => unit.name);
    return units.joint.filter((joint) => joint.names.some((known) => folded(known) === said)).flatMap((j) => j.units);
  });
  return [...new Set(found)];
}

const pairs = (text: string) => Array.from({ length: text.length + 1 }, (_, at) => ` ${text} `.slice(at, at + 2));
/** That a name begins or ends with the same character says less than two that stand together. */
const weight = (pair: string) => (pair.includes(' ') ? 1 : 2);
const weightOf = (all: readonly string[]) => all.reduce((sum, pair) => sum + weight(pair), 0);

/** By pairs of letters (Dice), so that one wrong, missing or swapped character leaves most of a name in place. */
function likeness(a: string, b: string): number {
  const [mine, theirs] = [pairs(a), pairs(b)];
  const shared = mine.filter((pair) => theirs.includes(pair));
  const characters = [...new Set(a)].filter((character) => b.includes(character)).length;
  return (2 * weightOf(shared)) / (weightOf(mine) + weightOf(theirs)) + characters / Math.max(a.length, b.length);
}

/** The three units whose names are the most alike: a wrong name is refused with something to choose from. */
export function nearUnits(packs: readonly KnowledgePack[], name: string, atLeast = 0): string[] {
  const said = name.normalize('NFKC').trim().toLowerCase();
  const scores = new Map<string, number>();
  for (const unit of packs.flatMap(({ units }) => units.units)) {
    const known = [unit.name, unit.short, ...unit.aliases, ...unit.english];
    const best = Math.max(...known.map((one) => likeness(said, one.normalize('NFKC').toLowerCase())));
    scores.set(unit.short, Math.max(best, scores.get(unit.short) ?? 0));
  }
  const sorted = [...scores].sort(([, a], [, b]) => b - a);
  const worth = sorted.filter(([, score]) => score >= Math.max(atLeast, sorted[0]![1] * 0.6));
  return worth.slice(0, 3).map(([unit]) => unit);
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
    const notifiedPlans = read.error.issues.map(({ path, message }) => ({ file, place: path.join('.'), message }));
    throw new SetupError('The subscription can’t be used as it is:', notifiedPlans);
  }
  const subscription = read.data;
  const { scope, timing, content } = subscription;
  const say = (place: string, message: string) => faults.push({ file, place, message });
  for (const id of scope.plans)
    if (!packs.some((pack) => pack.id === id))
      say('scope.plans', `there is no plan ${id}; there are ${packs.map((pack) => pack.id).join(', ')}`);
  const named = packsOf(packs, scope);
  // A plan that is not there does not hide a unit that no plan names.
  const chosen = named.length ? named : packs;
  const units = scope.units.flatMap(({ unit, role }) => {
    const known = unitsNamed(chosen, unit);
    if (!known.length)
      say('scope.units', `no plan names the unit ${unit}; near are ${nearUnits(chosen, unit).join(', ')}`);
    return known.map((name) => ({ unit: name, role }));
  });
  for (const group of scope.groups)
    if (!chosen.some((pack) => pack.records.has(`group:${group}`))) say('scope.groups', `there is no group ${group}`);
  const { schedule } = timing;
  if (schedule.kind === 'cron') {
    const why = cronFault(schedule.expression);
    if (why) say('timing.schedule', `${schedule.expression}: ${why}`);
    else if (!everFires(schedule.expression, today))
      say('timing.schedule', `${schedule.expression} never fires; there is no such day`);
  }
  if (!content.due.length && !content.leads.length && !content.overdue && !content.duties && !content.phases)
    say('content', 'asks for nothing: name what is due, reminders, overdue, duties or phases');
  if (faults.length) throw new SetupError('The subscription can’t be used as it is:', faults);
  return { ...subscription, scope: { ...scope, units } };
}
