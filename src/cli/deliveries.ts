/** `qinzhi deliveries`: the delivery log, retries and latency. */
import type { Command } from 'commander';
import { deliveryIdsBeginningWith, deliveryStates, listDeliveries } from '../delivery/deliveries.ts';
import { type DoorLatency, measureLatency } from '../delivery/latency.ts';
import { CommandError, findSubscription, retryDelivery } from '../delivery/subscriptions.ts';
import type { DeliveryRow } from '../delivery/types.ts';
import { SetupError } from '../model/fault.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { reportRefusal, withDelivery } from '../service/open-delivery.ts';
import { jsonLine, maskAddresses, shownLine } from '../shared/mask.ts';
import { actorOf, type CliContexts, type Done, write } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';

interface ListOptions {
  subscription?: string;
  state?: string;
  limit: string;
  json?: boolean;
}

const lineOf = ({ id, slotAt, door, channel, state, reason, cause, attempts, lastError }: DeliveryRow, say: Say) =>
  [
    id.slice(0, 8),
    slotAt.toISOString(),
    shownLine(`${door} ${channel}`),
    reason ? `${state} (${reason})` : state,
    cause === null ? '' : say('alert'),
    attempts > 1 ? say('attempts', { count: attempts }) : '',
    state === 'sent' ? '' : shownLine(lastError ?? ''),
  ]
    .filter(Boolean)
    .join('  ');

const isState = (text: string): text is DeliveryRow['state'] => deliveryStates.some((state) => state === text);

const list = (options: ListOptions, context: DeliveryEnvironment, say: Say) => {
  const { state, limit } = options;
  if (state && !isState(state))
    throw new SetupError(cliText('stateWrong', { value: state, states: deliveryStates.join(', ') }), []);
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new SetupError(cliText('limitWrong', { value: limit }), []);
  return withDelivery(context, ({ deliveryContext }) =>
    reportRefusal(async () => {
      const owner = options.subscription
        ? (await findSubscription(deliveryContext, options.subscription)).id
        : undefined;
      const filter = { state: state && isState(state) ? state : undefined, subscriptionId: owner };
      const rows = await listDeliveries(deliveryContext, filter, Number(limit));
      const lines = rows.map((row) => (options.json ? maskAddresses(jsonLine(row)) : lineOf(row, say)));
      await write(
        context.stdout,
        lines.length ? `${lines.join('\n')}\n` : options.json ? '' : `${say('noneListed')}\n`,
      );
      return 0;
    }),
  );
};

/** `id` may be the beginning of one. */
const retry = (id: string, options: { by?: string }, context: DeliveryEnvironment, say: Say) =>
  withDelivery(context, ({ deliveryContext }) =>
    reportRefusal(async () => {
      if (!/^[0-9a-f-]{4,36}$/i.test(id)) throw new CommandError(cliText('deliveryIdWrong', { id }));
      const [found, other] = await deliveryIdsBeginningWith(deliveryContext, id);
      if (!found) throw new CommandError(cliText('deliveryMissing', { id }));
      if (other) throw new CommandError(cliText('deliveryIdShort', { id }));
      await retryDelivery(deliveryContext, found, actorOf(options));
      await write(context.stdout, `${say('deliveryQueued', { id: found })}\n`);
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
  if (!unit) throw new SetupError(cliText('lagSinceWrong', { value: text }), []);
  return Number(count) * unitMs[unit]!;
}

const seconds = (ms: number, say: Say) => say('seconds', { count: (ms / 1000).toFixed(ms < 100_000 ? 1 : 0) });

function latencyLine({ door, slots, states, ms }: DoorLatency, say: Say): string {
  const counts = deliveryStates.flatMap((state) => (states[state] ? [`${states[state]} ${state}`] : []));
  const lag = ms
    ? say('lag', { p50: seconds(ms.p50, say), p95: seconds(ms.p95, say), max: seconds(ms.max, say) })
    : say('lagNone');
  return say('lagLine', { door, slots, counts: counts.join(', '), lag });
}

const showLag = ({ since, json }: LagOptions, context: DeliveryEnvironment, say: Say) => {
  const ms = msOf(since);
  return withDelivery(context, async ({ deliveryContext }) => {
    const lags = await measureLatency(deliveryContext, new Date(deliveryContext.now().getTime() - ms));
    const lines = lags.map((lag) => (json ? JSON.stringify(lag) : latencyLine(lag, say)));
    await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : json ? '' : `${say('slotsNone')}\n`);
    return 0;
  });
};

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  const deliveries = program.command('deliveries').description(help('deliveries'));
  deliveries
    .command('list')
    .description(help('deliveriesList'))
    .option('--subscription <id>', help('deliveriesSubscription'))
    .option('--state <state>', help('deliveriesState'))
    .option('--limit <count>', help('limit'), '50')
    .option('--json', help('jsonLines'))
    .action(async (options: ListOptions) => {
      done(await list(options, contexts.delivery(), say));
    });
  deliveries
    .command('retry <id>')
    .description(help('deliveriesRetry'))
    .option('--by <name>', help('by'))
    .action(async (id: string, options: { by?: string }) => {
      done(await retry(id, options, contexts.delivery(), say));
    });
  deliveries
    .command('lag')
    .description(help('deliveriesLag'))
    .option('--since <time>', help('deliveriesSince'), '7d')
    .option('--json', help('deliveriesJson'))
    .action(async (options: LagOptions) => {
      done(await showLag(options, contexts.delivery(), say));
    });
}
