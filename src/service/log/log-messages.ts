/** The log lines of a running service in Chinese, for a person at a terminal; JSON lines are always English. */

/** By the English line. */
export const logInChinese: Readonly<Record<string, string>> = {
  'message answered': '已回答',
  'duplicate message ignored': '重复的消息，不再回答',
  'rate limit exceeded': '提问太频繁，暂不回答',
  'message could not be answered': '有一条消息没能回答',
  'pairing code tried': '有人用口令认领',
  'a message had no readable time; it is taken as said now': '有一条消息没有可用的时间，按收到的时间处理',
  'a request could not be answered': '有一个请求没能回答',
  'the API failed': '接口出错',
  'home page could not be made': '首页没能生成',
  'the store refused a value, which is not kept': '数据库不接受一个值，没有保存',
  'the database is away: questions are answered, repeats and dialogues are kept in memory, commands must wait':
    '数据库连不上：问题照常回答，去重和对话先放在内存里，指令暂不受理',
  'the database is back': '数据库已恢复',
  'the package of a door failed; the door is opened again': '一个渠道的程序包出错，正在重新打开该渠道',
  'an unexpected error ends the service': '出现意外错误，服务即将停止',
  'connection lost': '有一个数据库连接断开',
  'the next slots of the subscriptions were not recalculated': '没能重新计算订阅的下次时间',
};
