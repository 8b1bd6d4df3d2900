/** Requests for digests in free words, in any order and both languages, said back so that they read the same again. */
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestSpeaker } from '../../../src/digest/phrases.ts';
import { withDefaults } from '../../../src/digest/request/defaults.ts';
import { formatRequest } from '../../../src/digest/request/format-request.ts';
import { parseRequest } from '../../../src/digest/request/parse-request.ts';
import { sayUnknownUnits, sortUnread } from '../../../src/digest/request/unknown-units.ts';
import { validateSubscription } from '../../../src/digest/request/validate.ts';
import { loadPacks } from '../../../src/knowledge/load.ts';
import { Subscription } from '../../../src/model/subscription.ts';
import { numberOfDay } from '../../../src/shared/day.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';

const packs = loadPacks(join(resolve(import.meta.dirname, '../../..'), 'knowledge'));
const today = numberOfDay(2026, 11, 22);
const zone = 'Asia/Shanghai';
type Language = 'zh' | 'en';

const read = (said: string, language: Language) => parseRequest(said, packs, today, language);

/** As it is understood; what can't be read after a bar. */
function back(said: string, language: Language): string {
  const { request: wanted, unread, problem } = read(said, language);
  const subscription = validateSubscription(withDefaults(wanted, { zone, language }), packs, 'test', today);
  return [formatRequest(subscription, packs, language, zone), ...unread, ...(problem ? [problem] : [])].join(' | ');
}

describe('reads', () => {
  it.each<[string, Language, string]>([
    ['', 'zh', '每个工作日 9:00 本月到期 阶段'],
    ['每个工作日9:00 公安牵头★ 本月到期', 'zh', '每个工作日 9:00 市公安局牵头 ★ 本月到期'],
    ['★公安牵头，本月到期，每个工作日9:00发', 'zh', '每个工作日 9:00 市公安局牵头 ★ 本月到期'],
    ['每天9点把公安牵头的本月到期任务发到群里', 'zh', '每天 9:00 市公安局牵头 本月到期'],
    ['法院、公安配合 30天内 逾期 每周一、四 8:30', 'zh', '每周一、四 8:30 市法院配合、市公安局配合 30天内到期 逾期'],
    ['法院牵头、公安', 'zh', '每个工作日 9:00 市法院牵头、市公安局牵头或配合 本月到期 阶段'],
    ['只看★ 第3组 第（二）组', 'zh', '每个工作日 9:00 ★ 第3组 第2组 本月到期 阶段'],
    ['改革那组 每月1日 9:00', 'zh', '每月1日 9:00 第4组 本月到期 阶段'],
    ['例行职责 阶段 每季度第一个工作日 9:00', 'zh', '每季度第一个工作日 9:00 例行职责 阶段'],
    ['未来两周内到期 下月到期', 'zh', '每个工作日 9:00 14天内到期 下月到期'],
    ['10个工作日内', 'zh', '每个工作日 9:00 10个工作日内到期'],
    ['到期前7个工作日', 'zh', '到期前7个工作日 9:00'],
    ['到期前30、15、7、1个工作日 17:00 公安', 'zh', '到期前30、15、7、1个工作日 17:00 市公安局'],
    ['提前3天 8点一刻', 'zh', '到期前3天 8:15'],
    ['每周五 16点 到期前7个工作日提醒', 'zh', '每周五 16:00 到期前7个工作日提醒'],
    ['到期前一周和两周提醒 公安', 'zh', '到期前14、7天 9:00 市公安局'],
    ['公安牵头 到期前7个工作日 9:00 提醒', 'zh', '到期前7个工作日 9:00 市公安局牵头'],
    ['一下本月到期的任务，每周一9点发，逾期的也要', 'zh', '每周一 9:00 本月到期 逾期'],
    ['下午3点半', 'zh', '每个工作日 15:30 本月到期 阶段'],
    ['隔周一 9:00 下月到期', 'zh', '每两周的周一 9:00（自2026年11月23日那周起） 下月到期'],
    ['每天9:00 免打扰22:00-8:00 节假日照发', 'zh', '每天 9:00 本月到期 阶段 节假日照发 免打扰 22:00-08:00'],
    ['每天9:00 无事不发 不列已完成 6小时内补发', 'zh', '每天 9:00 本月到期 阶段 无事不发 不列已完成 6小时内补发'],
    ['每周一9点 时区 Asia/Tokyo 英文', 'zh', '每周一 9:00 本月到期 阶段 时区 Asia/Tokyo 英文'],
    ['0 9 * * 1-5', 'zh', 'cron 0 9 * * 1-5 本月到期 阶段'],
    ['快到期的', 'zh', '每个工作日 9:00 10个工作日内到期'],
    ['公安最近要交的', 'zh', '每个工作日 9:00 市公安局 10个工作日内到期'],
    ['每天早上提醒我们快到期的', 'zh', '每天 9:00 10个工作日内到期'],
    ['明天9点', 'zh', '2026年11月23日 9:00（仅一次） 本月到期 阶段'],
    ['下周一下午提醒 公安', 'zh', '2026年11月23日 15:00（仅一次） 市公安局 本月到期 阶段'],
    ['2026年12月5日 8:30 遇休息日顺延', 'zh', '2026年12月5日 8:30（仅一次） 本月到期 阶段 遇休息日顺延'],
    ['12月5日9点发一次', 'zh', '2026年12月5日 9:00（仅一次） 本月到期 阶段'],
    ['2026年12月5日9点发一次', 'zh', '2026年12月5日 9:00（仅一次） 本月到期 阶段'],
    ['5月1号上午10点 只发一次 公安的', 'zh', '2027年5月1日 10:00（仅一次） 市公安局 本月到期 阶段'],
    ['明年3月1日9点', 'zh', '2027年3月1日 9:00（仅一次） 本月到期 阶段'],
    ['25号下午发一次', 'zh', '2026年11月25日 15:00（仅一次） 本月到期 阶段'],
    ['下周三8点提醒一次', 'zh', '2026年11月25日 8:00（仅一次） 本月到期 阶段'],
    ['每周一9点发一次', 'zh', '每周一 9:00 本月到期 阶段'],
    ['December 5 at 9am once', 'en', 'on 2026-12-05 9:00 (once), due this month, phases'],
    ['明天9点发一次到期的任务', 'zh', '2026年11月23日 9:00（仅一次） 本月到期 阶段'],
    ['明天上午9点给我们发一次到期的任务', 'zh', '2026年11月23日 9:00（仅一次） 本月到期 阶段'],
    ['12月5日发一次公安的到期任务', 'zh', '2026年12月5日 9:00（仅一次） 市公安局 本月到期 阶段'],
    ['把到期的任务每周一发一次', 'zh', '每周一 9:00 本月到期 阶段'],
    ['到期的任务每天早上提醒大家', 'zh', '每天 9:00 本月到期 阶段'],
    ['每周五下班前 这周要交的', 'zh', '每周五 17:00 7天内到期'],
    ['下班前提醒', 'zh', '每个工作日 17:00 本月到期 阶段'],
    ['下周到期的 每周五', 'zh', '每周五 9:00 14天内到期'],
    ['月初提醒', 'zh', '每月1日 9:00 本月到期 阶段'],
    ['每季度末', 'zh', '每季度最后一个工作日 9:00 本月到期 阶段'],
    ['年底提醒 公安', 'zh', '每年最后一个工作日 9:00 市公安局 本月到期 阶段'],
    ['remind us of what is due every Monday at 9', 'en', 'every Monday 9:00, due this month, phases'],
    ['月底前提醒', 'zh', '每月倒数第五个工作日 9:00 本月到期 阶段'],
    ['月底前要交的', 'zh', '每个工作日 9:00 本月到期'],
    ['公安收官报告', 'zh', '每月第一个工作日 9:00 市公安局 收官报告'],
    ['例行职责', 'zh', '每月第一个工作日 9:00 例行职责'],
    ['due soon every morning', 'en', 'every day 9:00, due within 10 working days'],
    ['tomorrow at 9am', 'en', 'on 2026-11-23 9:00 (once), due this month, phases'],
    ['西安中院牵头', 'zh', '每个工作日 9:00 市法院牵头 本月到期 阶段'],
    [
      'every Monday 8:30, court (cooperating), within 30 days, overdue',
      'en',
      'every Monday 8:30, court (cooperating), due within 30 days, overdue',
    ],
    [
      'key tasks only, police and court lead, daily at 5pm',
      'en',
      'every day 17:00, public security bureau (lead), court (lead), ★, due this month, phases',
    ],
    [
      '7 working days before the deadline, police',
      'en',
      '7 working days before the deadline 9:00, public security bureau',
    ],
    [
      'every other Tuesday, recurring duties and phases, silent when nothing',
      'en',
      'every other week on Tuesday 9:00 (from the week of 2026-11-23), recurring duties, phases, silent when nothing',
    ],
    ['group 3 due next month', 'en', 'every working day 9:00, group 3, due next month'],
  ])('%s', (said, language, expected) => {
    expect(back(said, language)).toBe(expected);
    expect(back(expected, language)).toBe(expected);
  });
});

describe('names what it can’t read', () => {
  it.each<[string, Language, string]>([
    ['每周一9:00 公安 火星 本月到期', 'zh', '每周一 9:00 市公安局 本月到期 | 火星'],
    ['工安局 每天9点', 'zh', '每天 9:00 本月到期 阶段 | 工安局'],
    [
      '发一次到期的任务',
      'zh',
      '每个工作日 9:00 本月到期 阶段 | 发一次是哪一天？例如：明天9点发一次；12月5日 9:00 发一次。现在就看，发“预览”。',
    ],
    ['每月提醒一次', 'zh', '每个工作日 9:00 本月到期 阶段 | 是几号？例如：每月1日 9:00；每月最后一个工作日 9:00。'],
    ['第9组', 'zh', '每个工作日 9:00 本月到期 阶段 | 第9组'],
    [
      '每天25点 公安',
      'zh',
      '每个工作日 9:00 市公安局 本月到期 阶段 | “25点”不是一天里的时间；请写 0:00 到 23:59，例如 9:00。',
    ],
    [
      '每小时 公安',
      'zh',
      '每个工作日 9:00 市公安局 本月到期 阶段 | 每小时太密了；一天里可以说几个钟点：每个工作日 9:00、14:00、17:00。',
    ],
    [
      'police every Friday moonshine',
      'en',
      'every Friday 9:00, public security bureau, due this month, phases | moonshine',
    ],
  ])('%s', (said, language, expected) => {
    expect(back(said, language)).toBe(expected);
  });
});

it('tells a unit that no plan names from words that mean nothing', () => {
  const sorted = (said: string) => sortUnread(read(said, 'zh').unread, packs);
  expect(sorted('气象局牵头 每天9点 火星')).toEqual({ units: ['气象局'], words: ['火星'] });
  expect(sorted('工安局')).toEqual({ units: ['工安局'], words: [] });
  expect(sayUnknownUnits(digestSpeaker('zh'), ['工安局'], packs)).toContain('没有“工安局”这个单位，相近的有市公安局');
  expect(sayUnknownUnits(digestSpeaker('zh'), ['气象局'], packs)).toBe('方案里没有“气象局”这个单位。');
});

it('understands nothing in words that have nothing to do with it', () => {
  for (const said of ['专利公报', '申请表', '一份报纸', '火星']) expect(read(said, 'zh').understood, said).toBe(0);
  expect(read('to patent news', 'en').understood).toBe(0);
});

const at = fc
  .uniqueArray(fc.constantFrom('08:30', '09:00', '14:05', '23:59'), { minLength: 1, maxLength: 2 })
  .map((times) => times.sort());
const leads = fc
  .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 3 })
  .map((counts) => counts.sort((a, b) => b - a));
const workdayLeads = leads.map((counts) => counts.map((count) => ({ count, unit: 'workday' as const })));
const someOf = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 });
const unitNames = [...new Set(packs.flatMap(({ units }) => units.units.map(({ name }) => name)))];
const subscriptions = fc
  .record({
    scope: fc.record({
      plans: someOf(...packs.map(({ id }) => id)),
      units: fc.uniqueArray(
        fc.record({
          unit: fc.constantFrom(...unitNames),
          role: fc.constantFrom('responsible' as const, 'cooperating' as const, 'any' as const),
        }),
        { maxLength: 3, selector: ({ unit }) => unit },
      ),
      starredOnly: fc.boolean(),
      groups: someOf(1, 2, 3, 4, 5, 6),
    }),
    content: fc
      .record({
        due: fc.uniqueArray(
          fc.oneof(
            fc.constantFrom('this-month' as const, 'next-month' as const),
            fc.record({
              within: fc.integer({ min: 1, max: 400 }),
              unit: fc.constantFrom('day' as const, 'workday' as const),
            }),
          ),
          { maxLength: 3, selector: (due) => JSON.stringify(due) },
        ),
        leads: fc.oneof(fc.constant([]), workdayLeads),
        overdue: fc.boolean(),
        duties: fc.boolean(),
        phases: fc.boolean(),
      })
      .filter((one) => one.due.length + one.leads.length > 0 || one.overdue || one.duties || one.phases),
    timing: fc.record({
      schedule: fc.oneof(
        fc.record({ kind: fc.constant('workdays' as const), at }),
        fc.record({ kind: fc.constant('weekly' as const), weekdays: fc.constantFrom([1], [1, 4], [6, 7]), at }),
        fc.record({ kind: fc.constant('month-days' as const), days: fc.constantFrom([1], [1, 15], [31]), at }),
        fc.record({
          kind: fc.constant('fortnightly' as const),
          weekdays: fc.constant([2]),
          from: fc.constant('2026-11-23'),
          at,
        }),
        fc.record({
          kind: fc.constant('nth-workday' as const),
          every: fc.constantFrom('month' as const, 'quarter' as const),
          nth: fc.constantFrom(1, -1, -2),
          at,
        }),
        fc.record({ kind: fc.constant('before-deadlines' as const), leads: workdayLeads, at }),
      ),
      zone: fc.constantFrom('Asia/Shanghai', 'Asia/Tokyo', 'America/New_York'),
      dayOff: fc.constantFrom('send' as const, 'next' as const, 'previous' as const),
      quiet: fc.constantFrom(undefined, { from: '22:00', to: '08:00' }),
    }),
    late: fc.constantFrom(
      { policy: 'latest' as const },
      { policy: 'latest' as const, withinHours: 6 },
      { policy: 'all' as const },
      { policy: 'none' as const },
    ),
    whenNothing: fc.constantFrom('line' as const, 'silence' as const),
    done: fc.constantFrom('omit' as const, 'tick' as const),
    language: fc.constantFrom('zh' as const, 'en' as const),
  })
  .map(({ timing: { quiet, ...timing }, ...others }) =>
    Subscription.parse({ ...others, timing: { ...timing, ...(quiet ? { quiet } : {}) } }),
  );

it('reads back every request that it can say', () => {
  fc.assert(
    fc.property(subscriptions, fc.constantFrom('zh' as const, 'en' as const), (subscription, language) => {
      const said = formatRequest(subscription, packs, language, zone);
      const { request: wanted, unread, problem } = read(said, language);
      expect({ unread, problem }, said).toEqual({ unread: [], problem: undefined });
      const again = validateSubscription(withDefaults(wanted, { zone, language }), packs, 'test', today);
      expect(again, said).toEqual(subscription);
    }),
    { numRuns: fuzzRuns(1_000) },
  );
});

it('never throws, whatever is said', () => {
  const piece = fc.constantFrom(
    ...[
      '每',
      '周',
      '月',
      '一',
      '31',
      '日',
      '个工作日',
      '到期前',
      '9:00',
      ' ',
      '公安',
      '牵头',
      '★',
      '第',
      '组',
      '内',
      '到期',
    ],
    ...['every', ' day', ':', '、', '-', 'due', 'within', '免打扰', '时区 ', 'x/y', '《', '（', '補'],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((parts) => parts.join('')),
      ),
      (said) => {
        const { request: wanted } = read(said, 'zh');
        validateSubscription(withDefaults(wanted, { zone, language: 'zh' }), packs, 'test', today);
      },
    ),
    { numRuns: fuzzRuns(2_000) },
  );
});
