/** The help of every command in English. */

export const helpEn = {
  // The program
  program: '秦知 Qinzhi: exact, cited answers to official plans. Everything it says comes from a pack.',
  knowledge: 'folder of packs to answer from (default: those shipped with the program)',
  version: 'show the version',
  help: 'show this help',
  helpCommand: 'show the help of a command',
  afterError: '(qinzhi --help lists the commands, with examples; a question goes after "qinzhi ask")',
  programAfter: `
Examples:
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

Environment:
  QINZHI_LANG       zh or en: language of help and messages (default: by LC_ALL, LC_MESSAGES or LANG)
  QINZHI_KNOWLEDGE  folder of packs, as --knowledge
  QINZHI_HOLIDAYS   folder of corrections to the working days (default: holidays/ among the packs)
  QINZHI_CACHE      folder of compiled packs (default: ~/.cache/qinzhi); off = no cache
  DATABASE_URL      PostgreSQL server of the store (default: a private one in QINZHI_DATA)
  QINZHI_DATA       folder of the private one (default: ~/.local/share/qinzhi; for root: /var/lib/qinzhi)
  QINZHI_WEBHOOK_KEY_HOURS, QINZHI_WEBHOOK_TIMEOUT_SECONDS
                    how long webhook receivers remember a key, and how long their answer is waited for (default: 0, 10)
  QINZHI_ROBOT_ORIGINS
                    private deployments of WeCom, DingTalk or Feishu whose group robots may be posted to
  QINZHI_ADMINS, QINZHI_COMMANDS_<DOOR>, QINZHI_LIMIT_PERSON, QINZHI_LIMIT_ROOM, QINZHI_PORT, QINZHI_HOST, QINZHI_LOG
                    of the service: see qinzhi run --help
  QINZHI_LATE_AFTER_SECONDS
                    a slot found due later than this counts as missed (default: 300)
  QINZHI_DEBUG=1    shows the stack of an unexpected error
All settings: .env.example and docs/operating.md`,

  // ask, chat
  ask: 'answer one question, or many as JSON lines',
  askNow: 'the time of the question: a day (2025-06-10, 10:00 where the plan holds) or an instant (ISO 8601)',
  askJson: 'one line of JSON: id, kind, records, text, pack, sources, choices',
  askBatch: 'JSON lines in (id, q, now, conversation, user), JSON lines out (id, kind, records, text)',
  askExplain: 'also show how the question was understood',
  askAfter: `
Without a question the command reads it from standard input.

Examples:
  qinzhi ask 货卖到国外被人告侵权 有地方帮忙吗
  echo "PCT一件能报销几万" | qinzhi ask --json
  qinzhi ask --batch < questions.jsonl > answers.jsonl`,
  chat: 'open a conversation in the terminal, with the commands of a group; changed packs are loaded without a restart',
  chatAs: 'as this door would show it: wechat, slack or another',
  chatNow: 'the time of every question: a day or an instant (ISO 8601)',
  chatAfter: `
A typed number picks an example, a choice or a row of the last reply. /quit or Ctrl-D ends.
The commands of a group (subscribe, preview, next, done, settings, unsubscribe) are carried out as its admin, in the store; nothing is sent.`,

  // Packs
  status: 'what needs attention, and what to do about it',
  contacts: 'contacts of the places to turn to',
  contactsList: 'every place with its contact and the day of confirmation',
  contactsSet: 'set how to reach a place, as confirmed with the unit; an empty text takes it away',
  contactsOn: 'the day on which it was confirmed (default: today)',
  import: 'import a published plan (.docx, .xlsx, .pdf, .html, .txt, .md) into records',
  importOut: 'pack folder to write records.json and source.txt into; a new one also gets pack.json and units.json',
  importPrint: 'print the records on standard output: a table, or json',
  importForce: 'write what could be read, although some lines have format errors',
  importTable: 'which tables list the tasks, by title, where several could; the others are kept as text',
  importColumn: 'the role of a column, by its heading: 指导部门=牵头',
  importYes: 'apply a newer edition to the pack that is there, after its differences were shown',
  importEdition: 'what the newer edition is called in replies (default: by the day of issue)',
  importOffline: 'leave subscriptions and registrations in the store out',
  importAfter: '\nExamples:\n  qinzhi import 方案.docx --print\n  qinzhi import plan.txt --out knowledge/my-plan',
  phrasings: 'phrasings: how people ask for each record',
  phrasingsNext: 'list the records without phrasings, most asked first, with unanswered questions that came near them',
  phrasingsOffline: 'without the question log of the database',
  new: 'make a pack of a published plan: a few questions, the files, and a check',
  newYes: 'ask nothing and take what is proposed',
  newName: 'what the plan is called in passing',
  newPlace: 'the place that it is for',
  newUnit: 'names of a unit: 市教育局=教育局、教委',
  newGroup: 'names of a part of the text: 1=便民',
  newSignpost: 'where people should ask what the plan does not say; 12345 by default',
  newAfter:
    '\nExamples:\n  qinzhi new knowledge/meals 方案.docx\n  qinzhi new knowledge/meals 方案.docx --yes --name 助餐方案',
  check: 'list every fault of the packs, then check the answers to their golden questions',
  checkGolden: 'further golden cases (JSON lines)',
  checkAccept: 'make the present answers the baseline (accepted.json beside the cases)',
  checkMisses: 'show every golden question that is answered wrongly',
  checkAfter: '\nExamples:\n  qinzhi check\n  qinzhi check my-plan --golden cases.jsonl --misses',
  tidy: 'format the files of packs: tables sorted, UTF-8, packs of an older version converted',
  tidyAfter: '\nExamples:\n  qinzhi tidy\n  qinzhi tidy knowledge/my-plan',
  schema: "write the JSON Schemas of a pack's files (for editors)",
  schemaOut: 'folder to write into (default: docs/schema of the program)',

  // Digests
  plan: 'only these plans',
  unit: 'only tasks of these units, by any of their names',
  role: 'their role: responsible, cooperating or any',
  star: 'only ★ tasks',
  group: 'only tasks of these groups of measures',
  due: 'due this-month, next-month, within 7d (days) or 5wd (working days)',
  lead: 'reminders this many working days (7) or days (7d) before a deadline',
  overdue: 'tasks whose deadline has passed',
  duties: 'recurring duties',
  phases: 'phases that begin or end in the month',
  report: 'closing report: what fell due when, by unit, and what the group registered',
  omitDone: 'leave out what the group has registered as done, instead of ticking it',
  silent: 'send nothing if nothing is due',
  english: 'in English',
  zone: 'time zone of the schedule (IANA name; default {zone})',
  dayOff: 'a slot on a day off: send, next or previous (working day; default next)',
  quiet: 'hours in which nothing is sent (22:00-08:00)',
  query: 'execute a typed query and state what it finds',
  queryJson: 'the query as JSON, as qinzhi ask --json prints it',
  queryNow: 'the day or instant from which this month is reckoned',
  queryAsJson: 'print the query, the ids and the text as JSON',
  queryAfter: `
Examples:
  qinzhi query '{"ask":"select","kind":"task","where":{"column":"starred","is":"yes"},"as":"count"}'
  qinzhi query '{"ask":"select","kind":"task","as":{"each":"responsible"}}' --json`,
  export: 'write tasks as .xlsx, .csv or a calendar (.ics)',
  exportFile: 'the file; its ending decides the format',
  exportPlan: 'which plan (needed where there are several)',
  exportUnit: 'only of this unit, by any of its names',
  exportRole: 'responsible or cooperating',
  exportDue: 'only what is due in this month (YYYY-MM)',
  exportStar: 'only those with ★',
  exportQuery: 'by a query as JSON (qinzhi ask --json prints it)',
  exportRemind: 'days before, on which a calendar reminds, such as 7,1',
  exportAfter: `
Examples:
  qinzhi export police.xlsx --unit 公安
  qinzhi export starred.ics --star --remind 7,1`,
  mcp: 'serve MCP (Model Context Protocol) on standard input and output, for agents on this machine',
  mcpAfter: `
In the settings of the agent: command qinzhi, args ["mcp"].`,
  digest: 'print a digest as a group would get it, or how a schedule is read',
  digestNow: 'the moment of the digest: a day or an instant (ISO 8601)',
  digestDone: 'rows that the group has registered as done',
  digestPage: 'a further page of a long digest',
  digestDoor:
    'as this door would show it: terminal, webhook, slack (Block Kit), wechat, robot, wechat-official, wecom, wecom-app, dingtalk or feishu',
  digestChannel: 'with what this channel of the door has registered as done',
  digestWhen: 'show how a request is read, with its next three times',
  digestAfter: `
Without --due, --lead, --overdue, --duties, --phases and --report: what is due this month, and phases.

Examples:
  qinzhi digest --now 2025-06-03 --unit 公安 --star
  qinzhi digest --now 2025-06-03 --due 30d --overdue --page 2
  qinzhi digest --when "每个工作日 9:00"
  qinzhi digest --when "7 working days before the deadline" --unit 公安 --now 2025-06-03`,
  subscriptions: 'which channel gets which digest, and when',
  subscriptionsList: 'list all with their next time',
  subscriptionsAdd: 'subscribe a channel',
  subscriptionsDoor:
    'the door to send through: terminal, webhook, slack, wechat, robot, wecom, wecom-app, dingtalk or feishu',
  subscriptionsChannel:
    'the address of a webhook or of a group robot, the id of a Slack channel, the id or name of a WeChat group, or a member, party:12 or tag:3 in WeCom',
  subscriptionsWhen: 'when, and of what: 每个工作日 9:00 公安牵头★ 本月到期, every Monday 8:30, …',
  subscriptionsAttach: 'xlsx: the list as a spreadsheet with each digest; a link where the door takes no files',
  subscriptionsLate: 'missed slots: latest (of the same day; the default), 6h (latest within 6 hours), all or none',
  subscriptionsAddAfter:
    '\nExamples:\n  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00" --unit 公安\n  qinzhi subscriptions add --door robot --channel "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" --when "每周一 8:30"',
  subscriptionsRemove: 'end it; its deliveries stay listed',
  subscriptionsPause: 'send nothing until it is resumed, or until a day',
  subscriptionsUntil: 'the first day on which it is sent again (2026-10-08)',
  subscriptionsResume: 'continue from now; slots during the pause are not sent',
  subscriptionsPreview: 'print its next digest without sending it',
  subscriptionsNext: 'print its next three times',
  subscriptionsApply: 'apply a file (YAML or JSON) of named subscriptions; without --yes only show what would change',
  subscriptionsApplyAfter: '\nOne faulty entry, and nothing is applied. Subscriptions without a name are not touched.',
  yes: 'apply the changes',
  by: 'who asks for it, for the audit (default: the user of this system)',
  json: 'one line of JSON',
  jsonLines: 'JSON lines',
  limit: 'how many',

  // The service
  run: 'run the service: answer in the chats and send digests until it is stopped (SIGTERM, Ctrl-C)',
  runAfter: `
Several may share one store and divide the work. Every configured door is opened (see README); terminal prints digests
here, webhook POSTs them as JSON to the address that is the channel, robot to a group robot of WeCom, DingTalk or Feishu.

Environment:
  QINZHI_PORT, QINZHI_HOST    /healthz, /readyz and doors over HTTP (default: no port; 127.0.0.1)
  QINZHI_LOG                  silent, error, warn, info or debug (default: info)
  QINZHI_ADMINS               slack:U0123ABC, wechat:wxid_abc: admins beside those who paired with a code
  QINZHI_COMMANDS_<DOOR>      admins (default) or anyone
  QINZHI_LIMIT_PERSON, QINZHI_LIMIT_ROOM
                              messages answered per minute (default: 20, 60)
  SLACK_BOT_TOKEN with SLACK_APP_TOKEN, or with SLACK_SIGNING_SECRET and QINZHI_PORT
                              the door to Slack (docs/slack.md)
  QINZHI_WEBHOOK_KEY_HOURS    how long receivers remember an Idempotency-Key (default: 0, not at all)

wechat is opened with QINZHI_WECHAT_PUPPET or QINZHI_WECHAT_TOKEN (docs/wechat.md, .env.example); it prints the code to scan.`,
  deliveries: 'the state of every digest that was due',
  deliveriesList: 'list deliveries, the newest first',
  deliveriesSubscription: 'only of this subscription',
  deliveriesState: 'only pending, sending, sent, skipped, failed or unknown',
  deliveriesRetry: 'send a failed or unknown delivery again, with the same words; a running service sends it',
  deliveriesLag: 'time from slot to sent for each door: median, 95th percentile and longest; counts by state',
  deliveriesSince: 'slots of the last 90m, 12h or 7d',
  deliveriesJson: 'JSON lines, in milliseconds',
  questions: 'unanswered questions from the chats, the most frequent first',
  questionsSince: 'a span (30d, 12h, 4w) or a day',
  questionsInVain: 'not found, failed, asked back without a choice, or judged useless (the default)',
  questionsUseless: 'only those judged useless',
  questionsAll: 'all questions',
  questionsCsv: 'write a table for a spreadsheet',
  questionsAfter: `
Phone numbers, ID numbers and addresses in them are masked; people and rooms are stored as hashes.

Examples:
  qinzhi questions --since 7d
  qinzhi questions --useless --csv useless.csv
  qinzhi questions phrasing 123 task:24
  qinzhi questions golden "PCT一件能报销几万" outside`,
  questionsPhrasing:
    'add a question (its number, or its words) to a pack as a phrasing of a record, service-point:… or outside',
  questionsGolden:
    'add it as a golden case: the first record stated must be one of these; outside = the plan does not state it',
  questionsPack: 'which pack (needed if there are several)',
  questionsSet: 'the list must be exactly these',
  doctor:
    'ask the platforms whether they can be reached and accept the credentials of the chat doors, compare the clocks, and try the addresses that subscriptions name',
  doctorAfter:
    '\nNothing is posted or received; of group robots and webhooks only the host is asked, and addresses are printed without their keys. The exit code is 1 where something is wrong.\n\nExamples:\n  qinzhi doctor\n  qinzhi doctor wecom-app\n  qinzhi doctor robot',
  admin: 'who may give commands in the chats',
  adminInvite: 'print a code that makes its sender an admin: once, within 24 hours',
  adminList: 'list all, by settings and by code',
  adminRemove: 'remove the admin DOOR:USER',

  // The store
  migrate: 'update the tables of the store; every command that uses the store does this first',
  backup: 'write the whole store to one file, also while it is in use',
  backupAfter: '\nThe file contains what people asked; only its owner can read it.',
  restore: 'replace the whole store with a backup; a damaged file changes nothing',
  restoreYes: 'also if the store is not empty; without it the command only shows what would be replaced',
  restoreAfter:
    '\nTo move from the private PostgreSQL to a server or back: backup, set or unset DATABASE_URL, restore.',
} as const;

export type HelpMessage = keyof typeof helpEn;
