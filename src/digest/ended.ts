/** Tells whether every deadline of a subscription has passed, and whether its digests have anything left to say. */
import { dayAt, type Month, monthOf, parseMonth } from '../knowledge/month.ts';
import { monthDue } from '../knowledge/select.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { Scope, Subscription } from '../model/subscription.ts';
import { dutiesIn } from './recurring.ts';
import { packsOf, scopedTasks } from './select.ts';

/** The month of an instant where the subscription is read. */
export function monthAt(at: Date, zone: string): Month {
  const { year, month } = dayAt(at, zone);
  return monthOf(year, month);
}

const lastOf = (records: Iterable<PlanRecord>): Month | undefined => {
  const months = [...records].map(monthDue).filter((month) => month !== undefined);
  return months.length ? Math.max(...months) : undefined;
};

/** The last deadline of the plan as a whole; undefined where it states none. */
export const lastDeadline = (pack: KnowledgePack): Month | undefined => lastOf(pack.records.values());

/** The last deadline of the tasks in scope; undefined where none of them has one. */
export const lastInScope = (pack: KnowledgePack, scope: Scope): Month | undefined =>
  lastOf(scopedTasks(pack, scope, 0));

/** Tasks of the scope had deadlines, and all of them have passed. */
export function hasEnded(pack: KnowledgePack, scope: Scope, current: Month): boolean {
  const last = lastInScope(pack, scope);
  return last !== undefined && last < current;
}

const phasesAhead = (pack: KnowledgePack, current: Month) =>
  [...pack.records.values()].some((record) => record.kind === 'phase' && parseMonth(record.to) >= current);

/** Whether digests of a plan whose deadlines have passed still hold something that was asked for. */
function continues({ content, scope }: Pick<Subscription, 'content' | 'scope'>, pack: KnowledgePack, current: Month) {
  if (content.overdue || content.report) return true;
  if (content.duties && dutiesIn(pack, scope, scopedTasks(pack, scope, current)).length > 0) return true;
  return content.phases && phasesAhead(pack, current);
}

/** Nothing of what was asked for will ever be due again: every deadline has passed, and nothing else is wanted. */
export function isSpent(
  subscription: Pick<Subscription, 'content' | 'scope'>,
  packs: readonly KnowledgePack[],
  current: Month,
): boolean {
  const chosen = packsOf(packs, subscription.scope);
  return (
    chosen.length > 0 &&
    chosen.every((pack) => hasEnded(pack, subscription.scope, current) && !continues(subscription, pack, current))
  );
}

/** The end was announced and nothing follows: no slot is entered until a plan with later deadlines comes. */
export const isResting = (
  subscription: Subscription,
  packs: readonly KnowledgePack[],
  notifiedPlans: readonly string[],
  at: Date,
): boolean =>
  packsOf(packs, subscription.scope).every(({ id }) => notifiedPlans.includes(id)) &&
  isSpent(subscription, packs, monthAt(at, subscription.timing.zone));
