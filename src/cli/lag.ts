/** `qinzhi deliveries lag`: how late what was sent was, by door. */
import { type DoorLatency, measureLatency } from '../delivery/latency.ts';
import { SetupError } from '../model/fault.ts';
import { type DeliveryEnvironment, withDelivery } from '../service/open-delivery.ts';
import { delivery } from '../store/schema.ts';
import { write } from './context.ts';

export interface LagOptions {
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

function line({ door, slots, states, ms }: DoorLatency): string {
  const counts = delivery.state.enumValues.flatMap((state) => (states[state] ? [`${states[state]} ${state}`] : []));
  const lag = ms
    ? `slot to sent: p50 ${seconds(ms.p50)}, p95 ${seconds(ms.p95)}, max ${seconds(ms.max)}`
    : 'nothing was sent';
  return `${door}: ${slots} slots (${counts.join(', ')}); ${lag}`;
}

export const showLag = ({ since, json }: LagOptions, context: DeliveryEnvironment) => {
  const ms = msOf(since);
  return withDelivery(context, async ({ deliveryContext }) => {
    const lags = await measureLatency(deliveryContext, new Date(deliveryContext.now().getTime() - ms));
    const lines = lags.map((lag) => (json ? JSON.stringify(lag) : line(lag)));
    await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : json ? '' : 'There were no slots.\n');
    return 0;
  });
};
