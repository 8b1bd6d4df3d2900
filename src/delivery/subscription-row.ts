/** Converts a subscription between its table row and its schema. */
import { nextSlots } from '../digest/calendar/slots.ts';
import { isResting } from '../digest/ended.ts';
import { slotContext } from '../digest/select.ts';
import { Subscription } from '../model/subscription.ts';
import type { subscription } from '../store/schema.ts';
import type { DeliveryContext } from './context.ts';

export type SubscriptionRow = typeof subscription.$inferSelect;

/** @throws {ZodError} where another version wrote what this one does not know */
export function subscriptionOf(row: SubscriptionRow): Subscription {
  const { lateWithinHours: withinHours } = row;
  return Subscription.parse({
    scope: row.scope,
    content: row.content,
    timing: {
      schedule: row.schedule,
      zone: row.timeZone,
      dayOff: row.offDay,
      ...(row.quiet ? { quiet: row.quiet } : {}),
    },
    late:
      row.late === 'latest'
        ? { policy: 'latest', ...(withinHours === null ? {} : { withinHours }) }
        : { policy: row.late },
    whenNothing: row.silentWhenEmpty ? 'silence' : 'line',
    done: row.done,
    language: row.language,
    attach: row.attach,
  });
}

export function columnsOf({ scope, content, timing, late, whenNothing, done, language, attach }: Subscription) {
  return {
    scope,
    content,
    schedule: timing.schedule,
    timeZone: timing.zone,
    offDay: timing.dayOff,
    quiet: timing.quiet ?? null,
    late: late.policy,
    lateWithinHours: (late.policy === 'latest' ? late.withinHours : undefined) ?? null,
    silentWhenEmpty: whenNothing === 'silence',
    done,
    language,
    attach,
  };
}

/** Null where nothing follows: no such day, or the end of its plans has been announced and they have nothing left for it. */
export function nextAfter(
  { packs, calendar }: Pick<DeliveryContext, 'packs' | 'calendar'>,
  subscription: Subscription,
  after: Date,
  notifiedPlans: readonly string[],
): Date | null {
  if (isResting(subscription, packs, notifiedPlans, after)) return null;
  return nextSlots(slotContext(subscription, packs, calendar), after, 1)[0]?.at ?? null;
}
