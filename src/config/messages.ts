/** What is wrong with a setting, in both languages. */
import { texts } from '../model/text.ts';

export const zh = {
  unreadable: '读不了设置文件：',
  notUtf8: '不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8',
  language: '只能是 zh 或 en',
  knowledgeMissing: '找不到方案包目录：',
  shippedMissing: '不是目录；它随程序一起安装，请重新安装',
  namedMissing: '不是目录；是由 {by} 指定的',
  holidaysMissing: '找不到放假安排目录：',
  storeWrong: '数据库的设置有误：',
  botWrong: '聊天的设置有误：',
  doorsWrong: '渠道的设置有误：',
  serviceWrong: '服务的设置有误：',
  clockWrong: '定时发送的设置有误：',
  days: '应为 1 到 99999 的天数',
  databaseUrl: '不是形如 postgres://user:password@host:5432/database 的地址',
  perMinute: '应为 1 到 999999 的每分钟条数',
  admins: '不是形如 slack:U0123ABC, wechat:wxid_abc 的名单',
  rights: '只能是 admins 或 anyone',
  keyHours: '应为 0 到 9999 的小时数',
  timeoutSeconds: '应为 1 到 120 的秒数',
  robotOrigins: '应为 https 的网站来源，用逗号分开，例如 https://wework.example.gov.cn',
  port: '应为 0 到 65535 的端口，或 off',
  onOff: '只能是 on 或 off',
  basePath: '应为以 / 开头、不以 / 结尾的路径，例如 /qinzhi',
  proxies: '应为 IP 地址或网段，用逗号分开，例如 10.0.0.0/8',
  apiKeys: '每个密钥至少 16 个字符（字母、数字和 . _ ~ + / = -），用逗号分开',
  publicUrl: '应为打开网页的地址，例如 https://www.example.gov.cn/qinzhi',
  origins: '应为网站来源，用逗号分开，例如 https://www.example.gov.cn',
  logLevel: '只能是 silent、error、warn、info、debug 之一',
  lateSeconds: '应为 10 到 3600 的秒数',
  portMissing: '没有设置：{doors} 的平台要把请求发到一个端口（Slack 改设 SLACK_APP_TOKEN 则不需要端口）',
  botToken: '不是 Bot User OAuth Token，它以 xoxb- 开头',
  appToken: '不是 App-Level Token，它以 xapp- 开头',
  signingSecret: '太短，不是 Signing Secret',
  botTokenMissing:
    '没有设置：在 api.slack.com/apps 打开您的应用，OAuth & Permissions → Install → Bot User OAuth Token（docs/zh/slack.md）',
  appTokenMissing:
    '没有设置，用 Socket Mode 需要它：在 api.slack.com/apps 打开您的应用，Basic Information → App-Level Tokens，权限选 connections:write（docs/zh/slack.md）',
  signingSecretMissing:
    '没有设置，不用 Socket Mode 而用 HTTP 时需要它：在 api.slack.com/apps 打开您的应用，Basic Information → App Credentials（docs/zh/slack.md）',
  spacing: '应为两个秒数，例如 1-2',
  spacingOrder: '前一个数不能大于后一个，例如 1-2',
  wechatToken: 'token 前面要带类型（puppet_workpro_…）；没有类型的，请在前面加 insecure_',
  wechatTokenMissing: '{puppet} 需要 puppet 服务的 token',
  endpoint: '不是 主机:端口',
  authority: '应为主机名',
  tls: '只能是 on 或 off',
  friends: '只能是 none、accept 或 accept-with-words',
  friendsWords: 'accept-with-words 要写明是哪些词，用逗号分开',
  perRoomMinute: '应为 1 到 60 的条数',
  callbackToken: '应为控制台里填写的 Token：3 到 32 个字母、数字',
  aesKey: '应为 43 个字母、数字的 EncodingAESKey',
  officialAppId: '应为公众号的 AppID，以 wx 开头',
  corpId: '应为企业 ID，以 ww 开头',
  agentId: '应为应用的 AgentId，是一个数字',
  appSecret: '太短，不是应用的 Secret',
  apiAddress: '应为以 / 结尾的 https 地址',
  officialMissing:
    '没有设置：mp.weixin.qq.com → 设置与开发 → 开发接口管理 → 基本配置（AppID；服务器配置里的 Token 和 EncodingAESKey），见 docs/zh/wechat-official.md',
  wecomAppMissing:
    '没有设置：work.weixin.qq.com → 我的企业（企业 ID）；应用管理 → 自建应用（AgentId、Secret；接收消息 → 设置 API 接收里的 Token 和 EncodingAESKey），见 docs/zh/wecom-app.md',
  wecomBotId: '应为智能机器人的 Bot ID',
  socketAddress: '应为 wss 地址',
  wecomMissing:
    '没有设置：企业微信客户端 → 工作台 → 智能机器人 → 创建 → API 模式 → 长连接（Bot ID、Secret），见 docs/zh/wecom.md',
  feishuAppId: '应为应用的 App ID，形如 cli_ 加 16 位数字和字母',
  feishuMissing: '没有设置：open.feishu.cn/app → 应用 → 凭证与基础信息（App ID、App Secret），见 docs/zh/feishu.md',
  dingtalkClientId: '应为应用的 Client ID（原 AppKey），以 ding 开头',
  dingtalkMissing:
    '没有设置：open-dev.dingtalk.com → 应用 → 凭证与基础信息（Client ID、Client Secret），见 docs/zh/dingtalk.md',
  wechatyToken: '不要设置它；起作用的是 QINZHI_WECHAT_TOKEN',
} as const;

type ConfigMessage = keyof typeof zh;

export const en: Readonly<Record<ConfigMessage, string>> = {
  unreadable: 'The settings file can’t be read:',
  notUtf8: 'is not in UTF-8 (GBK perhaps); save it as UTF-8',
  language: 'must be zh or en',
  knowledgeMissing: 'The knowledge folder is missing:',
  shippedMissing: 'is no folder; it ships with the program, so install it again',
  namedMissing: 'is no folder; {by} names it',
  holidaysMissing: 'The folder of holidays is missing:',
  storeWrong: 'The settings of the store are wrong:',
  botWrong: 'The settings of the bot are wrong:',
  doorsWrong: 'The settings of the doors are wrong:',
  serviceWrong: 'The settings of the service are wrong:',
  clockWrong: 'The settings of the clock are wrong:',
  days: 'must be a number of days from 1 to 99999',
  databaseUrl: 'is no address such as postgres://user:password@host:5432/database',
  perMinute: 'must be a number of messages per minute, 1 to 999999',
  admins: 'is no list such as slack:U0123ABC, wechat:wxid_abc',
  rights: 'must be admins or anyone',
  keyHours: 'must be a number of hours, 0 to 9999',
  timeoutSeconds: 'must be a number of seconds, 1 to 120',
  robotOrigins: 'must be https origins, separated by commas, such as https://wework.example.gov.cn',
  port: 'must be a port from 0 to 65535, or off',
  onOff: 'must be on or off',
  basePath: 'must be a path that starts with / and does not end with one, such as /qinzhi',
  proxies: 'must be IP addresses or subnets, separated by commas, such as 10.0.0.0/8',
  apiKeys: 'must be keys of at least 16 characters (letters, digits and . _ ~ + / = -), separated by commas',
  publicUrl: 'must be the address at which the page is opened, such as https://www.example.gov.cn/qinzhi',
  origins: 'must be origins, separated by commas, such as https://www.example.gov.cn',
  logLevel: 'must be one of silent, error, warn, info, debug',
  lateSeconds: 'must be a number of seconds, 10 to 3600',
  portMissing:
    'is missing: the platform of {doors} sends its requests to a port (Slack needs none with SLACK_APP_TOKEN)',
  botToken: 'is no Bot User OAuth Token: those begin with xoxb-',
  appToken: 'is no App-Level Token: those begin with xapp-',
  signingSecret: 'is too short for a Signing Secret',
  botTokenMissing:
    'is missing: api.slack.com/apps, your app, OAuth & Permissions, Install, Bot User OAuth Token (docs/slack.md)',
  appTokenMissing:
    'is missing, for Socket Mode: api.slack.com/apps, your app, Basic Information, App-Level Tokens, scope connections:write (docs/slack.md)',
  signingSecretMissing:
    'is missing, for HTTP instead of Socket Mode: api.slack.com/apps, your app, Basic Information, App Credentials (docs/slack.md)',
  spacing: 'must be two numbers of seconds: 1-2',
  spacingOrder: 'must begin with the smaller number: 1-2',
  wechatToken: 'must begin with its kind (puppet_workpro_…); for a token without one, write insecure_ before it',
  wechatTokenMissing: '{puppet} needs the token of a puppet service',
  endpoint: 'is no host:port',
  authority: 'must be the name of a host',
  tls: 'must be on or off',
  friends: 'must be none, accept or accept-with-words',
  friendsWords: 'accept-with-words needs words, separated by commas',
  perRoomMinute: 'must be a number of messages, 1 to 60',
  callbackToken: 'must be the Token of the console: 3 to 32 letters and digits',
  aesKey: 'must be the EncodingAESKey: 43 letters and digits',
  officialAppId: 'must be the AppID of the account: those begin with wx',
  corpId: 'must be the CorpID (“企业 ID”): those begin with ww',
  agentId: 'must be the AgentId of the app, a number',
  appSecret: 'is too short for a Secret',
  apiAddress: 'must be an https address that ends with /',
  officialMissing:
    'is missing: mp.weixin.qq.com, “设置与开发”, “开发接口管理”, “基本配置” (AppID; Token and EncodingAESKey of “服务器配置”): docs/wechat-official.md',
  wecomAppMissing:
    'is missing: work.weixin.qq.com, “我的企业” (CorpID); “应用管理”, the app (AgentId, Secret; Token and EncodingAESKey of “接收消息”, “设置 API 接收”): docs/wecom-app.md',
  wecomBotId: 'must be the Bot ID of an intelligent robot',
  socketAddress: 'must be a wss address',
  wecomMissing:
    'is missing: WeCom, “工作台”, “智能机器人”, “创建”, “API 模式”, “长连接” (Bot ID and Secret): docs/wecom.md',
  feishuAppId: 'must be the App ID of the application: cli_ and sixteen digits and letters',
  feishuMissing:
    'is missing: open.feishu.cn/app, the application, “凭证与基础信息” (App ID, App Secret): docs/feishu.md',
  dingtalkClientId: 'must be the Client ID (once AppKey) of the application: those begin with ding',
  dingtalkMissing:
    'is missing: open-dev.dingtalk.com, the application, “凭证与基础信息” (Client ID, Client Secret): docs/dingtalk.md',
  wechatyToken: 'must not be set: QINZHI_WECHAT_TOKEN is what counts',
};

export const settingText = texts(zh, en);

/** The message of a schema: a key, put into words when the fault is reported. */
export const must = (key: ConfigMessage): string => key;

/** A library's own sentence is no key and stays as it is. */
export const isSettingMessage = (message: string): message is ConfigMessage => Object.hasOwn(zh, message);
