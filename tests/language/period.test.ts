/** Periods as people say them, on the asker's own day: which rows are meant. */
import { describe, expect, it } from 'vitest';
import { loadXian, openAssistant, type Reply, sender, tasks } from '../answer/ask.ts';

const pack = loadXian();
const ask = sender(openAssistant([pack]));

/** Rows due in these months, from the table itself. */
function dueIn(...months: string[]): string[] {
  const due = [...pack.records.values()].filter(
    (record) => record.kind === 'task' && record.deadline?.kind === 'month' && months.includes(record.deadline.month),
  );
  return due.map(({ id }) => id);
}

const all = ['2024-07', '2024-12', '2025-03', '2025-06', '2025-12'];

/** Day asked, question, months whose rows are meant. */
const table: [string, string, string[]][] = [
  // The month itself, and those beside it.
  ['2025-06-10', '本月到期的有哪些', ['2025-06']],
  ['2025-06-01', '这个月到期的任务', ['2025-06']],
  ['2025-06-30', '本月到期的有哪些', ['2025-06']],
  ['2025-07-01', '本月到期的有哪些', []],
  ['2025-07-01', '上个月到期的有哪些', ['2025-06']],
  ['2025-05-31', '下月到期的有哪些', ['2025-06']],
  ['2024-11-30', '下个月到期的任务有哪些', ['2024-12']],
  ['2025-01-31', '下下个月到期的有哪些', ['2025-03']],
  ['2025-02-28', '次月到期的有哪些', ['2025-03']],
  ['2024-12-31', '下个月到期的有哪些', []],
  ['2025-01-01', '上个月到期的有哪些', ['2024-12']],
  ['2028-02-29', '本月到期的有哪些', []],
  // Quarters and halves.
  ['2025-03-31', '这个季度到期的有哪些', ['2025-03']],
  ['2025-04-01', '这个季度到期的有哪些', ['2025-06']],
  ['2025-03-31', '下个季度到期的有哪些', ['2025-06']],
  ['2024-12-31', '下季度到期的有哪些', ['2025-03']],
  ['2025-01-01', '上季度到期的有哪些', ['2024-12']],
  ['2025-06-10', '上半年到期的任务有哪些', ['2025-03', '2025-06']],
  ['2025-06-10', '下半年到期的任务有哪些', ['2025-12']],
  ['2024-09-03', '今年下半年到期的有哪些', ['2024-07', '2024-12']],
  ['2024-12-31', '明年上半年到期的有哪些', ['2025-03', '2025-06']],
  ['2025-06-10', '2025年一季度到期的有哪些', ['2025-03']],
  ['2025-06-10', '第四季度到期的任务有哪些', ['2025-12']],
  // Years and their ends.
  ['2025-06-10', '今年到期的有哪些', ['2025-03', '2025-06', '2025-12']],
  ['2025-06-10', '去年到期的任务有哪些', ['2024-07', '2024-12']],
  ['2024-12-31', '明年到期的有哪些', ['2025-03', '2025-06', '2025-12']],
  ['2025-01-01', '今年到期的有哪些', ['2025-03', '2025-06', '2025-12']],
  ['2025-06-10', '年底前到期的有哪些', ['2025-06', '2025-12']],
  ['2024-09-03', '年底前要完成的任务有哪些', ['2024-12']],
  ['2025-06-10', '去年12月到期的有哪些', ['2024-12']],
  ['2025-01-31', '今年年底到期的有哪些', ['2025-12']],
  ['2028-02-29', '明年到期的有哪些', []],
  // Days from now: a deadline is the last day of its month.
  ['2025-06-01', '30天内到期的有哪些', ['2025-06']],
  ['2025-05-31', '30天内到期的有哪些', ['2025-06']],
  ['2025-05-30', '30天内到期的有哪些', []],
  ['2025-06-30', '7天内到期的有哪些', ['2025-06']],
  ['2024-12-31', '未来三个月到期的有哪些', ['2024-12', '2025-03']],
  ['2024-11-30', '一个月内到期的有哪些', []],
  ['2024-12-01', '一个月内到期的有哪些', ['2024-12']],
  // Gone by, and still to come.
  ['2025-06-10', '逾期的有哪些', ['2024-07', '2024-12', '2025-03']],
  ['2025-06-30', '已经过了时限的任务有哪些', ['2024-07', '2024-12', '2025-03']],
  ['2025-07-01', '逾期的有哪些', ['2024-07', '2024-12', '2025-03', '2025-06']],
  ['2024-08-06', '逾期的有哪些', ['2024-07']],
  ['2025-06-10', '还没到期的任务有哪些', ['2025-06', '2025-12']],
  ['2026-01-01', '还没到期的任务有哪些', []],
  ['2025-06-10', '最早到期的是哪些', ['2024-07']],
  ['2025-06-10', '时限最晚的任务有哪些', ['2025-12']],
  // Up to, before, after, between.
  ['2025-06-10', '6月底前到期的有哪些', ['2024-07', '2024-12', '2025-03', '2025-06']],
  ['2025-06-10', '2025年6月底之前要完成的任务', ['2024-07', '2024-12', '2025-03', '2025-06']],
  ['2025-06-10', '2025年6月以前到期的有哪些', ['2024-07', '2024-12', '2025-03']],
  ['2025-06-10', '2025年3月以后到期的有哪些', ['2025-06', '2025-12']],
  ['2025-06-10', '2025年3月及以后到期的有哪些', ['2025-03', '2025-06', '2025-12']],
  ['2025-06-10', '截至2025年3月到期的有哪些', ['2024-07', '2024-12', '2025-03']],
  ['2025-06-10', '2025年3月到6月到期的有哪些', ['2025-03', '2025-06']],
  ['2025-06-10', '2024年12月至2025年3月到期的有哪些', ['2024-12', '2025-03']],
  ['2025-06-10', '2024.12—2025.3到期的任务有哪些', ['2024-12', '2025-03']],
  ['2025-06-10', '3至6月到期的任务有哪些', ['2025-03', '2025-06']],
  ['2024-10-08', '24年12月到期的有哪些', ['2024-12']],
  ['2025-06-10', '2025-03到期的有哪些', ['2025-03']],
  ['2025-06-10', '2025年6月30日到期的有哪些', ['2025-06']],
  // English.
  ['2025-06-10', 'which tasks are due this month', ['2025-06']],
  ['2025-05-31', 'which tasks are due next month', ['2025-06']],
  ['2025-06-10', 'which tasks were due last year', ['2024-07', '2024-12']],
  ['2025-06-10', 'which tasks are due in March 2025', ['2025-03']],
  ['2025-06-10', 'tasks due by the end of 2025', all],
  ['2025-06-10', 'tasks due before June 2025', ['2024-07', '2024-12', '2025-03']],
  ['2025-06-10', 'list all tasks due in Q2 2025', ['2025-06']],
  ['2025-06-10', 'which tasks are overdue', ['2024-07', '2024-12', '2025-03']],
];

/** Not read yet: the month's end without a month, a year in characters, a year without any row. */
const notRead: typeof table = [
  ['2028-02-29', '去年到期的有哪些', []],
  ['2025-06-10', '月底前到期的有哪些', ['2025-06']],
  ['2025-06-10', '二〇二五年六月到期的有哪些', ['2025-06']],
];

/** What a reply states, or what its choices would state: a question back that offers the right rows is no wrong answer. */
function statedOrOffered({ outcome, records, readings = [] }: Reply): string[][] {
  const sets = outcome === 'clarify' ? readings : outcome === 'list' ? [records] : [];
  return sets.map((ids) => [...ids].sort());
}

describe('rows due', () => {
  it.each(table)('%s  %s', (now, question, months) => {
    expect(statedOrOffered(ask(question, { now }))).toContainEqual(dueIn(...months).sort());
  });

  it.fails.each(notRead)('%s  %s', (now, question, months) => {
    expect(statedOrOffered(ask(question, { now }))).toContainEqual(dueIn(...months).sort());
  });

  it('the table meets every row', () => {
    expect(dueIn(...all)).toHaveLength(68);
    expect(dueIn('2025-12')).toEqual(tasks(3, 4, 5));
  });
});

describe('the asker’s day is that of Xi’an', () => {
  it.each([
    ['2025-05-31T15:59:59Z', []],
    ['2025-05-31T16:30:00Z', ['2025-06']],
    ['2025-06-30T15:59:59Z', ['2025-06']],
    ['2025-06-30T16:30:00Z', []],
    ['2024-12-31T16:30:00Z', []],
    ['2025-06-01T00:30:00+09:00', []],
  ])('%s: rows of this month', (now, months) => {
    expect(ask('本月到期的有哪些', { now }).records).toEqual(dueIn(...months));
  });

  it('a year turns at its midnight', () => {
    expect(ask('去年到期的任务有哪些', { now: '2024-12-31T15:30:00Z' }).records).toEqual([]);
    expect(ask('去年到期的任务有哪些', { now: '2024-12-31T16:30:00Z' }).records).toEqual(dueIn('2024-07', '2024-12'));
  });

  it('a deadline holds to the last second of its month', () => {
    expect(ask('7项什么时候完成', { now: '2025-06-30T15:59:59Z' }).text).toContain('2025年6月（本月到期）');
    expect(ask('7项什么时候完成', { now: '2025-06-30T16:00:00Z' }).text).toContain('完成时限已过');
    expect(ask('7项什么时候完成', { now: '2025-05-31' }).text).toMatch(/2025年6月(?!（)/);
  });

  it('what is past is never called unfinished', () => {
    const texts = ['逾期的有哪些', '24项完成了没有', '24项什么时候完成'].map(
      (question) => ask(question, { now: '2025-07-01' }).text,
    );
    for (const text of texts) {
      expect(text).not.toContain('未完成');
      expect(text).toMatch(/不记录是否已完成|方案未载明/);
    }
  });
});

describe('together with a unit or ★', () => {
  it.each([
    ['2025-06-10', '公安牵头的2024年12月到期的有哪些', tasks(18, 19, 34, 49, 53)],
    ['2025-06-10', '★任务里今年上半年到期的有哪些', tasks(7, 21, 29, 40, 50, 57, 58)],
    ['2024-12-03', '市法院牵头这个月到期的', tasks(46, 47, 48, 54)],
    ['2025-07-01', '海关牵头逾期的有几项', tasks(59, 60)],
  ])('%s  %s', (now, question, rows) => {
    const { outcome, records, text } = ask(question, { now });
    expect({ outcome, records }).toEqual({ outcome: 'list', records: rows });
    expect(text).toContain(`共 ${rows.length} 项`);
  });
});
