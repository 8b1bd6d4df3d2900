/** Applies a file of subscriptions: plans the changes, then makes all of them in one transaction. */
import { isDeepStrictEqual } from 'node:util';
import { and, isNotNull, ne } from 'drizzle-orm';
import { subscription } from '../store/schema.ts';
import type { DeliveryContext, Transaction } from './context.ts';
import { type SubscriptionRow, subscriptionOf } from './subscription-row.ts';
import { addSubscription, changeSubscription, endSubscription, type SubscriptionDraft } from './subscriptions.ts';

export interface PlannedChange {
  action: 'add' | 'change' | 'end' | 'keep';
  name: string;
  row?: SubscriptionRow;
  draft?: SubscriptionDraft;
}

type NamedDraft = SubscriptionDraft & { name: string };

const same = (row: SubscriptionRow, draft: SubscriptionDraft) =>
  row.door === draft.door &&
  row.channel === draft.channel &&
  row.requestText === draft.requestText &&
  isDeepStrictEqual(subscriptionOf(row), draft.subscription);

/** Compares with the subscriptions that have a name; those made in a chat have none and are not touched. */
async function planChanges(tx: Transaction, drafts: readonly NamedDraft[]): Promise<PlannedChange[]> {
  const rows = await tx
    .select()
    .from(subscription)
    .where(and(isNotNull(subscription.name), ne(subscription.state, 'ended')))
    .for('update');
  const planned = drafts.map((draft): PlannedChange => {
    const row = rows.find(({ name }) => name === draft.name);
    if (!row) return { action: 'add', name: draft.name, draft };
    return { action: same(row, draft) ? 'keep' : 'change', name: draft.name, row, draft };
  });
  const gone = rows.filter((row) => !drafts.some(({ name }) => name === row.name));
  return [...planned, ...gone.map((row): PlannedChange => ({ action: 'end', name: row.name!, row }))];
}

/** `go`: makes the changes; else they are only planned. */
export function applySubscriptions(
  context: DeliveryContext,
  drafts: readonly NamedDraft[],
  actor: string,
  go: boolean,
): Promise<PlannedChange[]> {
  return context.db.transaction(async (tx) => {
    const planned = await planChanges(tx, drafts);
    for (const { action: what, row, draft } of go ? planned : []) {
      if (what === 'add') await addSubscription(context, tx, draft!, actor);
      if (what === 'change') await changeSubscription(context, tx, row!, draft!, actor);
      if (what === 'end') await endSubscription(context, tx, row!, actor);
    }
    return planned;
  });
}
