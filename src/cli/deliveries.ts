/** `qinzhi deliveries`: what became of every digest, and sending one again that a person has looked at. */
import { and, desc, eq, like, sql } from 'drizzle-orm';
import { CommandError, findSubscription, retryDelivery } from '../delivery/subscriptions.ts';
import { SetupError } from '../model/fault.ts';
import { type DeliveryEnvironment, withDelivery } from '../service/open-delivery.ts';
import { delivery } from '../store/schema.ts';
import { write } from './context.ts';
import { actorOf, refusable } from './subscriptions.ts';

type Row = typeof delivery.$inferSelect;

export interface ListOptions {
  subscription?: string;
  state?: string;
  limit: string;
  json?: boolean;
}

const line = ({ id, slotAt, door, channel, state, reason, cause, attempts, lastError }: Row) =>
  [
    id.slice(0, 8),
    slotAt.toISOString(),
    `${door} ${channel}`,
    reason ? `${state} (${reason})` : state,
    cause === null ? '' : 'notice',
    attempts > 1 ? `${attempts} attempts` : '',
    state === 'sent' ? '' : (lastError ?? ''),
  ]
    .filter(Boolean)
    .join('  ');

const states = delivery.state.enumValues;
const isState = (text: string): text is Row['state'] => states.some((state) => state === text);

export const listDeliveries = (options: ListOptions, context: DeliveryEnvironment) => {
  const { state, limit } = options;
  if (state && !isState(state)) throw new SetupError(`--state ${state} is none of ${states.join(', ')}.`, []);
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new SetupError(`--limit ${limit} is no number.`, []);
  return withDelivery(context, ({ deliveryContext }) =>
    refusable(async () => {
      const owner = options.subscription
        ? (await findSubscription(deliveryContext, options.subscription)).id
        : undefined;
      const rows = await deliveryContext.db
        .select()
        .from(delivery)
        .where(
          and(
            state && isState(state) ? eq(delivery.state, state) : undefined,
            owner ? eq(delivery.subscriptionId, owner) : undefined,
          ),
        )
        .orderBy(desc(delivery.slotAt))
        .limit(Number(limit));
      const lines = rows.map((row) => (options.json ? JSON.stringify(row) : line(row)));
      await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : options.json ? '' : 'There are none.\n');
      return 0;
    }),
  );
};

/** `id` may be the beginning of one. */
export const retry = (id: string, options: { by?: string }, context: DeliveryEnvironment) =>
  withDelivery(context, ({ deliveryContext }) =>
    refusable(async () => {
      if (!/^[0-9a-f-]{4,36}$/i.test(id)) throw new CommandError(`${id} is no id of a delivery`);
      const rows = await deliveryContext.db
        .select({ id: delivery.id })
        .from(delivery)
        .where(like(sql`${delivery.id}::text`, `${id.toLowerCase()}%`))
        .limit(2);
      if (rows.length !== 1)
        throw new CommandError(rows.length ? `${id} begins several; give more` : `there is no delivery ${id}`);
      await retryDelivery(deliveryContext, rows[0]!.id, actorOf(options));
      await write(context.stdout, `${rows[0]!.id} waits to be sent again\n`);
      return 0;
    }),
  );
