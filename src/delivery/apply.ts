/** Brings the named subscriptions to what a file says: first a plan, then all of it or nothing. */
import { isDeepStrictEqual } from 'node:util';
import { and, isNotNull, ne } from 'drizzle-orm';
import { subscription } from '../store/schema.ts';
import type { Ledger, Transaction } from './context.ts';
import { type SubscriptionRow, subscriptionOf } from './subscription-row.ts';
import { add, change, end, type Wish } from './subscriptions.ts';

export interface Step {
  what: 'add' | 'change' | 'end' | 'keep';
  name: string;
  row?: SubscriptionRow;
  wish?: Wish;
}

type Named = Wish & { name: string };

const same = (row: SubscriptionRow, wish: Wish) =>
  row.door === wish.door &&
  row.channel === wish.channel &&
  row.said === wish.said &&
  isDeepStrictEqual(subscriptionOf(row), wish.subscription);

/** Only subscriptions that a file has named are its business; those made in a chat are not touched. */
async function steps(tx: Transaction, wishes: readonly Named[]): Promise<Step[]> {
  const rows = await tx
    .select()
    .from(subscription)
    .where(and(isNotNull(subscription.name), ne(subscription.state, 'ended')))
    .for('update');
  const planned = wishes.map((wish): Step => {
    const row = rows.find(({ name }) => name === wish.name);
    if (!row) return { what: 'add', name: wish.name, wish };
    return { what: same(row, wish) ? 'keep' : 'change', name: wish.name, row, wish };
  });
  const gone = rows.filter((row) => !wishes.some(({ name }) => name === row.name));
  return [...planned, ...gone.map((row): Step => ({ what: 'end', name: row.name!, row }))];
}

/** `go` = do it; else it is only planned. */
export function apply(ledger: Ledger, wishes: readonly Named[], actor: string, go: boolean): Promise<Step[]> {
  return ledger.db.transaction(async (tx) => {
    const planned = await steps(tx, wishes);
    for (const { what, row, wish } of go ? planned : []) {
      if (what === 'add') await add(ledger, tx, wish!, actor);
      if (what === 'change') await change(ledger, tx, row!, wish!, actor);
      if (what === 'end') await end(ledger, tx, row!, actor);
    }
    return planned;
  });
}
