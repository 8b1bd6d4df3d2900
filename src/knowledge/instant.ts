/** Reads `--now` and the `now` of a batch line: an instant, or a day, which means its morning where the plan holds. */
import { createRequire } from 'node:module';
import { faultIn, SetupError } from '../model/fault.ts';
import { packText } from './messages.ts';

/** Loaded with the first time that is read: a question asked now does not wait for it. */
const temporal = (): typeof import('temporal-polyfill') => createRequire(import.meta.url)('temporal-polyfill');

/** Office hours: a day without a time means this one. */
const morning = '10:00';

const form =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(?:(Z)|([+-]\d{2})(?::?(\d{2}))?)?)?$/i;

/**
 * A time without an offset is one of `timeZone`; of a time that the clocks skip or repeat, as `Temporal` disambiguates it.
 * @returns undefined where the text is no day and no instant of the calendar
 */
export function readInstant(text: string, timeZone: string): Date | undefined {
  const [matched, day, time = morning, utc, hours, minutes = '00'] = form.exec(text.trim()) ?? [];
  // A leap second would be read as the second before it.
  if (!matched || /:60/.test(time)) return undefined;
  const zone = utc ? 'UTC' : hours ? `${hours}:${minutes}` : timeZone;
  const { Temporal } = temporal();
  try {
    const local = Temporal.PlainDateTime.from(`${day}T${time.replace(',', '.')}`, { overflow: 'reject' });
    return new Date(local.toZonedDateTime(zone).epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The clock to go by: the one that `--now` stops at that moment, or the real one. @throws {SetupError} */
export function clock(given: string | undefined, timeZone: string, real: () => Date): () => Date {
  if (given === undefined) return real;
  const at = readInstant(given, timeZone);
  if (!at) throw new SetupError(packText('nowWrong'), [faultIn('--now', packText('nowBecause', { value: given }))]);
  return () => at;
}
