/** Measures the time from slot to sent, by door. */
import { sql } from 'drizzle-orm';
import { delivery } from '../store/schema.ts';
import type { DeliveryContext } from './context.ts';

export interface DoorLatency {
  door: string;
  /** Number of slots, in all and by state. */
  slots: number;
  states: Record<string, number>;
  /** Milliseconds of those that were sent; absent where none was. */
  ms?: { p50: number; p95: number; max: number };
}

interface Row extends Record<string, unknown> {
  door: string;
  states: Record<string, number>;
  ms: { p50: number | null; p95: number; max: number };
}

/** Measures slots between `since` and now; alerts to admins are left out. */
export async function measureLatency(
  { db, now }: Pick<DeliveryContext, 'db' | 'now'>,
  since: Date,
): Promise<DoorLatency[]> {
  const { rows } = await db.execute<Row>(sql`
    with slot as (
      select door, state,
        case when state = 'sent' then extract(epoch from settled_at - slot_at)::float8 * 1000 end as ms
      from ${delivery}
      where cause is null and slot_at >= ${since.toISOString()}::timestamptz and slot_at <= ${now().toISOString()}::timestamptz
    )
    select door,
      (select jsonb_object_agg(state, n) from (select state, count(*) n from slot b where b.door = a.door group by state) c)
        as states,
      jsonb_build_object('p50', percentile_cont(0.5) within group (order by ms),
        'p95', percentile_cont(0.95) within group (order by ms), 'max', max(ms)) as ms
    from slot a group by door order by door`);
  return rows.map(({ door, states, ms: { p50, p95, max } }) => ({
    ...{ door, states },
    slots: Object.values(states).reduce((sum, count) => sum + count, 0),
    ...(p50 === null ? {} : { ms: { p50, p95, max } }),
  }));
}
