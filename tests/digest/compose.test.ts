/** What a digest says: the exact rows, their order, pages, silence, the end of a plan; over two packs. */
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { workingCalendar } from '../../src/digest/calendar/working-days.ts';
import { composeDigest } from '../../src/digest/compose.ts';
import type { DigestInput } from '../../src/digest/digest.ts';
import { validateSubscription } from '../../src/digest/request/validate.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import { SetupError } from '../../src/model/fault.ts';
import type { Task } from '../../src/model/plan.ts';

const root = resolve(import.meta.dirname, '../..');
const xian = loadPack(join(root, 'knowledge/xian-ip'));
const lanqiao = loadPack(join(root, 'tests/fixtures/lanqiao'));
const calendar = workingCalendar();
const tasks = [...xian.records.values()].filter((record): record is Task => record.kind === 'task');
const timing = { schedule: { kind: 'workdays', at: ['09:00'] } };

function digest(raw: object, day: string, more: Partial<DigestInput> = {}) {
  const packs = more.packs ?? [xian];
  const subscription = validateSubscription({ timing, ...raw }, packs, 'test');
  return composeDigest({ subscription, packs, calendar, at: new Date(`${day}T09:00+08:00`), ...more });
}
const textOf = (one: ReturnType<typeof digest>) => one.cards.map(renderText).join('\n\n');
const ids = (one: ReturnType<typeof digest>) => one.records.map((id) => id.split('/')[1]!);
const dueIn = (month: string, unit?: string) =>
  tasks
    .filter((task) => task.deadline?.kind === 'month' && task.deadline.month === month)
    .filter((task) => !unit || [...task.responsible.units, ...(task.cooperating?.units ?? [])].includes(unit))
    .map((task) => task.id)
    .sort();
const month = { content: { due: ['this-month'] } };

describe('rows', () => {
  it('are exactly those that the plan says, for every unit in every month', () => {
    for (const unit of xian.units.units.map(({ name }) => name))
      for (const on of ['2024-07', '2024-12', '2025-03', '2025-05', '2025-06', '2025-12']) {
        const one = digest({ ...month, scope: { units: [{ unit }] } }, `${on}-10`);
        expect(ids(one).sort(), `${unit} ${on}`).toEqual(dueIn(on, unit));
      }
  });

  it('come with counts, by deadline and unit, ★ first, each with its number and cited', () => {
    const one = digest({ ...month, scope: { units: [{ unit: '公安' }] } }, '2025-06-03');
    expect(one.outcome).toBe('due');
    expect(ids(one).map((id) => id.slice(5))).toEqual(['20', '57', '58', '30', '51', '56', '60']);
    const text = textOf(one);
    expect(text).toContain('共 7 项（★ 2 项），牵头 1 项，配合 6 项。');
    expect(text).toContain('2025年6月30日到期（还有 19 个工作日）· 7 项');
    expect(text).toContain('附件1 第20、30、51、56、57、58、60项');
    expect(text).toMatch(/^57 ★/m);
  });

  it('follow ★, role and group', () => {
    const units = [{ unit: '公安', role: 'responsible' }];
    expect(ids(digest({ ...month, scope: { units } }, '2025-06-03'))).toEqual(['task:20']);
    expect(ids(digest({ ...month, scope: { starredOnly: true } }, '2025-06-03'))).toHaveLength(6);
    const measures = [...xian.records.values()].filter((record) => record.kind === 'measure' && record.group === 6);
    const linked = measures.flatMap(({ id }) => xian.tasksOf.get(id) ?? []);
    const grouped = ids(digest({ ...month, scope: { groups: [6] } }, '2025-06-03'));
    expect(grouped.sort()).toEqual(dueIn('2025-06').filter((id) => linked.includes(id)));
    expect(grouped.length).toBeGreaterThan(0);
  });

  it('say of a past deadline only that it has passed', () => {
    const one = digest({ content: { overdue: true } }, '2025-01-06');
    expect(ids(one).sort()).toEqual([...dueIn('2024-07'), ...dueIn('2024-12')].sort());
    expect(textOf(one)).toContain('完成时限已过');
    expect(textOf(one)).toContain('方案不记录是否已完成');
    expect(textOf(one)).not.toContain('未完成');
  });

  it('count days and working days to the deadline with both ends', () => {
    const within = (unit: string, n: number, day: string) =>
      ids(digest({ content: { due: [{ within: n, unit }] } }, day)).length;
    expect([within('day', 11, '2025-06-19'), within('day', 10, '2025-06-19')]).toEqual([27, 0]);
    expect([within('workday', 7, '2025-06-19'), within('workday', 6, '2025-06-19')]).toEqual([27, 0]);
    expect([within('day', 1, '2025-06-30'), within('day', 1, '2025-07-01')]).toEqual([27, 0]);
  });
});

describe('reminders', () => {
  const leads = [30, 15, 7, 1].map((count) => ({ count, unit: 'workday' }));
  const isMonday = (at: number) => new Date(at).getUTCDay() === 1;
  const isWorkday = (at: number) => calendar.isWorkday(at / 86_400_000);

  it.each([
    [timing.schedule, isWorkday, ['2025-05-16', '2025-06-09', '2025-06-19', '2025-06-27']],
    [
      { kind: 'weekly', weekdays: [1], at: ['09:00'] },
      isMonday,
      ['2025-05-19', '2025-06-09', '2025-06-23', '2025-06-30'],
    ],
  ])('come once each over a quarter: $kind', (schedule, isSlot, expected) => {
    const raw = { content: { leads }, timing: { schedule, dayOff: 'send' } };
    const days: string[] = [];
    for (let at = Date.parse('2025-04-01'); at < Date.parse('2025-07-01'); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      if (isSlot(at) && digest(raw, day).records.length) days.push(day);
    }
    expect(days).toEqual(expected);
  });
});

describe('long digests', () => {
  it('lose no row between pages, cut no row, and say how many are left', () => {
    const one = digest({ content: { due: ['this-month'], overdue: true } }, '2025-06-03');
    expect(one.cards.length).toBeGreaterThan(2);
    const shown = one.cards.flatMap((card) =>
      card.blocks.flatMap((block) => (block.type === 'list' ? block.items : [])),
    );
    expect(shown.map(({ id }) => `xian-ip/${id}`)).toEqual(one.records);
    let left = shown.length;
    for (const card of one.cards) {
      const rows = card.blocks.flatMap((block) => (block.type === 'list' ? block.items : [])).length;
      expect(rows).toBeLessThanOrEqual(14);
      left -= rows;
      expect(renderText(card).includes(`还有 ${left} 项，发『更多』`)).toBe(left > 0);
      expect(renderText(card).length).toBeLessThan(1_200);
    }
    expect(left).toBe(0);
  });
});

describe('a page', () => {
  it('is headed by the plan’s short name and what is covered, and says whose a task is as the unit would', () => {
    const one = digest({ ...month, scope: { units: [{ unit: '公安' }] } }, '2025-06-03');
    expect(one.cards[0]!.title).toBe('示范区建设方案 · 市公安局 · 本月到期（2025年6月3日 周二）');
    const labels = one.cards[0]!.blocks.flatMap((block) => (block.type === 'list' ? [block.label] : []));
    expect(labels).toEqual([
      '市公安局牵头 1 项',
      '市公安局配合（市市场监管局牵头） 5 项',
      '市公安局配合（关中海关牵头） 1 项',
    ]);
  });

  it('is never nearly empty because the next unit has many tasks', () => {
    const one = digest({ content: { overdue: true } }, '2026-01-06');
    const rows = one.cards.map((card) =>
      card.blocks.reduce((sum, block) => sum + (block.type === 'list' ? block.items.length : 0), 0),
    );
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(68);
    for (const count of rows.slice(0, -1)) expect(count).toBeGreaterThanOrEqual(5);
  });

  it('puts what is registered as done last in its unit', () => {
    const done = new Set(['xian-ip/task:57']);
    const one = digest({ ...month, scope: { units: [{ unit: '公安' }] } }, '2025-06-03', { done });
    expect(ids(one).map((id) => id.slice(5))).toEqual(['20', '58', '30', '51', '56', '57', '60']);
  });
});

describe('silence', () => {
  const silent = { whenNothing: 'silence', content: { due: ['this-month'], phases: true, duties: true } };
  it('is broken by tasks and by the end, and by nothing else that comes beside them', () => {
    expect(digest(silent, '2025-07-01').outcome).toBe('silence');
    expect(digest(silent, '2025-06-03').outcome).toBe('due');
    expect(digest({ ...silent, content: { due: ['this-month'] } }, '2026-03-02').outcome).toBe('over');
    const all = new Set(dueIn('2025-06').map((id) => `xian-ip/${id}`));
    expect(digest({ ...silent, done: 'omit' }, '2025-06-03', { done: all }).outcome).toBe('silence');
    expect(digest({ ...silent, content: { duties: true } }, '2025-07-01').outcome).toBe('due');
  });
});

describe('after the last deadline', () => {
  const done = new Set(['xian-ip/task:57', 'xian-ip/task:20']);
  it('the farewell says what there was, that it is the last, and what can still be had', () => {
    const one = digest({ ...month, scope: { units: [{ unit: '公安' }] } }, '2026-03-02', { done });
    const text = textOf(one);
    expect(one.cards[0]!.title).toBe('示范区建设方案 · 市公安局 · 完成时限都已过（2026年3月2日 周一）');
    expect(text).toContain('这是最后一份，此后这条订阅不再发。');
    expect(text).toContain('共 17 项：2024年12月 8 项、2025年3月 2 项、2025年6月 7 项；「本群登记」已完成 2 项。');
    expect(one.cards[0]!.choices.map(({ question }) => question)).toEqual([
      '预览 市公安局 收官报告',
      '订阅 市公安局 例行职责',
    ]);
    expect(text).not.toContain('别的任务没到期');
    expect(textOf(digest({ ...month, scope: { units: [{ unit: '公安' }] } }, '2025-08-01'))).toContain(
      '方案里还有别的任务没到期，最晚的是2025年12月。',
    );
  });

  it('the closing report says what fell due when, by unit, with what the group registered', () => {
    const told = new Set(['xian-ip']);
    const one = digest({ content: { report: true } }, '2026-03-02', { done, notifiedPlans: told });
    expect(one.records).toHaveLength(68);
    const [card] = one.cards;
    expect(card!.title).toContain('收官报告');
    expect(renderText(card!)).toContain('2024年7月 2 项、2024年12月 30 项');
    const facts = card!.blocks.flatMap((block) => (block.type === 'facts' ? block.facts : []));
    expect(facts).toContainEqual({ label: '市公安局', value: '6 项，「本群登记」已完成 1 项' });
    expect(facts.reduce((sum, { value }) => sum + Number.parseInt(value, 10), 0)).toBe(68);
    expect(textOf(one)).toMatch(/57 ✓★/);
  });

  it('a yearly duty says what is to be done, not only its name', () => {
    const text = textOf(digest({ content: { duties: true } }, '2026-03-02', { notifiedPlans: new Set(['xian-ip']) }));
    expect(text).toContain('「知识产权维权援助和调解案件」（目标≥200件/年）');
    expect(text).toContain('考核重要内容」（市资源规划局牵头）');
    expect(text).toContain('「方案期内」');
  });
});

describe('nothing due', () => {
  it('is a line with the next deadline, or silence', () => {
    const line = digest(month, '2025-05-06');
    expect(line.outcome).toBe('nothing');
    expect(textOf(line)).toContain('没有本月到期的任务。下一次到期是2025年6月，27 项。');
    const silent = digest({ ...month, whenNothing: 'silence' }, '2025-05-06');
    expect([silent.outcome, silent.cards]).toEqual(['silence', []]);
  });

  it('is told once when everything has passed, with the recurring duties of the term', () => {
    const first = digest(month, '2026-03-02');
    expect([first.outcome, first.endedPlans]).toEqual(['over', ['xian-ip']]);
    expect(textOf(first)).toContain('方案的完成时限都已过，最晚的是2025年12月。');
    expect(textOf(first)).toContain('「方案期内」');
    expect(textOf(first)).toContain('每季度召开工作推进分析会');
    const later = digest(month, '2026-03-03', { notifiedPlans: new Set(first.endedPlans) });
    expect([later.outcome, later.cards]).toEqual(['silence', []]);
  });

  it('is not the end of another plan', () => {
    const both = digest({ ...month, scope: {} }, '2026-03-02', { packs: [xian, lanqiao] });
    expect(both.endedPlans).toEqual(['xian-ip']);
  });
});

describe('registered by the group', () => {
  const done = new Set(['xian-ip/task:57', 'xian-ip/task:58']);
  const scope = { units: [{ unit: '公安' }] };
  it('is ticked or left out, and never the plan’s word', () => {
    const ticked = digest({ ...month, scope }, '2025-06-03', { done });
    expect(textOf(ticked)).toMatch(/^57 ✓★.*「本群登记」已完成/m);
    expect(ticked.records).toHaveLength(7);
    const omitted = digest({ ...month, scope, done: 'omit' }, '2025-06-03', { done });
    expect(ids(omitted)).toEqual(['task:20', 'task:30', 'task:51', 'task:56', 'task:60']);
    expect(textOf(omitted)).toContain('「本群登记」已完成、未列出的 2 项：57、58。');
  });
});

describe('the rest', () => {
  it('says that it is late, and stays of its own day', () => {
    const late = digest(month, '2025-06-03', { sentAt: new Date('2025-06-03T15:00+08:00') });
    expect(textOf(late)).toContain('本应于 2025年6月3日 9:00 发出，现补发。');
    // As the setting has it: five minutes, unless it says otherwise.
    const at = (time: string, lateAfterMs?: number) =>
      textOf(digest(month, '2025-06-03', { sentAt: new Date(`2025-06-03T${time}+08:00`), lateAfterMs }));
    expect(at('09:05')).not.toContain('补发');
    expect(at('09:06')).toContain('补发');
    expect(at('09:06', 10 * 60_000)).not.toContain('补发');
    expect(at('09:00:31', 30_000)).toContain('补发');
  });

  it('shows phases that begin or end, and recurring duties', () => {
    const text = textOf(digest({ content: { phases: true, duties: true } }, '2025-07-01'));
    expect(text).toContain('总结提升阶段：2025年7月—2025年12月，本月开始。');
    expect(text).toContain('每季度的经常性工作 2 项');
    expect(text).not.toContain('方案期内');
  });

  it('says where the days off are not published yet', () => {
    const raw = { content: { due: [{ within: 400, unit: 'day' }] } };
    const text = textOf(digest(raw, '2026-11-23', { packs: [lanqiao] }));
    expect(text).toContain('2027 年放假安排尚未收录，按周末推算。');
  });

  it('is the same bytes each time, in English too', () => {
    const english = () => textOf(digest({ ...month, language: 'en' }, '2025-06-03'));
    expect(english()).toBe(english());
    expect(english()).toContain('Due 2025-06-30 (19 working days left)');
  });
});

describe('a subscription that can’t be', () => {
  it('is told every fault', () => {
    const raw = {
      scope: { plans: ['nowhere'], units: [{ unit: '公安国局' }], groups: [99] },
      content: {},
      timing: { schedule: { kind: 'cron', expression: '0 9 29 2 1#1' } },
    };
    expect(() => validateSubscription({ ...raw, scope: { ...raw.scope, plans: [] } }, [xian], 'mine')).toThrow(
      SetupError,
    );
    expect(() => validateSubscription({ ...raw, scope: { ...raw.scope, plans: [] } }, [xian], 'mine')).toThrow(
      /公安国局; near are 市公安局[\s\S]*group 99[\s\S]*never fires[\s\S]*asks for nothing/,
    );
    expect(() => validateSubscription(raw, [xian], 'mine')).toThrow(/no plan nowhere; there are xian-ip/);
    expect(() => validateSubscription({ timing: { schedule: timing.schedule, zone: 'Mars' } }, [xian], 'mine')).toThrow(
      /IANA/,
    );
  });
});
