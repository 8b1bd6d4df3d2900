/** `--now` and the `now` of a batch line: an instant, or a day, which means its morning where the plan holds. */
import { SetupError } from '../model/fault.ts';

/** Office hours: a day without a time is asked at this hour. */
const morning = 10;

const written =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** How far the clocks of a zone are ahead of UTC at that instant. */
function aheadMs(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - at;
}

/** Undefined where the text is no day and no instant of the calendar. */
export function readInstant(text: string, timeZone: string): Date | undefined {
  const match = written.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day] = [match[1], match[2], match[3]].map(Number) as [number, number, number];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const [hour, minute, second] = match[4]
    ? [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)]
    : [morning, 0, 0];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '0').padEnd(3, '0')));
  const zone = match[8];
  if (!zone) return new Date(wall - aheadMs(wall - aheadMs(wall, timeZone), timeZone));
  if (zone.toUpperCase() === 'Z') return new Date(wall);
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
  if (hours > 23 || minutes > 59) return undefined;
  return new Date(wall - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000);
}

/** The clock to go by: the one that `--now` stops at that moment, or the real one. @throws {SetupError} */
export function clock(given: string | undefined, timeZone: string, real: () => Date): () => Date {
  if (given === undefined) return real;
  const at = readInstant(given, timeZone);
  if (!at)
    throw new SetupError('The time is not one:', [
      {
        file: '--now',
        place: '',
        message: `${given} is no day (2025-06-10) and no instant (2025-06-10T15:30:00+08:00)`,
      },
    ]);
  return () => at;
}
