/** The help of every command in Chinese. */
import type { HelpMessage } from './help-en.ts';

export const helpZh: Readonly<Record<HelpMessage, string>> = {
  // The program
  program: '秦知：准确回答公文方案里的问题，句句注明出处。所有内容都来自方案包。',
  knowledge: '方案包所在的目录（默认用程序自带的）',
  version: '显示版本',
  help: '显示帮助',
  helpCommand: '显示某个命令的帮助',
  afterError: '（qinzhi --help 列出全部命令和示例；问题写在 qinzhi ask 后面）',
  programAfter: `
示例：
  qinzhi ask 外观被隔壁厂仿了 不想打官司 找谁调解
  qinzhi ask "24号任务的责任单位和完成时限"
  qinzhi ask --now 2025-06-10 "公安这个月到期的有几项"
  qinzhi chat
  qinzhi import plan.txt --out knowledge/my-plan
  qinzhi check my-plan
  qinzhi digest --now 2025-06-03 --unit 公安 --due this-month
  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00"
  qinzhi run
  qinzhi questions --since 7d
  qinzhi admin invite
  qinzhi backup qinzhi.backup

环境变量：
  QINZHI_LANG       zh 或 en，帮助和提示用的语言（默认按 LC_ALL、LC_MESSAGES 或 LANG）
  QINZHI_KNOWLEDGE  方案包所在的目录，同 --knowledge
  QINZHI_HOLIDAYS   更正放假安排的目录（默认为方案包目录下的 holidays/）
  QINZHI_CACHE      编译后的方案包的缓存目录（默认 ~/.cache/qinzhi）；off 不缓存
  DATABASE_URL      存数据的 PostgreSQL（默认用 QINZHI_DATA 里自带的）
  QINZHI_DATA       自带 PostgreSQL 的目录（默认 ~/.local/share/qinzhi，root 用户为 /var/lib/qinzhi）
  QINZHI_WEBHOOK_KEY_HOURS、QINZHI_WEBHOOK_TIMEOUT_SECONDS
                    webhook 接收方记住一个键的小时数、等待应答的秒数（默认 0、10）
  QINZHI_ROBOT_ORIGINS
                    可以向其群机器人发送的私有部署（企业微信、钉钉、飞书）
  QINZHI_ADMINS、QINZHI_COMMANDS_<渠道>、QINZHI_LIMIT_PERSON、QINZHI_LIMIT_ROOM、QINZHI_PORT、QINZHI_HOST、QINZHI_LOG
                    服务的设置，见 qinzhi run --help
  QINZHI_LATE_AFTER_SECONDS
                    过了多少秒才发现该发的算错过（默认 300）
  QINZHI_DEBUG=1    显示意外错误的调用栈
全部设置见 .env.example 和 docs/zh/operating.md`,

  // ask, chat
  ask: '回答一个问题，或者按 JSON 行回答一批',
  askNow: '提问的时间：某一天（2025-06-10，按方案所在地上午十点算）或某一时刻（ISO 8601）',
  askJson: '输出一行 JSON：id、kind、records、text、pack、sources、choices',
  askBatch: '逐行读入 JSON（id、q、now、conversation、user），逐行输出 JSON（id、kind、records、text）',
  askExplain: '同时显示问题是怎样理解的',
  askAfter: `
命令后面没有问题时，从标准输入读取。

示例：
  qinzhi ask 货卖到国外被人告侵权 有地方帮忙吗
  echo "PCT一件能报销几万" | qinzhi ask --json
  qinzhi ask --batch < questions.jsonl > answers.jsonl`,
  chat: '在终端里对话、演练群里的指令；方案包改动后不用重启',
  chatAs: '按哪个渠道的样子显示：wechat、slack 等',
  chatNow: '每个问题的提问时间：某一天或某一时刻（ISO 8601）',
  chatAfter: `
输入序号可以选示例、选项或上一条回答里的某一项。输入 /quit 或按 Ctrl-D 结束。
订阅、预览、下次、完成、本群设置、退订等指令按管理员身份执行，记在数据库里，不会真的发送。`,

  // Packs
  status: '有什么要处理的，怎么处理',
  contacts: '办事的地方的联系方式',
  contactsList: '列出全部办事的地方、联系方式和核实日期',
  contactsSet: '录入向单位核实过的联系方式；写成空的就是撤下',
  contactsOn: '核实的日期（默认今天）',
  import: '把公开发布的方案（.docx、.xlsx、.pdf、.html、.txt、.md）导入成记录',
  importOut: '写入 records.json 和 source.txt 的方案包目录；新目录还会生成 pack.json 和 units.json',
  importPrint: '把记录打印到标准输出：表格，或写 json',
  importForce: '有格式错误的行时，也把能读的先写出来',
  importTable: '像任务清单的表有几张时，指定哪几张是（写表的标题），其余按正文保留',
  importColumn: '按表头指定某一列是什么：指导部门=牵头',
  importYes: '把新版本写进已有的方案包（先不加，看有哪些变化）',
  importEdition: '新版本在回答里怎么称呼（默认用印发日期）',
  importOffline: '不看数据库里的订阅和登记',
  importAfter: '\n示例：\n  qinzhi import 方案.docx --print\n  qinzhi import plan.txt --out knowledge/my-plan',
  phrasings: '问法：大家会怎么问每一条',
  phrasingsNext: '列出还没有问法的记录，问得多的在前，附上接近它们而没答上的问题',
  phrasingsOffline: '不读数据库里的问题记录',
  new: '用公开发布的方案新建一个方案包：问几个问题，写好文件，检查一遍',
  newYes: '不提问，采用建议的内容',
  newName: '方案的简称',
  newPlace: '方案是哪个地方的',
  newUnit: '单位的叫法：市教育局=教育局、教委',
  newGroup: '正文某一部分的叫法：1=便民',
  newSignpost: '方案没有写的，请大家去问哪里；默认 12345',
  newAfter:
    '\n示例：\n  qinzhi new knowledge/zhucan 助餐方案.docx\n  qinzhi new knowledge/zhucan 助餐方案.docx --yes --name 助餐方案',
  check: '列出方案包里的全部错误，再用标准问题检查回答',
  checkGolden: '另外的标准问题文件（JSON 行）',
  checkAccept: '把现在的回答定为基准（写入问题旁边的 accepted.json）',
  checkMisses: '列出答错的标准问题',
  checkAfter: '\n示例：\n  qinzhi check\n  qinzhi check my-plan --golden cases.jsonl --misses',
  tidy: '统一方案包的文件格式：表格排序、转为 UTF-8，旧版本的方案包转成新格式',
  tidyAfter: '\n示例：\n  qinzhi tidy\n  qinzhi tidy knowledge/my-plan',
  schema: '生成方案包各文件的 JSON Schema（供编辑器使用）',
  schemaOut: '写到哪个目录（默认为程序的 docs/schema）',

  // Digests
  plan: '只看这些方案',
  unit: '只看这些单位的任务，用哪个叫法都行',
  role: '单位的角色：responsible（牵头）、cooperating（配合）或 any（不限）',
  star: '只看★任务',
  group: '只看这几组措施的任务',
  due: '何时到期：this-month（本月）、next-month（下月）、7d（7 天内）或 5wd（5 个工作日内）',
  lead: '到期前多少个工作日（7）或多少天（7d）提醒',
  overdue: '完成时限已过的任务',
  duties: '经常性工作',
  phases: '当月开始或结束的阶段',
  report: '收官报告：哪个月、哪个单位有哪些到期，群里登记了什么',
  omitDone: '群里登记为已完成的不列出（默认打钩）',
  silent: '没有到期任务就不发（时限都过了的那一次除外）',
  english: '用英文',
  zone: '时间安排所用的时区（IANA 名称，默认 {zone}）',
  dayOff: '遇休息日：send 照发，next 顺延到下一个工作日（默认），previous 提前到上一个工作日',
  quiet: '免打扰时段（22:00-08:00）',
  query: '执行一个写好的查询，说出结果',
  queryJson: '查询的 JSON，即 qinzhi ask --json 打印的 query',
  queryNow: '以哪一天（或哪一刻）算“本月”',
  queryAsJson: '以 JSON 打印查询、编号和正文',
  queryAfter: `
例如：
  qinzhi query '{"ask":"select","kind":"task","where":{"column":"starred","is":"yes"},"as":"count"}'
  qinzhi query '{"ask":"select","kind":"task","as":{"each":"responsible"}}' --json`,
  export: '把任务导出为 .xlsx、.csv 或日历 .ics',
  exportFile: '写到哪个文件；格式由扩展名决定',
  exportPlan: '哪个方案（只有一个时可省）',
  exportUnit: '只要这个单位的，可用它的任何一个名称',
  exportRole: 'responsible（牵头）或 cooperating（配合）',
  exportDue: '只要这个月到期的（YYYY-MM）',
  exportStar: '只要带★的',
  exportQuery: '按 JSON 查询（qinzhi ask --json 会打印）',
  exportRemind: '日历提前几天提醒，如 7,1',
  exportAfter: `
示例：
  qinzhi export 公安.xlsx --unit 公安
  qinzhi export 星标.ics --star --remind 7,1`,
  mcp: '在标准输入输出上提供 MCP（Model Context Protocol），供本机的智能体使用',
  mcpAfter: `
在智能体的设置里写：command 为 qinzhi，args 为 ["mcp"]。`,
  digest: '按群里的样子打印一份到期提醒，或者显示一个时间说法怎样理解',
  digestNow: '哪个时候的提醒：某一天或某一时刻（ISO 8601）',
  digestDone: '群里登记为已完成的项',
  digestPage: '长提醒的第几页',
  digestDoor:
    '按这个渠道的样子显示：terminal、webhook、slack（Block Kit）、wechat、robot、wechat-official、wecom、wecom-app、dingtalk 或 feishu',
  digestChannel: '带上该渠道里这个会话登记为已完成的项',
  digestWhen: '显示一个订阅说法怎样理解，并列出接下来三次的时间',
  digestAfter: `
没有 --due、--lead、--overdue、--duties、--phases、--report 时，内容是本月到期的任务和阶段。

示例：
  qinzhi digest --now 2025-06-03 --unit 公安 --star
  qinzhi digest --now 2025-06-03 --due 30d --overdue --page 2
  qinzhi digest --when "每个工作日 9:00"
  qinzhi digest --when "到期前7个工作日" --unit 公安 --now 2025-06-03`,
  subscriptions: '哪个会话收什么提醒、什么时候收',
  subscriptionsList: '列出全部订阅和各自的下一次时间',
  subscriptionsAdd: '为一个会话订阅',
  subscriptionsDoor: '经哪个渠道发送：terminal、webhook、slack、wechat、robot、wecom、wecom-app、dingtalk 或 feishu',
  subscriptionsChannel:
    'webhook 或群机器人的地址、Slack 频道的编号、微信群的编号或群名，或企业微信的成员账号、party:12、tag:3',
  subscriptionsWhen: '什么时候、看什么：每个工作日 9:00 公安牵头★ 本月到期',
  subscriptionsAttach: 'xlsx：每次提醒附上表格；收不了文件的渠道给链接',
  subscriptionsLate: '错过的怎么办：latest 补当天最近一次（默认），6h 六小时内补最近一次，all 全补，none 不补',
  subscriptionsAddAfter:
    '\n示例：\n  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00" --unit 公安\n  qinzhi subscriptions add --door robot --channel "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" --when "每周一 8:30"',
  subscriptionsRemove: '退订；已有的投递记录仍然保留',
  subscriptionsPause: '暂停发送，到恢复为止，或者到某一天',
  subscriptionsUntil: '从哪一天起恢复发送（2026-10-08）',
  subscriptionsResume: '从现在起继续；暂停期间的不补发',
  subscriptionsPreview: '打印它的下一份提醒，不发送',
  subscriptionsNext: '打印它接下来三次的时间',
  subscriptionsApply: '按文件（YAML 或 JSON）设置有名字的订阅；不加 --yes 只显示会有哪些改动',
  subscriptionsApplyAfter: '\n有一条写错，就什么都不执行。没有名字的订阅不受影响。',
  yes: '执行',
  by: '由谁提出，记入审计（默认为当前系统用户）',
  json: '输出一行 JSON',
  jsonLines: '输出 JSON 行',
  limit: '最多列多少条',

  // The service
  run: '运行服务：在各聊天平台回答问题，按时发送到期提醒，直到被停止（SIGTERM、Ctrl-C）',
  runAfter: `
可以同时运行多个，共用一个数据库，自动分担工作。已配置的渠道都会打开（见 README.zh-CN.md）；terminal 把提醒打印在这里，
webhook 以 JSON 发到作为会话的那个地址，robot 发到企业微信、钉钉或飞书群机器人的地址。

环境变量：
  QINZHI_PORT、QINZHI_HOST    /healthz、/readyz 和 HTTP 渠道的监听地址（默认不监听；127.0.0.1）
  QINZHI_LOG                  silent、error、warn、info 或 debug（默认 info）
  QINZHI_ADMINS               slack:U0123ABC, wechat:wxid_abc：管理员名单（用口令认领的不必写）
  QINZHI_COMMANDS_<渠道>      admins（默认，管理员）或 anyone（任何人）
  QINZHI_LIMIT_PERSON、QINZHI_LIMIT_ROOM
                              每分钟最多回答多少条，每人、每群（默认 20、60）
  SLACK_BOT_TOKEN 加 SLACK_APP_TOKEN，或者加 SLACK_SIGNING_SECRET 和 QINZHI_PORT
                              接入 Slack（docs/zh/slack.md）
  QINZHI_WEBHOOK_KEY_HOURS    接收方在多少小时内认得重复的 Idempotency-Key（默认 0，不认）

设了 QINZHI_WECHAT_PUPPET 或 QINZHI_WECHAT_TOKEN 就打开 wechat（docs/zh/wechat.md、.env.example），登录二维码会打印出来。`,
  deliveries: '每次到期提醒的投递状态',
  deliveriesList: '列出投递记录，最新的在前',
  deliveriesSubscription: '只看这条订阅的',
  deliveriesState: '只看 pending、sending、sent、skipped、failed 或 unknown 的',
  deliveriesRetry: '原样重发失败或结果不明的一次，由运行中的服务发送',
  deliveriesLag: '各渠道从应发到发出用了多久：中位数、95 百分位、最长；以及各状态的次数',
  deliveriesSince: '最近 90m（分钟）、12h（小时）或 7d（天）的',
  deliveriesJson: '输出 JSON 行，以毫秒计',
  questions: '聊天里未答上的问题，次数多的在前',
  questionsSince: '一段时间（30d、12h、4w）或某一天以来',
  questionsInVain: '没找到、出错、反问后没有选择，或被评为“没用”的（默认）',
  questionsUseless: '只看被评为“没用”的',
  questionsAll: '全部问题',
  questionsCsv: '写成电子表格能打开的表',
  questionsAfter: `
其中的电话、身份证号和地址已打码；提问人和群只存散列值。

示例：
  qinzhi questions --since 7d
  qinzhi questions --useless --csv useless.csv
  qinzhi questions phrasing 123 task:24
  qinzhi questions golden "PCT一件能报销几万" outside`,
  questionsPhrasing: '把一个问题（编号或原话）加进方案包，作为某条记录、service-point:… 或 outside 的问法',
  questionsGolden: '把它作为标准问题：答出的第一条记录须是其中之一；outside 表示方案没有写',
  questionsPack: '加进哪个方案包（有几个时必须写）',
  questionsSet: '清单须与此完全一致',
  doctor: '检查各聊天渠道：平台能否连上、凭证是否被接受、本机时钟是否准确；并检查订阅里的群机器人和 webhook 地址',
  doctorAfter:
    '\n不发送也不接收消息；群机器人和 webhook 只试主机，地址里的密钥不会打印。有问题时退出码为 1。\n\n示例：\n  qinzhi doctor\n  qinzhi doctor wecom-app\n  qinzhi doctor robot',
  admin: '谁可以在聊天里发指令',
  adminInvite: '生成口令，谁把它发给助手谁就成为管理员：24 小时内有效，只能用一次',
  adminList: '列出全部管理员，包括设置里写的和用口令认领的',
  adminRemove: '移除管理员 渠道:用户',

  // The store
  migrate: '更新数据库的表结构；用到数据库的命令都会先自动执行',
  backup: '把全部数据备份到一个文件，使用中也可以备份',
  backupAfter: '\n备份里有人们提过的问题，只有文件所有者可读。',
  restore: '用备份替换全部数据；备份文件损坏时什么都不改',
  restoreYes: '数据库不为空时也替换；不加它就只显示会替换什么',
  restoreAfter: '\n从自带的 PostgreSQL 迁到服务器上的，或者反过来：先备份，再设置或取消 DATABASE_URL，然后恢复。',
};
