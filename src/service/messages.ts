/** Messages of the service to its operator, in both languages. */
import { texts } from '../model/text.ts';

export const zh = {
  spreadsheet: '表格',
  spreadsheetAt: '表格没有发出来，可在这里下载：',
  spreadsheetMissing: '表格没有发出来。需要时发“导出”再要一次。',
  notDone: '没有执行：{why}。',
  portTaken: '端口不可用：',
  nothingToRun:
    '没有可以运行的内容：没有配置聊天渠道，也没有订阅。要在聊天里回答问题，请配置下面的一个渠道；只发到期提醒，请先为群机器人或 webhook 订阅（qinzhi subscriptions add --help）；现在就想试试，用 qinzhi chat。',
  slackSetup:
    'SLACK_BOT_TOKEN 和 SLACK_APP_TOKEN（Socket Mode），或者 SLACK_BOT_TOKEN 和 SLACK_SIGNING_SECRET（HTTP）：在 api.slack.com/apps 用 adapters/slack/manifest.yaml 创建应用，步骤见 docs/zh/slack.md',
  wechatSetup:
    'QINZHI_WECHAT_PUPPET 和 QINZHI_WECHAT_TOKEN，并运行 npm install wechaty@1.20.2：token 由 puppet 服务提供，哪种现实可用见 docs/zh/wechat.md',
  onlyDigests:
    '没有配置聊天渠道，只发到期提醒，不回答问题。接入 Slack 需要 SLACK_BOT_TOKEN（docs/zh/slack.md），接入微信需要 QINZHI_WECHAT_PUPPET（docs/zh/wechat.md）。',
  noAdmin:
    '还没有管理员。24 小时内，谁在与助手的私聊里发“认领 {code}”，谁就成为管理员。要另外的口令：{program} admin invite',
  holidaysMissing: '{year} 年的放假安排尚未收录，按周末推算。请更新 chinese-days，或者把安排放进 {folder}。',
  packs: '方案包',
  holidays: '放假安排',
  changed: '{source}有改动，已换用新的',
  changedFaulty: '{source}有改动但有错误，继续用原来的',
  rightsDoor: '有一项权限设置写了没有配置的渠道',
  healthAt: '可在 /healthz 和 /readyz 查看运行状态',
  adminAt: '维护：{address}，用 {program} admin invite 生成的口令登录',
  pageAt: '请在浏览器打开：{address}',
  noStore: '数据库没有启动：只在网页上回答问题，提醒、反馈和管理不可用',
  running: '已启动，数据在 {where}；渠道：{doors}',
  stopping: '正在停止',
} as const;

export const en: Readonly<Record<keyof typeof zh, string>> = {
  spreadsheet: 'Spreadsheet',
  spreadsheetAt: 'The spreadsheet could not be sent; download it here:',
  spreadsheetMissing: 'The spreadsheet could not be sent. Say “export” to ask for it again.',
  notDone: 'Not done: {why}.',
  portTaken: 'The port can’t be used:',
  nothingToRun:
    'There is nothing to run: no chat door is configured, and there is no subscription. To answer in chats, configure one of the doors below; to send digests only, subscribe a group robot or a webhook first (qinzhi subscriptions add --help); to try it here and now, run qinzhi chat.',
  slackSetup:
    'SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP): create an app at api.slack.com/apps from adapters/slack/manifest.yaml; docs/slack.md shows each step',
  wechatSetup:
    'QINZHI_WECHAT_PUPPET and QINZHI_WECHAT_TOKEN, and npm install wechaty@1.20.2: the token comes from a puppet service; docs/wechat.md says which one is realistic',
  onlyDigests:
    'No chat door is configured: digests are sent, but no questions are answered. Slack needs SLACK_BOT_TOKEN (docs/slack.md), WeChat QINZHI_WECHAT_PUPPET (docs/wechat.md).',
  noAdmin:
    'There is no admin yet. Whoever sends “认领 {code}” or “pair {code}” to the assistant in a direct chat within 24 hours becomes one. Another code: {program} admin invite',
  holidaysMissing:
    'The days off of {year} are not known, so weekdays are counted. Update chinese-days, or put them into {folder}.',
  packs: 'packs',
  holidays: 'holidays',
  changed: 'the {source} have changed; the new ones are used',
  changedFaulty: 'the {source} have changed and are faulty; the old ones are used',
  rightsDoor: 'a setting about rights names a door that is not configured',
  healthAt: 'health is served at /healthz and /readyz',
  adminAt: 'For maintainers: {address}, with a code of `{program} admin invite`',
  pageAt: 'Open in a browser: {address}',
  noStore: 'the database did not start: the page answers questions, but digests, feedback and administration are off',
  running: 'running on {where}; doors: {doors}',
  stopping: 'stopping',
};

export const serviceText = texts(zh, en);
