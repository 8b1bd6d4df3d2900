/** What is wrong with a subscription or with the files of working days, in both languages. */
import { texts } from '../model/text.ts';

export const zh = {
  subscriptionWrong: '订阅有误：',
  planUnknown: '没有方案 {id}；有 {known}',
  unitUnknown: '没有方案提到单位 {unit}；相近的有 {near}',
  groupUnknown: '没有第 {group} 组',
  cronWrong: '{expression}：{why}',
  neverFires: '{expression} 永远不会触发，没有这样的日子',
  asksNothing: '没有要看的内容：请写明到期、提前提醒、逾期、经常性工作或阶段',
  holidaysWrong: '{folder} 里的放假安排有误：',
  alsoHoliday: '同时也写成了放假',
} as const;

export const en: Readonly<Record<keyof typeof zh, string>> = {
  subscriptionWrong: 'The subscription can’t be used as it is:',
  planUnknown: 'there is no plan {id}; there are {known}',
  unitUnknown: 'no plan names the unit {unit}; near are {near}',
  groupUnknown: 'there is no group {group}',
  cronWrong: '{expression}: {why}',
  neverFires: '{expression} never fires; there is no such day',
  asksNothing: 'asks for nothing: name what is due, reminders, overdue, duties or phases',
  holidaysWrong: "The holidays in {folder} can't be used as they are:",
  alsoHoliday: 'is also a holiday',
};

export const digestText = texts(zh, en);
