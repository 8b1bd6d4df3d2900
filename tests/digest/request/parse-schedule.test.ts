/** Schedules as people say them, said back so that they can be read again; and what can't be one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSchedule } from '../../../src/digest/request/format-schedule.ts';
import { parseSchedule } from '../../../src/digest/request/parse-schedule.ts';
import { Schedule, Timing } from '../../../src/model/subscription.ts';
import { numberOfDay } from '../../../src/shared/day.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';

const today = numberOfDay(2026, 11, 22);
function back(said: string): string {
  const read = parseSchedule(said, today);
  return 'problem' in read ? `? ${read.problem}` : formatSchedule(read.schedule, read.language);
}

it('says that 12 at night is 0:00 of the next day, and asks where that day can not be named', () => {
  const read = parseSchedule('每周五晚上12点', today);
  expect('notes' in read && read.notes).toEqual(['晚上12点就是次日 0:00，按次日发送。']);
  for (const said of ['每个工作日晚上12点', '每周一晚上12点和9:00', '每月最后一天24:00'])
    expect(back(said)).toContain('23:59');
});

it('of the last day of a month it says nothing about shorter months', () => {
  const read = parseSchedule('每月最后一天 9:00', today);
  expect('notes' in read && read.notes).toEqual([]);
});

describe('reads', () => {
  it.each([
    ['每个工作日 9:00', '每个工作日 9:00'],
    ['工作日早上九点', '每个工作日 9:00'],
    ['每周一、四 8:30', '每周一、四 8:30'],
    ['每周一到周五 9：00', '每周一、二、三、四、五 9:00'],
    ['周末上午10点', '每周六、日 10:00'],
    ['每天下午3点半', '每天 15:30'],
    ['隔周一 9:00', '每两周的周一 9:00（自2026年11月23日那周起）'],
    ['每两周周一、四 8:30 自2026年12月2日起', '每两周的周一、四 8:30（自2026年11月30日那周起）'],
    ['双周周五', '每两周的周五 9:00（自2026年11月23日那周起）'],
    ['every other week on Monday 9:00', 'every other week on Monday 9:00 (from the week of 2026-11-23)'],
    ['every two weeks, Friday at 5pm', 'every other week on Friday 17:00 (from the week of 2026-11-23)'],
    ['every other Tuesday', 'every other week on Tuesday 9:00 (from the week of 2026-11-23)'],
    ['每天 9:00 和 14:00', '每天 9:00、14:00'],
    ['每月1日 9:00', '每月1日 9:00'],
    ['每天晚上12点', '每天 0:00'],
    ['每天 24:00', '每天 0:00'],
    ['每周日晚上12点', '每周一 0:00'],
    ['每周六半夜12点', '每周日 0:00'],
    ['每天凌晨2点', '每天 2:00'],
    ['每天凌晨12点', '每天 0:00'],
    ['每天零点', '每天 0:00'],
    ['每天半夜', '每天 0:00'],
    ['每天深夜11点', '每天 23:00'],
    ['每天早8点', '每天 8:00'],
    ['每天清晨6点半', '每天 6:30'],
    ['每周一中午12点', '每周一 12:00'],
    ['每月1日和15日 9:00', '每月1、15日 9:00'],
    ['每月31日 9:00', '每月最后一天 9:00'],
    ['每月第一个工作日 9:00', '每月第一个工作日 9:00'],
    ['每月最后一个工作日', '每月最后一个工作日 9:00'],
    ['每月倒数第2个工作日 17点', '每月倒数第二个工作日 17:00'],
    ['每季度首个工作日 9:00', '每季度第一个工作日 9:00'],
    ['每月第二个周三 9:00', '每月第二个周三 9:00'],
    ['到期前7个工作日', '到期前7个工作日 9:00'],
    ['到期前30、15、7、1个工作日 9:00', '到期前30、15、7、1个工作日 9:00'],
    ['提前3天 8点一刻', '到期前3天 8:15'],
    ['Every working day at 9am', 'every working day 9:00'],
    ['every Monday and Thursday 8:30', 'every Monday, Thursday 8:30'],
    ['on the 1st of every month 9:00', 'day 1 of every month 9:00'],
    ['last working day of every month 5:30 pm', 'last working day of every month 17:30'],
    ['7 and 1 working days before the deadline', '7, 1 working days before the deadline 9:00'],
    ['0 9 * * mon-fri', 'cron 0 9 * * MON-FRI'],
    ['cron: 0 9 L * *', 'cron 0 9 L * *'],
  ])('%s', (said, expected) => {
    expect(back(said)).toBe(expected);
    expect(back(expected)).toBe(expected);
  });

  it('says what it made of the 31st, and of no time', () => {
    const read = parseSchedule('每月31日', today);
    expect('notes' in read && read.notes).toEqual(['没有说几点，按 9:00。', '没有31日的月份，在最后一天。']);
  });

  it('reads back every schedule that it can say', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const at = fc.uniqueArray(time, { minLength: 1, maxLength: 3 }).map((times) => times.sort());
    const sorted = (max: number) =>
      fc.uniqueArray(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 4 }).map((n) => n.sort((a, b) => a - b));
    const nth = fc.constantFrom(1, 2, 3, 12, -1, -2, -3);
    const any = fc.oneof(
      fc.record({ kind: fc.constant('daily'), at }),
      fc.record({ kind: fc.constant('workdays'), at }),
      fc.record({ kind: fc.constant('weekly'), weekdays: sorted(7), at }),
      fc.record({
        kind: fc.constant('fortnightly'),
        weekdays: sorted(7),
        from: fc.constantFrom('2026-11-23', '2024-02-26', '2026-12-28'),
        at,
      }),
      fc.record({ kind: fc.constant('month-days'), days: sorted(31), at }),
      fc.record({
        kind: fc.constant('month-weekday'),
        nth: fc.constantFrom(1, 2, 3, 4, -1),
        weekday: fc.integer({ min: 1, max: 7 }),
        at,
      }),
      fc.record({ kind: fc.constant('nth-workday'), every: fc.constantFrom('month', 'quarter', 'year'), nth, at }),
      fc.record({
        kind: fc.constant('before-deadlines'),
        leads: sorted(400).map((counts) => counts.reverse().map((count) => ({ count, unit: 'workday' }))),
        at,
      }),
    );
    fc.assert(
      fc.property(any, fc.constantFrom('zh' as const, 'en' as const), (raw, language) => {
        const schedule = Schedule.parse(raw);
        const said = formatSchedule(schedule, language);
        expect(parseSchedule(said, today), said).toMatchObject({ schedule });
      }),
      { numRuns: fuzzRuns(400) },
    );
  });
});

describe('refuses, with the reason', () => {
  it.each([
    ['每天25:00', '25:00'],
    ['每天 9:60', '9:60'],
    ['every day at 13pm', '13pm'],
    ['每月32日', '32'],
    ['每月0日', '0'],
    ['每周', '星期几'],
    ['每两周 9:00', '星期几'],
    ['每小时', '太密'],
    ['every 2 hours', 'too often'],
    ['每两周周一 9:00 自2026年2月30日起', '不是一个日期'],
    ['每周一 9:00 自2026年2月3日起', '没读懂'],
    ['2月30日 9:00', '2月没有30日'],
    ['每年四月三十一日', '4月没有31日'],
    ['every year on 30 February', 'Month 2 has no day 30'],
    ['Feb 30th at 9:00', 'Month 2 has no day 30'],
    ['2月29日 9:00', '0 9 29 2 *'],
    ['every March 3rd 9:00', '0 9 3 3 *'],
    ['13月1日', '没有13月'],
    ['0 0 31 4 *', '永远不会触发'],
    ['99 9 * * *', '五段依次是分 时 日 月 周'],
    ['0 9 30 2 *', '永远不会触发'],
    ['0 9 29 2 1#1', '永远不会'],
    ['60 9 * * *', 'minute'],
    ['* * * * *', '1440'],
    ['@reboot', 'can’t be used'],
    ['', '没读懂'],
    ['明天再说', '没读懂'],
    ['whenever you like', 'was not understood'],
  ])('%j', (said, reason) => {
    expect(back(said)).toMatch(/^\? /);
    expect(back(said)).toContain(reason);
  });

  it('never throws, whatever is said', () => {
    const piece = fc.constantFrom(
      '每',
      '周',
      '月',
      '一',
      '31',
      '日',
      '个工作日',
      '最后',
      '到期前',
      '9:00',
      ' ',
      '*',
      '/',
      'L',
      '#',
      'every',
      ' day',
      ':',
      '、',
      '-',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (said) => {
          const read = parseSchedule(said, today);
          if ('schedule' in read) expect(Schedule.safeParse(read.schedule).success).toBe(true);
        },
      ),
      { numRuns: fuzzRuns(2_000) },
    );
  });

  it('a zone that does not exist', () => {
    const schedule = { kind: 'workdays', at: ['09:00'] };
    expect(Timing.safeParse({ schedule, zone: 'Asia/Shangai' }).error?.issues[0]?.message).toBe(
      'Asia/Shangai is no IANA time zone; write one such as Asia/Shanghai',
    );
    expect(Timing.safeParse({ schedule, zone: 'Asia/Shanghai' }).success).toBe(true);
    expect(Timing.safeParse({ schedule: { kind: 'workdays', at: ['24:00'] } }).success).toBe(false);
  });
});
