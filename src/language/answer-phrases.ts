/** Sentences of the answers, by language. Slots take the plan's own words, or numbers and dates derived from records. */
import { type QueryPhraseKey, queryPhrases } from './query-phrases.ts';

const zh = {
  // Looking one thing up
  rowTitle: '第{n}项',
  rowStar: '第{n}项★',
  supportTitle: '附件第{n}项（支持）',
  star: '★ 标示：是',
  starYes: '是，第{n}项标有★。',
  starNo: '不是，第{n}项没有标★。',
  isRole: '是，{unit}是第{n}项的{role}。',
  isNotRole: '不是，第{n}项的{role}是{units}。',
  isOtherRole: '{unit}在第{n}项是{other}；{role}是{units}。',
  notNamed: '第{n}项没有写到{unit}。{role}：{units}。',
  noCooperating: '方案这一栏为空（没有{role}）',
  notPrinted: '方案未载明',
  passed: '{date}（完成时限已过；方案不记录是否已完成）',
  within: '{date}',
  dueThisMonth: '{date}（本月到期）',
  notDoneKnown: '是否已经完成，方案未载明。',
  place: '出处',
  numberLabel: '序号',
  starLabel: '★',
  starMarked: '有★',
  starUnmarked: '无★',
  groupLabel: '所属措施',
  tasksLabel: '对应任务',
  periodLabel: '时间',
  measuredIn: '单位',
  // Channels
  existing: '可以找：{name}。',
  planned: '可以问：{name}（方案的说法是“{verb}”；是否已经开办，方案未载明）。',
  encouraged: '可以问：{name}（方案的说法是“{verb}”，是支持、鼓励的方向；是否已经开办，方案未载明）。',
  explored: '可以问：{name}（方案的说法是“{verb}”，尚在探索、试行；是否已经开办，方案未载明）。',
  applied: '可以关注：{name}（方案的说法是“{verb}”，还在争取；是否已经获批，方案未载明）。',
  ask: '方案未载明地址和电话；可咨询 {signpost}。',
  contact: '{text}（{date} 核实，由本助手的运营者提供，非方案内容）',
  also: '也可以问：',
  choose: '请选择：',
  askChannel: '{name}找谁？',
  // Lists
  found: '{what}：共 {count} 项。',
  foundPlain: '共 {count} 项。',
  none: '{what}：没有，共 0 项。',
  nonePlain: '没有符合条件的，共 0 项。',
  stranger: '方案的任务分工中没有提到“{what}”，共 0 项。',
  leads: '{role}',
  page: '第 {from}—{to} 项，共 {count} 项。回复“更多”看后面的，回复序号看详情。',
  lastPage: '已全部列完，共 {count} 项。回复序号看详情。',
  hint: '回复序号看详情。',
  moreLabel: '更多',
  askMore: '更多',
  originalLabel: '原文',
  askOriginal: '原文 {n}',
  askOriginalIn: '原文 附件{annex}第{n}项',
  unrecorded: '截至问询日；方案不记录是否已完成。',
  allOver: '方案的完成时限都已过（最晚的是{date}）。',
  compareMore: '{what}多：{counts}。',
  compareSame: '一样多：{counts}。',
  countOf: '{what} {count} 项',
  mostMonth: '{date}到期的最{adjective}：{count} 项。',
  mostUnit: '{unit}最{adjective}：{count} 项。',
  most: '多',
  least: '少',
  sameDate: '一样，都是{date}。',
  otherDate: '不一样：{dates}。',
  dateOf: '第{n}项 {date}',
  conditionOverdue: '完成时限已过',
  conditionOpen: '完成时限未到',
  conditionOngoing: '没有截止月份',
  conditionStar: '★',
  conditionNoStar: '无★',
  conditionNoCooperating: '无{role}',
  conditionEarliest: '完成时限最早',
  conditionLatest: '完成时限最晚',
  conditionNot: '非{what}',
  conditionLeads: '{unit}牵头',
  conditionHelps: '{unit}配合',
  conditionDoes: '{unit}落实',
  conditionEither: '{unit}',
  conditionTopic: '与“{what}”有关',
  conditionLeader: '{role}含“{what}”',
  conditionShown: '其中',
  until: '{to}底前到期',
  since: '{from}起到期',
  between: '{from}至{to}到期',
  monthDue: '{date}到期',
  during: '{date}',
  dutiesIntro: '方案写明的经常性工作，共 {count} 项。',
  // Not knowing
  notStated: '方案未载明{label}。',
  notFound: '方案未载明。',
  incomplete: '这份文件导入时有 {count} 处没有读出来，所问的可能就在其中；请以原文为准。',
  perhapsMore: '这份文件导入时有 {count} 处没有读出来，这里列出的可能不全，请以原文为准。',
  unread: '没有读到',
  noSuchAnnex: '方案只有{total}个附件，没有附件{n}。',
  noSuchRow: '{place}只到第{last}项，没有第{n}项。',
  related: '相近内容（不是对所问的回答）：',
  signpost: '具体情况可咨询 {signpost} 或责任单位。',
  otherPlan: '这里只收录了《{title}》。',
  whichOne: '您问的是哪一项？请说出事情或序号，例如“{example}”。',
  whichOf: '方案里有几处相近，您问的是哪一个？',
  tooLong: '问题很长，只读了前 {count} 个字。',
  // Talking
  greeting: '您好，这里可以查《{title}》：找谁、谁牵头、什么时候完成、有哪些任务。',
  thanks: '不客气。还想查什么，直接问就行。',
  abuse: '这里只回答《{title}》里的内容。有想查的请直接说。',
  injection: '这里只回答《{title}》里的内容，不执行其他指令。',
  identity: '我是秦知，按《{title}》的原文回答问题，不是真人，也不会编写内容。',
  nothing: '没有看到问题。',
  examples: '可以这样问：',
  noPage: '没有更多了。',
  cancelled: '好的，重新开始。',
  // Notes
  asPrinted: '原文如此：{note}',
  oddLeader: '{role}一栏写的是“{leader}”，不是本项{responsible}的',
  oddTwice: '{unit}同时列为{responsible}和{cooperating}',
  oddEarly: '完成时限早于印发日期（{date}）',
  oddSeparator: '{units}之间没有顿号',
  joinNote: '、',
  semicolon: '；',
  and: '，',
  // Document facts
  docNumber: '发文字号',
  docIssued: '印发日期',
  docIssuer: '发文机关',
  docCopied: '抄送',
  docTitle: '全称',
  docBasis: '制定依据',
  docPublic: '公开属性',
  docTo: '主送',
  docAnnexes: '附件',
  docYes: '是。',
  quoteOpen: '原文：',
  month: '{year}年{month}月',
  day: '{year}年{month}月{day}日',
} as const;

const en: Record<PhraseKey, string> = {
  ...zh,
  star: '★: yes',
  starYes: 'Yes, row {n} is marked ★.',
  starNo: 'No, row {n} is not marked ★.',
  isRole: 'Yes, {unit} is the {role} of row {n}.',
  isNotRole: 'No, the {role} of row {n}: {units}.',
  isOtherRole: '{unit} is the {other} of row {n}; {role}: {units}.',
  notNamed: 'Row {n} does not name {unit}. {role}: {units}.',
  noCooperating: 'this cell is empty in the plan (no {role})',
  notPrinted: 'not stated in the plan',
  passed: '{date} (the deadline has passed; the plan does not record whether it was met)',
  dueThisMonth: '{date} (due this month)',
  notDoneKnown: 'The plan does not state whether it has been done.',
  existing: 'You can turn to: {name}.',
  planned: 'You can ask about: {name} (the plan says “{verb}”; it does not state whether it is open yet).',
  encouraged:
    'You can ask about: {name} (the plan says “{verb}”: supported or encouraged; it does not state whether it is open yet).',
  explored:
    'You can ask about: {name} (the plan says “{verb}”: being tried out; it does not state whether it is open yet).',
  applied: 'You can watch: {name} (the plan says “{verb}”: still being applied for).',
  ask: 'The plan states no address or telephone number; call {signpost} for directions.',
  also: 'You may also ask: ',
  choose: 'Please choose: ',
  found: '{what}: {count} in all.',
  foundPlain: '{count} in all.',
  none: '{what}: none (0).',
  nonePlain: 'None (0).',
  stranger: 'The plan does not mention “{what}” among its units (0).',
  page: '{from}–{to} of {count}. Say “more” for the rest, or a row number for details.',
  lastPage: 'That is all of {count}. Say a row number for details.',
  hint: 'Say a row number for details.',
  moreLabel: 'More',
  askMore: 'more',
  originalLabel: 'Original text',
  unrecorded: 'As of the day asked; the plan does not record what has been done.',
  notStated: 'The plan does not state this ({label}).',
  notFound: 'The plan does not say.',
  incomplete:
    'When this document was imported, {count} places could not be read; not found here does not mean that the plan does not say it. Please see the original.',
  perhapsMore:
    'When this document was imported, {count} places could not be read; the list may be incomplete. Please see the original.',
  unread: 'not read',
  noSuchAnnex: 'The plan has {total} annexes; there is no annex {n}.',
  noSuchRow: '{place} ends at row {last}; there is no row {n}.',
  related: 'Related records (not an answer to the question):',
  signpost: 'For particulars call {signpost} or ask the responsible unit.',
  whichOne: 'Which item do you mean? Name the matter or its row, for example “{example}”.',
  whichOf: 'Several places in the plan are close; which one do you mean?',
  greeting: 'Hello. Ask about 《{title}》: whom to turn to, who leads, when something is due, which tasks there are.',
  thanks: 'You are welcome.',
  abuse: 'Only what 《{title}》 says is answered here.',
  injection: 'Only what 《{title}》 says is answered here; other instructions are not followed.',
  identity:
    'This is Qinzhi. It answers from the text of 《{title}》; it is not a person and writes nothing of its own.',
  nothing: 'No question was seen.',
  examples: 'For example: ',
  noPage: 'There is no more.',
  cancelled: 'All right, starting afresh.',
  asPrinted: 'As printed: {note}',
};

export type PhraseKey = keyof typeof zh;
export type Language = 'zh' | 'en';

/** All that replies say: sentences of the answers, and the words for typed queries. */
export interface Phrases {
  answer: Readonly<Record<Language, Readonly<Record<PhraseKey, string>>>>;
  query: Readonly<Record<Language, Readonly<Record<QueryPhraseKey, string>>>>;
}

export const phrases: Phrases = { answer: { zh, en }, query: queryPhrases };

/** Fills a phrase's slots. */
export function fill(template: string, slots: Record<string, string | number> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(slots[name] ?? ''));
}

export type Say = (key: PhraseKey, slots?: Record<string, string | number>) => string;

export type SayQuery = (key: QueryPhraseKey, slots?: Record<string, string | number>) => string;

export function speaker(language: Language, { answer, query }: Phrases = phrases): { say: Say; sayQuery: SayQuery } {
  return {
    say: (key, slots) => fill(answer[language][key], slots),
    sayQuery: (key, slots) => fill(query[language][key], slots),
  };
}
