/** What is promised to whom: slots by plain arithmetic, and the same said to the command line as subscriptions. */
export type Late = 'latest' | 'all' | 'none';

export interface Group {
  name: string;
  late: Late;
}

/** Ten groups; the last two do not want all that was missed. */
export const groups: readonly Group[] = Array.from({ length: 10 }, (_, index) => ({
  name: `group-${index}`,
  late: index === 8 ? 'latest' : index === 9 ? 'none' : 'all',
}));

export const everyMs = 5_000;

/** The instants from the first on, for so many seconds. */
export const instantsFrom = (firstAt: number, seconds: number): number[] =>
  Array.from({ length: Math.floor((seconds * 1000) / everyMs) }, (_, index) => firstAt + index * everyMs);

/** Asia/Shanghai has one offset, all year. */
const aheadMs = 8 * 3_600_000;

/**
 * A subscription for each group and minute: more than 24 slots a day of one subscription are refused, so an ordinary
 * schedule can ring every five seconds for a minute or two, and the next one follows.
 */
export function subscriptionsFile(address: (group: string) => string, instants: readonly number[]): string {
  const minutes = new Map<number, number[]>();
  for (const at of instants) {
    const minute = Math.floor(at / 60_000);
    minutes.set(minute, [...(minutes.get(minute) ?? []), (at / 1000) % 60]);
  }
  const subscriptions: Record<string, object> = {};
  for (const { name, late } of groups)
    for (const [minute, seconds] of minutes) {
      const wall = new Date(minute * 60_000 + aheadMs);
      const [m, h, d, month] = [wall.getUTCMinutes(), wall.getUTCHours(), wall.getUTCDate(), wall.getUTCMonth() + 1];
      subscriptions[`${name}-${h}:${m}`] = {
        door: 'webhook',
        channel: address(name),
        when: `${seconds.join(',')} ${m} ${h} ${d} ${month} *`,
        dayOff: 'send',
        content: { overdue: true, duties: true },
        late: { policy: late },
      };
    }
  return JSON.stringify({ subscriptions });
}
