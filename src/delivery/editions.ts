/** What the store holds of a plan whose records move to a newer edition: registrations follow their records, and subscriptions that name what is gone are reported. */
import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Plan } from '../model/plan.ts';
import { unitCellsOf } from '../model/plan.ts';
import { registration, subscription } from '../store/schema.ts';
import { type DeliveryContext, recordAudit } from './context.ts';
import { type SubscriptionRow, subscriptionOf } from './subscription-row.ts';

/** New id by old id; `undefined`: the record is gone. */
type MovedIds = ReadonlyMap<string, string | undefined>;
type Context = Pick<DeliveryContext, 'db' | 'now'>;

export interface TouchedSubscription {
  row: SubscriptionRow;
  /** Units and groups of its scope that the new edition does not have. */
  missing: string[];
}

/** The live subscriptions whose digests are of the plan. */
export async function subscriptionsOfPlan(
  { db }: Pick<Context, 'db'>,
  pack: string,
  plan: Plan,
): Promise<TouchedSubscription[]> {
  const rows = await db
    .select()
    .from(subscription)
    .where(ne(subscription.state, 'ended'))
    .orderBy(asc(subscription.createdAt));
  const units = new Set(plan.records.flatMap((record) => unitCellsOf(record).flatMap((cell) => cell.units)));
  const groups = new Set(plan.records.filter(({ kind }) => kind === 'group').map(({ number }) => number));
  return rows.flatMap((row) => {
    const { scope } = subscriptionOf(row);
    if (scope.plans.length && !scope.plans.includes(pack)) return [];
    const missing = [
      ...scope.units.map(({ unit }) => unit).filter((unit) => !units.has(unit)),
      ...scope.groups.filter((group) => !groups.has(group)).map(String),
    ];
    return [{ row, missing }];
  });
}

/** Registrations of records that move or go. */
export const registrationsTouched = ({ db }: Pick<Context, 'db'>, pack: string, ids: MovedIds) =>
  ids.size
    ? db
        .select()
        .from(registration)
        .where(and(eq(registration.pack, pack), inArray(registration.record, [...ids.keys()])))
        .orderBy(asc(registration.door), asc(registration.channel), asc(registration.record))
    : Promise.resolve([]);

/** Gives registrations the ids of the new edition, and takes those of records that are gone back. */
export function moveRegistrations(context: Context, pack: string, ids: MovedIds, actor: string): Promise<void> {
  return context.db.transaction(async (tx) => {
    const rows = await tx
      .delete(registration)
      .where(and(eq(registration.pack, pack), inArray(registration.record, [...ids.keys()])))
      .returning();
    for (const row of rows) {
      const record = ids.get(row.record);
      // All old ones are deleted before: two records may have changed numbers with each other.
      if (record)
        await tx
          .insert(registration)
          .values({ ...row, record })
          .onConflictDoNothing();
      const { door, channel } = row;
      await recordAudit(tx, context.now(), {
        actor,
        door,
        channel,
        action: record ? 'registration.move' : 'registration.undo',
        subject: `${pack}/${row.record}`,
        detail: record ? { record } : { doneBy: row.doneBy, doneAt: row.doneAt, edition: 'gone' },
      });
    }
  });
}
