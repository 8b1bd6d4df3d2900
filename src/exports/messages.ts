/** Headings of an exported table where the plan prints none, and the words of a calendar. */
import type { Language } from '../model/text.ts';

const zh = {
  number: '序号',
  title: '标题',
  text: '内容',
  starred: '★',
  target: '目标值',
  measuredIn: '单位',
  responsible: '责任单位',
  cooperating: '配合单位',
  leader: '负责人',
  deadline: '完成时限',
  dueOn: '截止日',
  source: '出处',
  due: '到期',
  every: { month: '每月', quarter: '每季度', year: '每年' },
  remind: '即将到期：',
  dayOff: (workday: string) => `当天休息，之前最近的工作日是 ${workday}。`,
};

const en: typeof zh = {
  number: 'No.',
  title: 'Title',
  text: 'Text',
  starred: '★',
  target: 'Target',
  measuredIn: 'Unit of measure',
  responsible: 'Responsible unit',
  cooperating: 'Cooperating units',
  leader: 'In charge',
  deadline: 'Deadline as printed',
  dueOn: 'Last day',
  source: 'Source',
  due: 'due',
  every: { month: 'every month', quarter: 'every quarter', year: 'every year' },
  remind: 'Due soon: ',
  dayOff: (workday) => `A day off; the last working day before it is ${workday}.`,
};

export const exportText: Readonly<Record<Language, typeof zh>> = { zh, en };
