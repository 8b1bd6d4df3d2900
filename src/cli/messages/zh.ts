/** Everything that the commands print in Chinese, except help. */
import type { CliMessage } from './en.ts';

export const zh: Readonly<Record<CliMessage, string>> = {
  fileUnusable: '文件用不了：',
  fileBecause: '{why}；请换一个可以读写的普通文件',
  unexpected: '发生了意外错误：{error}（QINZHI_DEBUG=1 可以显示出自哪里）',
  notDone: '没有执行：{why}。',
  noneListed: '没有。',
  limitWrong: '--limit {value} 不是数字。',

  // ask, chat
  questionTooLong: '从标准输入读到的问题超过 {count} 个字符；问题多的请用 --batch。',
  questionMissing: `没有问题。请写在命令后面，或者从管道输入：
  qinzhi ask "24号任务的责任单位和完成时限"
  echo "第3项什么时候完成" | qinzhi ask
想连续对话：qinzhi chat`,
  lineTooLong: '第 {line} 行超过 {most} 个字，不是一行一个问题；之后的没有读。',
  notUtf8: '不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8',
  questionNotUtf8: '从标准输入读到的问题不是 UTF-8 编码（可能是 GBK）。',
  batchTakesNone: '--batch 从标准输入读取问题，命令后面不要再写问题。',
  batchBroken: '{asked} 行中有 {broken} 行格式错误或没能回答（第 {lines} 行），原因见输出。',
  packsNew: '方案包有改动，已换用新的。',
  packsFaulty: '方案包有改动但有错误，继续用原来的。{why}',

  // check, tidy
  packMissing: '没有可以检查的方案包：',
  packNotIn: '里面没有含 pack.json 的目录',
  packsUnknown: '有的方案包没有找到：',
  packUnknown: '不是方案包；{folder} 里有 {known}',
  none: '（无）',
  recordsOutdated: '与 source.txt 不一致，请运行：{command}',
  packIdTwice: '编号 {id} 与 {other} 的相同',
  records: '记录',
  phrasings: '问法',
  phrasingsLack: '还没有问法的：{ids}',
  servicePoints: '办事渠道',
  units: '单位',
  unitNames: '{count} 个叫法',
  concepts: '用语',
  faults: '错误（{count}）',
  noFaults: '没有错误。',
  goldenFileMissing: '没有这个标准问题文件',
  goldenUnknown: '这些方案包里没有记录 {record}',
  goldenIn: '标准问题：{folder}',
  lookup: '查单条',
  filter: '查清单',
  decline: '未载明',
  document: '文件本身',
  all: '合计',
  goldenMissed: '答错的（{count}）',
  goldenAccepted: '已认可 {count} 条回答，写入 {file}',
  goldenNew: '尚未认可：{count}',
  goldenChanged: '认可之后有变化的（{count}）；如果变好了，请运行 check --accept',
  tidyWritten: '已写  {file}',
  tidyRemoved: '已删  {file}',
  tidyInOrder: '无须改动  {folder}',

  // import
  sourceWrong: '读不了文件：',
  nestedTooDeep: '套得太深，不是订阅文件；请按 docs/zh/digests.md 的样子写',
  sourceMissing: '没有这个文件',
  sourceNoFile: '不是文件；请给出方案文件，例如 方案.docx',
  columnWrong: '看不懂；写成 --column 表头=字段，字段可以是：{known}',
  importOutMissing: '没有写入文件：--out 目录 写成方案包，--print 先看一看。',
  importFaulty: '没有写入文件：请按上面的提示处理；要先写入已读到的内容，加 --force。',
  packUnwritable: '写不了方案包：',
  noFolder: '不是目录',
  importWritten: '已写入 {folder}：{files}',
  phrasingsNext: '共 {total} 条记录，{count} 条还没有人写过问法；问得多的在前：',

  editionNothing: '各条记录没有变，只是正文不同。',
  editionCounts:
    '新增 {added} 条，删去 {removed} 条，有改动 {changed} 条，改了编号 {renumbered} 条（没有变的 {same} 条）。',
  editionAdded: '新增',
  editionRemoved: '删去',
  editionChanged: '有改动',
  editionRenumbered: '改了编号',
  editionTouches: '方案包里受影响的',
  editionMoved: '{file}：{count} 处编号改成新的',
  editionRetired: '{file}：{count} 条用不上了，移到 retired.jsonl',
  editionUnits: '第一次出现的单位：{units}',
  editionTouchesNothing: '没有',
  editionStore: '数据库里受影响的',
  editionStoreUnread: '没有查看（用了 --offline，或者还没有数据库）',
  editionSubscriptions: '{count} 条订阅的提醒里有这个方案',
  editionMissing: '{where}：{subscription}（新版本里没有：{missing}）',
  editionRegistered: '{where}：已登记完成的 {record} → {to}',
  editionGone: '撤销登记',
  editionApply: '还没有写入。加 --yes 写入，版本名为“{edition}”（另起名称用 --edition）。',
  editionFaulty: '按新版本写入后方案包会有错误，所以没有写入：',

  // new
  pairWrong: '看不懂；写成 名称=叫法、叫法',
  newExists: '这里已经有一个方案包；要导入新版本，用 qinzhi import',
  newColumn:
    '表头“{heading}”下面写的是单位。它是 1 牵头（责任）单位，2 配合单位，还是单独一列？（1 / 2 / 回车：单独一列）',
  newName: '平时怎么简称这个方案？（回车：{proposed}）',
  newPlace: '方案是哪个地方的？（回车：{proposed}）',
  newUnits: '方案里的单位和建议的叫法：\n{units}\n要改的写成“单位=叫法、叫法”，一行一个；没有就回车。',
  newTables: '有几张表都像任务清单：\n{tables}\n任务清单是哪几张？写序号，如 1 或 1、2。（回车：都是）',
  newTable: '{name}（{rows} 行）',
  newTablesWrong: '请写 1 到 {count} 的序号，或者直接回车：',
  tableUnknown: '文件里没有这张任务表；有的是：{known}',
  newColumnWrong: '请回 1、2，或者直接回车：',
  newMore: '记下了。还有吗？（没有就回车）',
  newPairWrong: '“{name}”看不懂，要写成“名称=叫法、叫法”。再写一次，没有就回车：',
  newUnknown: '上面没有“{name}”，这一条没有记下。再写一次，没有就回车：',
  newGroups: '正文的几个部分、表里的几个类别：\n{groups}\n大家另有叫法的写成“序号=叫法、叫法”；没有就回车。',
  newSignpost: '方案里没有的内容，请大家去问哪里？（回车：12345）',
  newDone:
    '方案包可以用了，共 {count} 条记录。试一试：\n  {ask} "{example}"\n接下来可以补充什么，见 {folder}/NEXT.md。',
  newNextSteps: `# 接下来可以补充什么

方案包现在就能回答：第几项、谁牵头、什么时候、有哪些、有几项，以及方案里写到的事。下面的内容能让它答得更好，想到什么补什么，补完运行 \`{program} check {folder}\`。

1. \`units.json\` 的 aliases：大家平时怎么叫各单位。
2. \`phrasings/\`：大家会怎么问。\`{program} phrasings next {folder}\` 列出还没有问法的记录。
3. \`group-names.json\`：正文各部分的别称。
4. \`pack.json\`：names（方案的简称）、places（地名）、examples（示例问题）、signpost（方案没有写的，请大家去问哪里）。
5. \`service-points.json\`：企业和群众可以去办事的地方。
6. \`lexicon.json\`：日常说法和方案用语的对应。
`,

  // digest
  optionsWrong: '选项有误：',
  dueWrong: '{value} 不对，应为 this-month、next-month、7d（天）或 5wd（工作日）',
  leadWrong: '{value} 不对，应为工作日数（7）或天数（7d）',
  groupWrong: '{value} 不是组号',
  roleWrong: '{value} 不对，应为 responsible、cooperating 或 any',
  dayOffWrong: '{value} 不对，应为 send、next 或 previous',
  quietWrong: '{value} 不是时段（22:00-08:00）',
  zoneWrong: '{value} 不是 IANA 时区（{example}）',
  channelAlone: '要与 --door 一起用，写明是哪个渠道的会话',
  doorUnshown: '没有 {door} 这个渠道；有 {known}。',
  pageMissing: '没有第 {page} 页；这份提醒共 {count} 页。',
  digestSilent: '没有到期的，这条订阅这时不发。',

  // subscriptions
  subscriptionsNone: '还没有订阅。',
  subscriptionRests: '时限都已过，已发过最后一份',
  subscriptionSpent:
    '{subscription}：完成时限都已过，只会发一份结束说明，然后停发；还可以订收官报告（--report）或经常性工作（--duties）。',
  subscriptionWrong: '订阅有误：',
  attachWrong: '{value} 不对，应为 xlsx 或 none',
  attachNowhere: '{door} 收不了文件，也没有设定网页的对外地址，附不了表格：去掉它，或者设置 QINZHI_PUBLIC_URL',
  lateWrong: '{value} 不对，应为 latest、6h、all 或 none',
  until: '到 {day}',
  subscriptionEnded: '{name} 已退订',
  dayWrong: '{value} 不是日期（2026-10-08）',
  previewSilent: '那时没有到期的，这条订阅不发。',
  toChange: '有 {count} 条要改；加 --yes 执行。',
  nothingToChange: '没有要改的。',
  changed: '已改 {count} 条。',
  nothingApplied: '什么都没有执行：',
  doorUnconfigured: '渠道 {door} 还没有配置（见 docs/zh/{door}.md）；可以发送的有 {able}',
  doorUnknown: '没有渠道 {door}；可以发送的有 {able}',
  doorCannotSend: '{door} 只能回答，不能主动发送；可以发送的有 {able}',
  fieldsKnown: '{message}；可用的有 {fields}',
  fieldMissing: '没有填写',

  // deliveries
  stateWrong: '--state {value} 不对，应为 {states} 之一。',
  alert: '告警',
  attempts: '试了 {count} 次',
  deliveryIdWrong: '{id} 不是投递编号',
  deliveryIdShort: '以 {id} 开头的不止一条，请多写几位',
  deliveryMissing: '没有投递 {id}',
  deliveryQueued: '{id} 将重新发送',
  lagSinceWrong: '--since {value} 不对，应形如 90m、12h 或 7d。',
  lagLine: '{door}：{slots} 个应发时刻（{counts}）；{lag}',
  lag: '从应发到发出：中位数 {p50}，95 百分位 {p95}，最长 {max}',
  lagNone: '没有发出的',
  seconds: '{count} 秒',
  slotsNone: '没有应发时刻。',

  // questions
  sinceWrong: '--since {value} 不对，应为一段时间（30d、12h、4w）或日期（2026-11-01）。',
  onlyOneOf: '--in-vain、--useless、--all 只能用一个。',
  questionsWritten: '{count} 个问题 → {file}',
  useful: '有用',
  useless: '没用',
  questionMissingInLog: '没有 #{number} 号问题',
  questionMasked: '#{number} 号问题里有打码的部分；请写原话，不要写编号',
  questionEmpty: '问题里没有文字',
  packNamedUnknown: '没有方案包 {id}；有 {known}',
  packUnnamed: '请用 --pack 写明哪个方案包；有 {known}',
  targetUnknown: '{pack} 里没有 {target}；应写编号，例如 {record}、{servicePoint}，或者 outside',
  goldenTargetUnknown: '{pack} 里没有 {target}；应写编号，例如 {record}，或者 outside',
  phrasingElsewhere: '方案包里这已经是 {target} 的问法',
  phrasingKnown: '{target} 已经有这个问法。',
  checkNext: '请再检查其他回答有没有变化：qinzhi check {pack}',
  outsideAlone: 'outside 表示方案没有写，不能与其他记录一起写',
  goldenKnown: '这个问题已经是标准问题',

  contactUnknown: '没有（或不止一个方案包有）办事的地方 {id}；qinzhi contacts list 列出全部，--pack 指明方案包。',

  // admin
  invited: '{code}\n24 小时内，谁在与助手的私聊里发“认领 {code}”，谁就成为管理员；只能用一次。',
  addedBy: '由 {name} 添加',
  doctorAccepted: '{door}：平台接受，时钟一致',
  doctorRefused: '{door}：{why}',
  doctorClock: '{door}：平台连得上，但本机时钟相差 {seconds} 秒；超过 300 秒，签名和回调都会被拒绝',
  doctorReached: '{door}：平台连得上；只有登录后才知道凭证是否被接受，请看 qinzhi run 的 /readyz',
  doctorUntried: '{door}：已配置；只有连上才知道平台是否接受，请看 qinzhi run 的 /readyz',
  doctorNone: '没有配置聊天渠道，见 docs/zh/doors.md',
  doctorUnknown: '没有配置 {door}；已配置的有 {doors}',
  adminsNone: '还没有管理员；用 qinzhi admin invite 生成一个口令。',
  adminWrong: '{who} 不是形如 slack:U0123ABC 的 渠道:用户；用 qinzhi admin list 查看。',
  adminUnknown: '数据库里没有管理员 {who}；用 qinzhi admin list 查看。',
  adminRemoved: '{who} 不再是管理员',

  // The store
  migrated: '{where}：更新了 {count} 步，已是最新',
  upToDate: '{where}：已是最新',
  noRows: '没有数据',
  notRestored: '备份没有恢复，因为数据库里已有数据：',
  wouldReplace: '现有 {held}；{file} 会把它们全部换成 {coming}；加 --yes 执行（先用 qinzhi backup 文件 可以留一份）',

  // export
  queryWrong: '查询没有执行：',
  exportWrong: '不能导出：',
  exportPlan: '请写明哪个方案：{known}',
  exportUnit: '方案里没有单位“{unit}”',
  exportJson: '不是 JSON',
  exportFormat: '文件名应以 .xlsx、.csv 或 .ics 结尾',
  exported: '{count} 项，已写入 {file}',
};
