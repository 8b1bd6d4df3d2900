/** `qinzhi deliveries`: what became of every digest, and sending one again that a person has looked at. */
import type { Command } from 'commander';
import { deliveryIdsBeginningWith, deliveryStates, listDeliveries } from '../delivery/deliveries.ts';
import { type DoorLatency, measureLatency } from '../delivery/latency.ts';
import { CommandError, findSubscription, retryDelivery } from '../delivery/subscriptions.ts';
import type { DeliveryRow } from '../delivery/types.ts';
import { SetupError } from '../model/fault.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { reportRefusal, withDelivery } from '../service/open-delivery.ts';
import { actorOf, type CliContexts, type Done, write } from './context.ts';

interface ListOptions {
  subscription?: string;
  state?: string;
  limit: string;
  json?: boolean;
}

const line = ({ id, slotAt, door, channel, state, reason, cause, attempts, lastError }: DeliveryRow) =>
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

const isState = (text: string): text is DeliveryRow['state'] => deliveryStates.some((state) => state === text);

const list = (options: ListOptions, context: DeliveryEnvironment) => {
  const { state, limit } = options;
  if (state && !isState(state)) throw new SetupError(`--state ${state} is none of ${deliveryStates.join(', ')}.`, []);
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new SetupError(`--limit ${limit} is no number.`, []);
  return withDelivery(context, ({ deliveryContext }) =>
    reportRefusal(async () => {
      const owner = options.subscription
        ? (await findSubscription(deliveryContext, options.subscription)).id
        : undefined;
      const filter = { state: state && isState(state) ? state : undefined, subscriptionId: owner };
      const rows = await listDeliveries(deliveryContext, filter, Number(limit));
      const lines = rows.map((row) => (options.json ? JSON.stringify(row) : line(row)));
      await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : options.json ? '' : 'There are none.\n');
      return 0;
    }),
  );
};

/** `id` may be the beginning of one. */
const retry = (id: string, options: { by?: string }, context: DeliveryEnvironment) =>
  withDelivery(context, ({ deliveryContext }) =>
    reportRefusal(async () => {
      if (!/^[0-9a-f-]{4,36}$/i.test(id)) throw new CommandError(`${id} is no id of a delivery`);
      const [found, other] = await deliveryIdsBeginningWith(deliveryContext, id);
      if (!found) throw new CommandError(`there is no delivery ${id}`);
      if (other) throw new CommandError(`${id} begins several; give more`);
      await retryDelivery(deliveryContext, found, actorOf(options));
      await write(context.stdout, `${found} waits to be sent again\n`);
      return 0;
    }),
  );

interface LagOptions {
  since: string;
  json?: boolean;
}

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @throws {SetupError} */
function msOf(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (!unit) throw new SetupError(`--since ${text} is no time such as 90m, 12h or 7d.`, []);
  return Number(count) * unitMs[unit]!;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 100_000 ? 1 : 0)} s`;

function latencyLine({ door, slots, states, ms }: DoorLatency): string {
  const counts = deliveryStates.flatMap((state) => (states[state] ? [`${states[state]} ${state}`] : []));
  const lag = ms
    ? `slot to sent: p50 ${seconds(ms.p50)}, p95 ${seconds(ms.p95)}, max ${seconds(ms.max)}`
    : 'nothing was sent';
  return `${door}: ${slots} slots (${counts.join(', ')}); ${lag}`;
}

const showLag = ({ since, json }: LagOptions, context: DeliveryEnvironment) => {
  const ms = msOf(since);
  return withDelivery(context, async ({ deliveryContext }) => {
    const lags = await measureLatency(deliveryContext, new Date(deliveryContext.now().getTime() - ms));
    const lines = lags.map((lag) => (json ? JSON.stringify(lag) : latencyLine(lag)));
    await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : json ? '' : 'There were no slots.\n');
    return 0;
  });
};

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const deliveries = program.command('deliveries').description('what became of every digest that was due');
  deliveries
    .command('list')
    .description('the newest first')
    .option('--subscription <id>', 'only of this one')
    .option('--state <state>', 'only pending, sending, sent, skipped, failed or unknown')
    .option('--limit <count>', 'how many', '50')
    .option('--json', 'JSON lines')
    .action(async (options: ListOptions) => {
      done(await list(options, contexts.delivery()));
    });
  deliveries
    .command('retry <id>')
    .description('send one again that failed or is unknown: the same words; a running qinzhi run takes it up')
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .action(async (id: string, options: { by?: string }) => {
      done(await retry(id, options, contexts.delivery()));
    });
  deliveries
    .command('lag')
    .description('from slot to sent, by door: median, 95th percentile and longest; and how many of each state')
    .option('--since <time>', 'slots of the last 90m, 12h or 7d', '7d')
    .option('--json', 'JSON lines, in milliseconds')
    .action(async (options: LagOptions) => {
      done(await showLag(options, contexts.delivery()));
    });
}
