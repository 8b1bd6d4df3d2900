/** Every kind of schedule over a year of days, and the days on which calendars and clocks are odd. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLate, nextSlots, type SlotContext, slotsBetween } from '../../../src/digest/calendar/slots.ts';
import { Holidays, missingYear, workingCalendar } from '../../../src/digest/calendar/working-days.ts';
import { type Schedule, Timing } from '../../../src/model/subscription.ts';
import { numberOfDay, textOfDay } from '../../../src/shared/day.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';
import { days2026, weekday, works } from './year.ts';

const calendar = workingCalendar();
const at = ['09:00'];

function context(schedule: Schedule, more: object = {}, deadlines: string[] = []): SlotContext {
  const timing = Timing.parse({ schedule, dayOff: 'send', ...more });
  return { timing, calendar, deadlines: deadlines.map((d) => Date.parse(`${d}T00:00Z`) / 86_400_000) };
}
const iso = (slots: readonly { at: Date }[]) => slots.map((slot) => slot.at.toISOString().slice(0, 16));
/** 9:00 in Shanghai, which has no summer time. */
const nine = (date: string) => `${date}T01:00`;
const [from, to] = [new Date('2025-12-31T16:00:00Z'), new Date('2026-12-31T15:59:59Z')];

it('counts the working days of 2026 as they were announced', () => {
  const wrong = days2026.filter((date) => calendar.isWorkday(Date.parse(date) / 86_400_000) !== works(date));
  expect(wrong).toEqual([]);
  expect(days2026.filter(works)).toHaveLength(248);
});

const monthOf = (date: string) => date.slice(0, 7);
const quarterOf = (date: string) => Math.ceil(Number(date.slice(5, 7)) / 3);
const firstBy = (dates: string[], by: (date: string) => unknown) =>
  dates.filter((date, i) => i === 0 || by(dates[i - 1]!) !== by(date));
const lastBy = (dates: string[], by: (date: string) => unknown) =>
  dates.filter((date, i) => i === dates.length - 1 || by(dates[i + 1]!) !== by(date));
const dayOfYear = (date: string) => days2026.indexOf(date) + 1;
const working = days2026.filter(works);

const kinds: [string, SlotContext, string[]][] = [
  ['daily', context({ kind: 'daily', at }), days2026],
  ['workdays', context({ kind: 'workdays', at }), working],
  ['weekly', context({ kind: 'weekly', weekdays: [1, 4], at }), days2026.filter((d) => [1, 4].includes(weekday(d)))],
  [
    'every other Monday and Thursday, from Thursday the 8th',
    context({ kind: 'fortnightly', weekdays: [1, 4], from: '2026-01-08', at }),
    // The 8th lies in the second week that has begun in 2026 by Monday the 5th.
    days2026.filter((d) => [1, 4].includes(weekday(d)) && Math.floor((dayOfYear(d) - 5) / 7) % 2 === 0),
  ],
  ['1st', context({ kind: 'month-days', days: [1], at }), days2026.filter((d) => d.endsWith('-01'))],
  ['31st', context({ kind: 'month-days', days: [31], at }), lastBy(days2026, monthOf)],
  [
    'second Wednesday',
    context({ kind: 'month-weekday', nth: 2, weekday: 3, at }),
    days2026.filter((d) => weekday(d) === 3 && Number(d.slice(8)) > 7 && Number(d.slice(8)) <= 14),
  ],
  [
    'last Friday',
    context({ kind: 'month-weekday', nth: -1, weekday: 5, at }),
    lastBy(
      days2026.filter((d) => weekday(d) === 5),
      monthOf,
    ),
  ],
  ['first working day', context({ kind: 'nth-workday', every: 'month', nth: 1, at }), firstBy(working, monthOf)],
  ['last working day', context({ kind: 'nth-workday', every: 'month', nth: -1, at }), lastBy(working, monthOf)],
  ['of the quarter', context({ kind: 'nth-workday', every: 'quarter', nth: 1, at }), firstBy(working, quarterOf)],
  ['of the year', context({ kind: 'nth-workday', every: 'year', nth: -1, at }), [working.at(-1)!]],
  [
    'before deadlines',
    context({ kind: 'before-deadlines', leads: [{ count: 7, unit: 'workday' }], at }, {}, ['2026-02-28', '2026-10-31']),
    // 13 14 | 24 25 26 27 and 28 itself does not count; in October 31 is a Saturday.
    ['2026-02-12', '2026-10-22'],
  ],
  ['cron', context({ kind: 'cron', expression: '0 9 13 * 5' }), ['2026-02-13', '2026-03-13', '2026-11-13']],
];

describe('a year, day by day', () => {
  it.each(kinds)('%s', (_, one, expected) => {
    const daily = days2026.flatMap((date) => {
      const midnight = Date.parse(`${date}T00:00+08:00`);
      return slotsBetween(one, new Date(midnight - 1), new Date(midnight + 86_400_000 - 1));
    });
    expect(iso(daily)).toEqual(expected.map(nine));
    expect(iso(slotsBetween(one, from, to))).toEqual(expected.map(nine));
    expect(iso(nextSlots(one, from, expected.length))).toEqual(expected.map(nine));
  });

  it('knows by heart', () => {
    const dates = (nth: number) =>
      iso(slotsBetween(context({ kind: 'nth-workday', every: 'month', nth, at }), from, to)).map((s) => s.slice(5, 10));
    expect(dates(1).join(' ')).toBe('01-04 02-02 03-02 04-01 05-06 06-01 07-01 08-03 09-01 10-08 11-02 12-01');
    expect(dates(-1).join(' ')).toBe('01-30 02-28 03-31 04-30 05-29 06-30 07-31 08-31 09-30 10-30 11-30 12-31');
  });

  it('gives the same slots whole and in pieces', () => {
    const instant = fc.date({ min: from, max: to, noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), instant, instant, instant, ([, one], ...instants) => {
        const [a, b, c] = instants.sort((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        expect(iso([...slotsBetween(one, a, b), ...slotsBetween(one, b, c)])).toEqual(iso(slotsBetween(one, a, c)));
      }),
      { numRuns: fuzzRuns(60) },
    );
  });
});

describe('days off', () => {
  const first = (dayOff: string) => context({ kind: 'month-days', days: [1], at }, { dayOff });
  const october: [Date, Date] = [new Date('2026-09-20T00:00:00Z'), new Date('2026-10-20T00:00:00Z')];
  it.each([
    ['send', '2026-10-01'],
    ['next', '2026-10-08'],
    ['previous', '2026-09-30'],
  ])('%s', (dayOff, date) => {
    expect(iso(slotsBetween(first(dayOff), ...october))).toEqual([nine(date)]);
  });

  it('says which day it stands for, and sends once where several fall together', () => {
    const daily = context({ kind: 'daily', at }, { dayOff: 'next' });
    const slots = slotsBetween(daily, from, to);
    expect(iso(slots)).toEqual(working.map(nine));
    expect(slots.every(({ movedFrom }) => movedFrom === undefined)).toBe(true);
    const [moved] = slotsBetween(first('next'), ...october);
    expect(textOfDay(moved!.movedFrom!)).toBe('2026-10-01');
  });
});

describe('quiet hours', () => {
  const quiet = { from: '22:00', to: '08:00' };
  const on = (time: string, dayOff = 'send') =>
    iso(
      nextSlots(
        context({ kind: 'weekly', weekdays: [5], at: [time] }, { quiet, dayOff }),
        new Date('2026-11-26T00:00:00Z'),
        1,
      ),
    );
  it('waits for the end of the night, over a weekend too', () => {
    expect(on('07:00')).toEqual(['2026-11-27T00:00']);
    expect(on('21:59')).toEqual(['2026-11-27T13:59']);
    expect(on('08:00')).toEqual(['2026-11-27T00:00']);
    expect(on('23:00')).toEqual(['2026-11-28T00:00']);
    expect(on('23:00', 'next')).toEqual(['2026-11-30T00:00']);
  });
  it('makes one of two times that wait for the same end', () => {
    const two = context({ kind: 'daily', at: ['06:00', '07:00'] }, { quiet });
    expect(nextSlots(two, new Date('2026-11-26T00:00:01Z'), 2).map((s) => s.at.getUTCDate())).toEqual([27, 28]);
  });
});

describe('month ends, leap days, the turn of the year', () => {
  const dates = (schedule: Schedule, after: string, count: number) =>
    iso(nextSlots(context(schedule), new Date(after), count)).map((s) => s.slice(0, 10));
  it('takes the last day where a month has no such day', () => {
    expect(dates({ kind: 'month-days', days: [30, 31], at }, '2028-01-30T12:00:00Z', 4)).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-30',
      '2028-03-31',
    ]);
    expect(dates({ kind: 'month-days', days: [29], at }, '2027-01-31T12:00:00Z', 1)).toEqual(['2027-02-28']);
  });
  it('finds what is rare', () => {
    expect(dates({ kind: 'cron', expression: '0 9 29 2 *' }, '2096-03-01T00:00:00Z', 1)).toEqual(['2104-02-29']);
  });
  it('goes over the turn of the year, and by weekdays where nothing is published', () => {
    expect(dates({ kind: 'workdays', at }, '2026-12-30T02:00:00Z', 3)).toEqual([
      '2026-12-31',
      '2027-01-01',
      '2027-01-04',
    ]);
    expect(calendar.covers(2026) && calendar.covers(2004)).toBe(true);
    expect(calendar.covers(2027)).toBe(false);
  });
  it('warns from November of the year that is missing', () => {
    expect(missingYear(calendar, numberOfDay(2026, 10, 31))).toBeUndefined();
    expect(missingYear(calendar, numberOfDay(2026, 11, 1))).toBe(2027);
    expect(missingYear(calendar, numberOfDay(2027, 3, 1))).toBe(2027);
  });
  it('takes an arrangement from a file', () => {
    const file = Holidays.parse({
      years: [2027],
      holidays: { '2027-01-01': '元旦' },
      workdays: { '2027-01-03': '元旦' },
    });
    const corrected = workingCalendar([file]);
    expect(corrected.covers(2027)).toBe(true);
    const slots = nextSlots(
      { ...context({ kind: 'workdays', at }), calendar: corrected },
      new Date('2026-12-31T02:00:00Z'),
      2,
    );
    expect(iso(slots)).toEqual([nine('2027-01-03'), nine('2027-01-04')]);
    expect(Holidays.safeParse({ holidays: { '2027-02-30': 'no day' } }).success).toBe(false);
  });
});

describe('clocks that change', () => {
  const zone = 'America/New_York';
  const day = (time: string, date: string) =>
    iso(
      slotsBetween(
        context({ kind: 'daily', at: [time] }, { zone }),
        new Date(`${date}T04:00:00Z`),
        new Date(Date.parse(`${date}T04:00:00Z`) + 25 * 3_600_000),
      ),
    );
  it('loses nothing when an hour is skipped and doubles nothing when one comes twice', () => {
    expect(day('02:30', '2026-03-08')).toEqual(['2026-03-08T07:30']);
    expect(day('01:30', '2026-11-01')).toEqual(['2026-11-01T05:30']);
    expect(day('09:00', '2026-11-01')).toEqual(['2026-11-01T14:00']);
    expect(day('09:00', '2026-03-08')).toEqual(['2026-03-08T13:00']);
  });
  it('makes one of a skipped time and the one that it falls on', () => {
    const one = context({ kind: 'daily', at: ['02:30', '03:30'] }, { zone });
    expect(iso(slotsBetween(one, new Date('2026-03-08T05:00:00Z'), new Date('2026-03-08T12:00:00Z')))).toEqual([
      '2026-03-08T07:30',
    ]);
  });
  it('reads expressions on the wall of the zone, seconds too', () => {
    const one = context({ kind: 'cron', expression: '*/5 * * * * *' }, { zone });
    expect(nextSlots(one, new Date('2026-11-23T00:00:01Z'), 2).map((s) => s.at.getUTCSeconds())).toEqual([5, 10]);
  });
  it('counts the months of a zone by that zone', () => {
    const one = context({ kind: 'month-days', days: [31], at: ['23:30'] }, { zone });
    expect(iso(nextSlots(one, new Date('2026-12-31T20:00:00Z'), 1))).toEqual(['2027-01-01T04:30']);
  });
});

describe('late', () => {
  const slots = slotsBetween(
    context({ kind: 'daily', at }),
    new Date('2026-11-20T02:00:00Z'),
    new Date('2026-11-23T02:00:00Z'),
  );
  const verdicts = (late: Parameters<typeof judgeLate>[1], now: string) =>
    judgeLate(slots, late, 'Asia/Shanghai', new Date(now)).map((v) => (v.send ? 'send' : v.reason));
  it('goes by the subscription', () => {
    expect(slots).toHaveLength(3);
    expect(verdicts({ policy: 'latest' }, '2026-11-23T15:59:00Z')).toEqual(['superseded', 'superseded', 'send']);
    expect(verdicts({ policy: 'latest' }, '2026-11-23T16:00:00Z')).toEqual(['superseded', 'superseded', 'too-late']);
    expect(verdicts({ policy: 'latest', withinHours: 2 }, '2026-11-23T03:00:01Z')).toEqual([
      'superseded',
      'superseded',
      'too-late',
    ]);
    expect(verdicts({ policy: 'all' }, '2026-12-23T16:00:00Z')).toEqual(['send', 'send', 'send']);
    expect(verdicts({ policy: 'none' }, '2026-11-23T01:00:01Z')).toEqual(['not-wanted', 'not-wanted', 'not-wanted']);
  });
});
