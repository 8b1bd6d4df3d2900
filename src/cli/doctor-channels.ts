/** For `qinzhi doctor`: tries the channels that are addresses (group robots, webhooks) and that subscriptions name, without posting to them. */
import { channelDeliveries } from '../delivery/deliveries.ts';
import type { SubscriptionRow } from '../delivery/subscription-row.ts';
import { listSubscriptions } from '../delivery/subscriptions.ts';
import { errorText } from '../model/fault.ts';
import type { Adapter, ChannelCheck } from '../model/port.ts';
import type { Language } from '../model/text.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { oneLine } from '../shared/error-message.ts';
import { shownLine } from '../shared/mask.ts';
import { explainDatabaseError } from '../store/explain-error.ts';
import { type Database, openStore } from '../store/open.ts';
import { hasStore } from '../store/postgres/data-dir.ts';
import type { Say } from './messages/messages.ts';
import { localTime } from './subscriptions.ts';

export interface Finding {
  line: string;
  isFault: boolean;
}

/** Signatures and callbacks are refused beyond five minutes; a clock that is so far off soon is. */
const maxClockErrorSeconds = 60;

export const secondsOff = (theirs: Date | undefined, now: () => Date): number =>
  theirs ? Math.round((now().getTime() - theirs.getTime()) / 1000) : 0;

export const isOff = (seconds: number): boolean => Math.abs(seconds) > maxClockErrorSeconds;

interface Words {
  say: Say;
  language: Language;
}

/** One address, with the subscriptions that name it. */
interface Address {
  door: string;
  channel: string;
  rows: SubscriptionRow[];
}

function addressesOf(rows: readonly SubscriptionRow[], door: string): Address[] {
  const byChannel = Map.groupBy(
    rows.filter((row) => row.door === door),
    ({ channel }) => channel,
  );
  return [...byChannel].map(([channel, named]) => ({ door, channel, rows: named }));
}

/** What the store knows of the address: its suspension, or its last digest. */
async function historyOf(db: Database, { door, channel, rows }: Address, { say }: Words): Promise<Finding> {
  const suspended = rows.find(({ state }) => state === 'suspended');
  if (suspended) {
    const { id, stateReason } = suspended;
    return { line: say('doctorSuspended', { why: stateReason ?? '', id: id.slice(0, 8) }), isFault: true };
  }
  const [last] = await channelDeliveries({ db }, door, channel, 1);
  if (last?.lastError && last.state !== 'sent' && last.state !== 'skipped')
    return { line: say('doctorLastFailed', { state: last.state, why: last.lastError }), isFault: true };
  if (last?.state !== 'sent') return { line: say('doctorNeverSent'), isFault: false };
  return { line: say('doctorLastSent', { at: localTime(last.slotAt, rows[0]!.timeZone) }), isFault: false };
}

/** The wait between the clocks and the host, then what the store knows. */
function reachOf({ problem, time }: ChannelCheck, now: () => Date, { say }: Words): Finding {
  if (problem) return { line: problem, isFault: true };
  const seconds = secondsOff(time, now);
  if (isOff(seconds)) return { line: say('doctorChannelClock', { seconds }), isFault: true };
  return { line: say(time ? 'doctorChannelReached' : 'doctorChannelNoClock'), isFault: false };
}

async function examineDoor(
  adapter: Adapter,
  rows: readonly SubscriptionRow[],
  { db, now }: { db: Database; now: () => Date },
  words: Words,
): Promise<Finding[]> {
  const { say, language } = words;
  const addresses = addressesOf(rows, adapter.name);
  const usable = addresses.filter(({ channel }) => !adapter.channelFault?.(channel));
  const checks = (await adapter.checkChannels?.(usable.map(({ channel }) => channel))) ?? [];
  const findings: Finding[] = [];
  for (const address of addresses) {
    const { door, channel, rows: named } = address;
    const fault = adapter.channelFault?.(channel);
    const check = checks[usable.indexOf(address)] ?? { hints: [] };
    const parts = fault
      ? [{ line: fault[language], isFault: true }]
      : [reachOf(check, now, words), await historyOf(db, address, words)];
    const subscriptions = named.map(({ name, requestText }) => name ?? requestText).join(say('doctorAnd'));
    const what = say('doctorChannel', { door, channel, subscriptions, what: parts.map(({ line }) => line).join('; ') });
    const hints = check.hints.map((hint) => `  ${hint[language]}`);
    findings.push({
      line: [shownLine(what), ...hints].join('\n'),
      isFault: parts.some(({ isFault }) => isFault),
    });
  }
  return findings;
}

/** Nothing where there is no store yet, and so no subscription. */
export async function examineChannels(
  doors: readonly Adapter[],
  { store: settings, stderr, now }: Pick<DeliveryEnvironment, 'store' | 'stderr' | 'now'>,
  words: Words,
): Promise<Finding[]> {
  const addressed = doors.filter(({ checkChannels }) => checkChannels);
  if (!addressed.length || !(settings.databaseUrl || hasStore(settings.data))) return [];
  const { say, language } = words;
  const fault = (error: unknown) => ({ line: say('doctorStore', { why: errorText(error, language) }), isFault: true });
  const warn = (error: Error) => void stderr.write(`${oneLine(error)}\n`);
  const store = await openStore(settings, warn).catch(fault);
  if ('isFault' in store) return [store];
  try {
    const rows = await listSubscriptions(store);
    const findings = await Promise.all(addressed.map((door) => examineDoor(door, rows, { db: store.db, now }, words)));
    return findings.flat();
  } catch (error) {
    return [fault(explainDatabaseError(store.where, error))];
  } finally {
    await store.close();
  }
}
