/** Makes, starts and stops the cluster of a private PostgreSQL. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  fstatSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Text } from '../../model/text.ts';
import { storeText } from '../messages.ts';
import { usablePrograms } from './binaries.ts';
import { type DataDir, dataDirError } from './data-dir.ts';
import { actAs, type Owner } from './owner.ts';

export const superuser = 'qinzhi';
const longestLogBytes = 5_000_000;

/** Small, because one program uses it; safe, because it keeps what must not be lost. */
const options = (socket: string) =>
  Object.entries({
    listen_addresses: '',
    unix_socket_directories: `"${socket.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    fsync: 'on',
    shared_buffers: '16MB',
    max_connections: '200',
    min_wal_size: '32MB',
    max_wal_size: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** The server outlives this process, so it gets none of its folders, terminals and secrets. */
const surroundings = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

const as = ({ owner }: DataDir) => ({ ...owner, cwd: '/', env: surroundings });

/** @param event `exit` may come before the last of what the program printed; `close` comes after it. */
const ended = (child: ChildProcess, event: 'exit' | 'close' = 'exit') =>
  new Promise<number | null>((settle, fail) => {
    child.on('error', fail);
    child.on(event, (code: number | null) => settle(code));
  });

/** The complaint in what a program printed that says most: of the system, else the last one. */
function complaint(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim());
  const complaints = lines.filter((line) => /(FATAL|PANIC|ERROR): /i.test(line));
  const bySystem = complaints.find((line) => /no space left|read-only|permission denied|quota/i.test(line));
  const message = bySystem ?? complaints.at(-1) ?? lines.at(-1) ?? 'it said nothing';
  return message.replace(/^.*?(?=(?:FATAL|PANIC|ERROR|initdb: error):)/, '').trim();
}

/** initdb takes seconds; a draft that is older was left by one that was killed. */
const draftLivesMs = 10 * 60_000;

function removeOldDrafts(cluster: string): void {
  const folder = dirname(cluster);
  for (const name of readdirSync(folder)) {
    const draft = join(folder, name);
    const isDraft = new RegExp(`^${basename(cluster)}\\.[A-Za-z0-9]{6}$`).test(name);
    if (isDraft && Date.now() - lstatSync(draft).mtimeMs > draftLivesMs)
      rmSync(draft, { recursive: true, force: true });
  }
}

/** initdb looks up the name of its user, which an arbitrary number of a container does not have. */
function whyNoCluster(why: string, owner: Owner | undefined): Text {
  if (/could not look up effective user/.test(why))
    return storeText('userUnnamed', { uid: owner?.uid ?? process.getuid!() });
  return storeText('initdbFailed', { why });
}

/** In a draft, then renamed: a cluster is there as a whole or not at all. */
async function initialise(place: DataDir): Promise<void> {
  const { home, cluster, owner, acting } = place;
  let draft: string | undefined;
  try {
    draft = actAs(acting, () => mkdtempSync(`${cluster}.`));
    // Only where root owns the folder, so that nobody can have put a link in its place.
    if (owner && !acting) lchownSync(draft, owner.uid, owner.gid);
    const program = join(usablePrograms(place.programs, owner), 'bin/initdb');
    const args = ['-D', draft, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--locale-provider=builtin'];
    const child = spawn(program, [...args, '--locale=C.UTF-8', '--no-instructions'], {
      ...as(place),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    if (await ended(child, 'close')) throw dataDirError(home, whyNoCluster(complaint(output), owner));
    const made = draft;
    actAs(acting, () => renameSync(made, cluster));
  } catch (error) {
    const left = draft;
    if (left) actAs(acting, () => rmSync(left, { recursive: true, force: true }));
    // Another process was faster, and its cluster is as good.
    if (existsSync(cluster)) return;
    if (error instanceof Error && 'syscall' in error) throw dataDirError(home, error.message);
    throw error;
  }
}

const readPid = (file: string) => {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
};

/** Undefined where it can't be found out. */
function programOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return '';
  }
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * After a restart of the machine or of a container the number in a left pid file may be somebody else's, and PostgreSQL
 * then believes that it runs already.
 */
function removeStalePids({ cluster, socket }: DataDir): void {
  for (const file of [join(cluster, 'postmaster.pid'), join(socket, '.s.PGSQL.5432.lock')]) {
    const pid = readPid(file);
    const program = pid && programOf(pid);
    if (program === undefined || program === 'postgres') continue;
    // Moved away before it is looked at again: another process may have started the server meanwhile.
    const aside = `${file}.${process.pid}.stale`;
    renameSync(file, aside);
    if (readPid(aside) === pid) rmSync(aside);
    else renameSync(aside, file);
  }
}

/** One attempt to start it; settles when the server has ended, which a running one does not. */
export interface StartResult {
  hasEnded: boolean;
  /** Why it ended, where waiting won't help. */
  error?: Error;
}

/** What a server says of those who knock, in the log that all attempts share; no reason for its own end. */
const ofClients = /FATAL: {2}(the database system is|terminating connection|sorry, too many clients)/;

/** `code`: null where it was killed; that somebody ended it is no reason why it could not run. */
function judge(place: DataDir, code: number | null, log: string): Error | undefined {
  if (code === null || /received \w+ shutdown request/.test(log)) return undefined;
  const lines = log.split('\n');
  const errors = lines.filter((line) => !ofClients.test(line)).join('\n');
  if (/lock file ".*" already exists/.test(errors)) {
    actAs(place.owner, () => removeStalePids(place));
    return undefined;
  }
  // The processes of a killed server are on their way out, or another one is just starting.
  if (/pre-existing shared memory block|is in use by another|could not (remove|create) lock file.*exist/i.test(errors))
    return undefined;
  // Another attempt runs, and all that was said is of its clients.
  if (errors.length < log.length && !/(FATAL|PANIC|ERROR): /.test(errors)) return undefined;
  return dataDirError(place.home, storeText('startFailed', { why: complaint(errors), log: place.log }));
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** The log as a file of its own: neither a link, nor a pipe that nobody reads, nor a name of another file. @throws what the system says */
function openOwnFile({ log, owner }: DataDir, flags: number): number {
  const file = openSync(log, flags | O_NOFOLLOW | O_NONBLOCK, 0o600);
  const { uid, nlink } = fstatSync(file);
  const known = uid === process.getuid!() || uid === owner?.uid;
  if (fstatSync(file).isFile() && nlink === 1 && known) return file;
  closeSync(file);
  throw new Error(`${log} is no file of the database's own`);
}

function openLog(place: DataDir): number {
  const { log, home, owner, acting } = place;
  try {
    return actAs(acting, () => {
      if ((lstatSync(log, { throwIfNoEntry: false })?.size ?? 0) > longestLogBytes) renameSync(log, `${log}.old`);
      const file = openOwnFile(place, O_WRONLY | O_APPEND | O_CREAT);
      if (owner && !acting) fchownSync(file, owner.uid, owner.gid);
      return file;
    });
  } catch (error) {
    throw dataDirError(home, (error as Error).message);
  }
}

function readLog(place: DataDir, from: number): string {
  return actAs(place.acting, () => {
    const file = openOwnFile(place, O_RDONLY);
    try {
      return readFileSync(file).subarray(from).toString();
    } finally {
      closeSync(file);
    }
  });
}

/** PostgreSQL itself sees to it that only one server runs on a cluster: of two that start, one ends at once. */
export async function startServer(place: DataDir): Promise<StartResult> {
  // At every start: the one after a kill comes before a draft is old enough, and makes a cluster of its own.
  actAs(place.acting, () => removeOldDrafts(place.cluster));
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await initialise(place);
  const program = join(usablePrograms(place.programs, place.owner), 'bin/postgres');
  const log = openLog(place);
  const from = fstatSync(log).size;
  // Detached: an interrupt at the terminal is meant for us, not for the server that others may be using.
  const child = spawn(program, ['-D', place.cluster, ...options(place.socket)], {
    ...as(place),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const attempt: StartResult = { hasEnded: false };
  ended(child).then(
    (code) => {
      try {
        const error = judge(place, code, readLog(place, from));
        if (error) attempt.error = error;
      } catch (error) {
        attempt.error = error as Error;
      }
      attempt.hasEnded = true;
    },
    (error: Error) => {
      attempt.error = dataDirError(place.home, error.message);
      attempt.hasEnded = true;
    },
  );
  return attempt;
}

function isServerOf(owner: Owner | undefined, pid: number): boolean {
  const program = programOf(pid);
  // Where the system does not tell, only processes of this user can be ended, unless it is root.
  if (program === undefined) return !owner;
  const uid = statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
  return program === 'postgres' && uid === (owner?.uid ?? process.getuid!());
}

const pollMs = 20;
const longestStopMs = 10_000;

/** Only for a server that we are connected to: the pid file is surely its own. Returns when it is down. */
export async function stopServer({ cluster, owner }: DataDir): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const pid = readPid(file);
  // The owner of the folder may have written another number into it: root could end any process.
  if (!pid || !isServerOf(owner, pid)) return;
  // SIGINT is PostgreSQL's fast shutdown: connections end, everything is written, the next start is clean.
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < longestStopMs && readPid(file) === pid; waited += pollMs) await sleep(pollMs);
}
