/** What is said of the state of the service and of refused changes, in both languages. */
import { texts } from '../../model/text.ts';

const zh = {
  allWell: '没有需要处理的事。',
  packs: '方案包有 {count} 处错误，继续用改动前的',
  packsRemedy: '按文件和行号改正（qinzhi check 也会列出），改好会自动换用',
  failed: '{count} 条提醒没有送到',
  failedRemedy: '看投递记录里的原因，处理后重发（qinzhi deliveries retry）',
  unknown: '{count} 条提醒不确定是否送到',
  unknownRemedy: '到群里看一眼；没有就重发（qinzhi deliveries retry）',
  suspended: '{count} 条订阅发不出去，已停下',
  suspendedRemedy: '多半是助手被移出了群；处理后在群里发“恢复”，或 qinzhi subscriptions resume',
  holidays: '{year} 年的放假安排尚未收录，按周末推算',
  holidaysRemedy: '更新 chinese-days，或把安排放进方案包旁的 holidays 目录',
  unanswered: '近七天有 {count} 个问题没答上',
  unansweredRemedy: '看是怎样理解的，方案里有的加成问法，没有的加成标准问题',
  contacts: '{count} 个办事的地方还没有联系方式',
  contactsRemedy: '向单位核实后录入，回答里就会带上，并注明核实日期',
  serviceDown: '服务有一部分不正常：{what}',
  serviceDownRemedy: '看日志里的原因；数据库恢复后会自动继续',
  questionGone: '日志里没有这个问题',
  questionMasked: '这个问题里有遮住的号码，请用命令行写出要用的说法：qinzhi questions phrasing "…"',
  targetUnknown: '方案里没有 {target}',
  phrasingElsewhere: '这句话已经是 {target} 的问法',
  phrasingKnown: '这句话已经是它的问法',
  goldenKnown: '这句话已经是标准问题',
  deliveryGone: '没有这条投递',
  pointUnknown: '方案里没有这个办事的地方',
  dayWrong: '核实日期写成 2026-01-31 的样子，不能晚于今天',
} as const;

const en: Record<keyof typeof zh, string> = {
  allWell: 'Nothing needs attention.',
  packs: 'The packs have {count} faults; those from before are used',
  packsRemedy: 'correct them by file and line (qinzhi check lists them too); the packs are taken over by themselves',
  failed: '{count} digests were not delivered',
  failedRemedy: 'look at the cause in the delivery log, then send again (qinzhi deliveries retry)',
  unknown: '{count} digests may or may not have arrived',
  unknownRemedy: 'look into the group; where it is missing, send again (qinzhi deliveries retry)',
  suspended: '{count} subscriptions can’t be delivered and were stopped',
  suspendedRemedy:
    'mostly the assistant was removed from the group; then say “resume” there, or qinzhi subscriptions resume',
  holidays: 'The days off of {year} are not known; weekends are assumed',
  holidaysRemedy: 'update chinese-days, or put them into the folder holidays beside the packs',
  unanswered: '{count} questions of the last seven days were not answered',
  unansweredRemedy:
    'see how they were read; make phrasings of those that the plan answers, golden questions of the others',
  contacts: '{count} places to turn to have no contact',
  contactsRemedy: 'confirm it with the unit and enter it; replies then show it with the day',
  serviceDown: 'A part of the service is not well: {what}',
  serviceDownRemedy: 'see the cause in the log; it goes on by itself once the database is back',
  questionGone: 'the log has no such question',
  questionMasked: 'the question has masked parts; give its words on the command line: qinzhi questions phrasing "…"',
  targetUnknown: 'the plan has no {target}',
  phrasingElsewhere: 'this is a phrasing of {target} already',
  phrasingKnown: 'it has this phrasing already',
  goldenKnown: 'this is a golden question already',
  deliveryGone: 'there is no such delivery',
  pointUnknown: 'the plan has no such place',
  dayWrong: 'write the day of confirmation as 2026-01-31; it can’t be in the future',
};

export const adminText = texts(zh, en);
