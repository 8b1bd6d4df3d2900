/** Sentences of the bot itself, by language. */
import { fill, type Language } from '../language/answer-phrases.ts';

const zh = {
  hello: '您好，我是秦知，按{titles}的原文回答，每句话都注明出处。用平常说话的方式问就行。',
  helloSeveral: '您好，我是秦知，按下面 {count} 份方案的原文回答，每句话都注明出处：',
  ownPlan: '{title}（这里默认问它）',
  namePlan: '用平常说话的方式问就行；说出方案的名称，就按那一份回答。管理员发“本群方案 名称”，定下默认问哪一份。',
  examples: '比如：',
  helpAsk:
    '直接提问，例如找谁、谁牵头、什么时候完成、有哪些任务。列表后回复“更多”看下一页，“导出”要表格，回复序号看详情，“原文 24”看整行原文；“日历”给出日历地址。',
  helpJudge: '回复“有用”或“没用”，帮助我们改进。',
  helpCommands: '管理员还可以发：',
  forEnterprises: '企业这样问',
  forOfficials: '单位工作人员这样问',
  askForEnterprises: '帮助 企业',
  askForOfficials: '帮助 单位',
  sorry: '这个问题没能答上来，已经记录，请换个说法或稍后再试。',
  storeAway: '这件事现在办不了：存储暂时连不上，请过几分钟再试。提问不受影响。',
  noStore: '这里只能提问；订阅等指令在接入群聊的助手里使用。',
  floodPerson: '问得有些快，先歇一会儿，一分钟后再问。',
  floodRoom: '本群提问有些密，先歇一会儿，一分钟后再问。',
  calendarHow: '在日历软件里选“订阅日历”，填下面的地址，截止日就会出现在日历上，方案更新后跟着更新：',
  calendarOf: '《{title}》全部任务',
  calendarOfList: '刚才的清单（{what}）',
  calendarNowhere:
    '还给不出日历地址：没有设定网页的对外地址。请运维人员设置 QINZHI_PUBLIC_URL；急用时，可在运行秦知的机器上执行 qinzhi export 任务.ics，把得到的文件导入日历。',
  exported: '已导出 {count} 项（{what}）：{name}',
  exportSeveral: '多个方案的任务',
  fileAt: '文件没有发出来，可在这里下载：{url}',
  fileMissing: '文件没有发出来。请稍后再发“导出”；还不行，请运维人员看日志。',
  exportAt: '共 {count} 项（{what}），可在这里下载：',
  exportLink: '下载表格',
  exportNothing: '还没有可以导出的清单。先问出一份清单，再发“导出”。',
  exportNowhere:
    '这里收不了文件，也没有设定网页的对外地址，所以还导不出这 {count} 项（{what}）。请运维人员设置 QINZHI_PUBLIC_URL；急用时，可在运行秦知的机器上执行 qinzhi export 任务.xlsx。',
  filesUnread: '我只读文字，文件、图片和语音看不了。请把想问的写成一句话发给我。',
  poked: '我在。想问什么，直接说就行；发“帮助”看看能问什么。',
  tooLong: '消息很长，只读了前 {count} 个字。',
  thanksUseful: '谢谢，已记下。',
  thanksUseless: '已记下，会用来改进。可以换个说法再问，也可以发“帮助”看看能问什么。',
  nothingToJudge: '还没有可以评价的回复。先提一个问题吧。',
  paired: '认领成功。现在可以在这里管理订阅等设置。',
  codeWrong: '口令不对，或者已经用过、过期。请向运维人员要一个新的。',
  codeLimited: '试错次数太多，请一小时后再试。',
  codeAlone: '请发“认领 口令”。口令由运维人员生成，24 小时内有效。',
  codeInGroup: '请在与我的单独聊天里认领。这个口令已在群里露出，已作废，请换一个新的。',
} as const;

export type BotPhrase = keyof typeof zh;

const en: Record<BotPhrase, string> = {
  hello: 'Hello, this is Qinzhi. It answers from the text of {titles} and cites every statement. Just ask.',
  helloSeveral: 'Hello, this is Qinzhi. It answers from the text of these {count} plans and cites every statement:',
  ownPlan: '{title} (the usual one here)',
  namePlan: 'Just ask; name a plan to have the answer from it. Admins say “group plan NAME” to choose the usual one.',
  examples: 'For example: ',
  helpAsk:
    'Ask whom to turn to, who leads, when something is due, which tasks there are. “more” shows the next page, “export” gives the list as a file, a row number its details, “original 24” a whole row; “calendar” gives the address of a calendar.',
  helpJudge: 'Say “useful” or “not useful” about a reply.',
  helpCommands: 'Admins may also say:',
  forEnterprises: 'For enterprises',
  forOfficials: 'For officials',
  askForEnterprises: 'help enterprise',
  askForOfficials: 'help official',
  sorry: 'This could not be answered; it has been noted. Please put it in other words, or try again later.',
  storeAway: 'This can’t be done now: the store can’t be reached. Try again in a few minutes; questions are answered.',
  noStore: 'Only questions are answered here; commands work where the assistant is in a group chat.',
  floodPerson: 'That is rather fast. Please pause for a minute and go on then.',
  floodRoom: 'This room asks rather much. Please pause for a minute and go on then.',
  calendarHow: 'In a calendar program choose “subscribe to a calendar” and give it this address; it follows the plan:',
  calendarOf: 'All tasks of 《{title}》',
  calendarOfList: 'The list shown last ({what})',
  calendarNowhere:
    'There is no address of a calendar yet: nobody set at which address the page can be reached. Ask the operator to set QINZHI_PUBLIC_URL. Until then `qinzhi export tasks.ics` on the machine of Qinzhi writes a file to import.',
  exported: '{count} rows ({what}): {name}',
  exportSeveral: 'Tasks of several plans',
  fileAt: 'The file could not be sent; download it here: {url}',
  fileMissing:
    'The file could not be sent. Say “export” again later; if that does not help, ask the operator to look at the log.',
  exportAt: '{count} rows ({what}) to download:',
  exportLink: 'Download the list',
  exportNothing: 'There is no list to export yet. Ask for one first, then say “export”.',
  exportNowhere:
    'This chat takes no files, and nobody set at which address the page can be reached, so these {count} rows ({what}) can’t be given here. Ask the operator to set QINZHI_PUBLIC_URL. Until then use `qinzhi export tasks.xlsx` on the machine of Qinzhi.',
  filesUnread: 'I read words only, no files, pictures or voice messages. Please put your question in a sentence.',
  poked: 'I am here. Just ask, or say “help”.',
  tooLong: 'The message is long; only its first {count} characters were read.',
  thanksUseful: 'Thank you, noted.',
  thanksUseless: 'Noted; it helps to improve. Try other words, or say “help” to see what can be asked.',
  nothingToJudge: 'There is no reply yet that could be judged. Ask something first.',
  paired: 'Done. You may now manage subscriptions and settings here.',
  codeWrong: 'The code is wrong, has been used, or has expired. Ask the operator for a new one.',
  codeLimited: 'Too many wrong codes. Try again in an hour.',
  codeAlone: 'Say “pair CODE”. The operator makes the code; it lives for 24 hours.',
  codeInGroup:
    'Please pair in a direct chat with me. This code has been seen by the group and is void; ask for a new one.',
};

const phrases = { zh, en };

export function say(language: Language, key: BotPhrase, slots: Record<string, string | number> = {}): string {
  return fill(phrases[language][key], slots);
}
