/** The data directory of the private PostgreSQL: its folder, socket and owner. */
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { faultIn, SetupError } from '../../model/fault.ts';
import type { Text } from '../../model/text.ts';
import { makeFolder } from '../../shared/make-folder.ts';
import { storeText } from '../messages.ts';
import { canReach } from './binaries.ts';
import { actAs, foreignOwner, insecureFolder, type Owner } from './owner.ts';

export interface DataDir {
  /** Holds the cluster, the log and, where it is needed, a copy of the programs. */
  home: string;
  cluster: string;
  log: string;
  socket: string;
  /** Whom the server runs as; absent = the user of this process. */
  owner: Owner | undefined;
  /** Whose `home` is, where that is not root and this process is root's: nothing is touched there but with their rights. */
  acting: Owner | undefined;
  /** For a copy of the programs. */
  programs: string;
}

/** nobody, on every Linux and most other systems. */
const nobody: Owner = { uid: 65534, gid: 65534 };
/** For root, whose own folders no other user can enter. */
const systemFolder = '/var/lib';
/** sockaddr_un holds 104 bytes on macOS and 108 on Linux. */
const longestSocketBytes = 99;
const socketFile = '.s.PGSQL.5432';

const found = (path: string) => lstatSync(path, { throwIfNoEntry: false });

/** Whether a private PostgreSQL was ever opened there; makes nothing. */
export const hasStore = (data: string): boolean =>
  ['postgres', 'elsewhere'].some((name) => found(join(data, name)) !== undefined);

export const dataDirError = (data: string, why: string | Text) =>
  new SetupError(storeText('dataDirWrong'), [faultIn(data, storeText('dataDirRemedy', { why }))]);

/** @throws {SetupError} with what the file system says */
function attempt<T>(data: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw dataDirError(data, error.message);
    throw error;
  }
}

/** Below a folder that only root may enter the server would find nothing, so it gets one elsewhere, and a link to it stays. */
function elsewhere(data: string, link: string): string {
  if (found(join(data, 'postgres'))) throw dataDirError(data, storeText('closedAbove'));
  const home = mkdtempSync(join(systemFolder, 'qinzhi-'));
  chmodSync(home, 0o711);
  try {
    symlinkSync(home, link);
    return home;
  } catch (error) {
    rmSync(home, { recursive: true });
    if (!found(link)) throw error;
    return realpathSync(link);
  }
}

function homeFor(data: string, owner: Owner | undefined): string {
  const link = join(data, 'elsewhere');
  const linked = found(link);
  if (linked) {
    const home = realpathSync(link);
    // Whoever owns the data directory could point a link of their own at any folder.
    if (owner && (linked.uid !== 0 || !home.startsWith(`${systemFolder}/qinzhi-`)))
      throw dataDirError(data, storeText('linkForeign', { path: link }));
    return home;
  }
  const real = realpathSync(data);
  return !owner || canReach(real, owner) ? real : elsewhere(data, link);
}

/** In the cluster itself, which is the server's alone; a path too long for a socket gets a folder of that kind in /tmp. */
function socketFor(cluster: string, owner: Owner | undefined): string {
  if (Buffer.byteLength(join(cluster, socketFile)) <= longestSocketBytes) return cluster;
  const folder = `/tmp/qinzhi-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`;
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (owner) chownSync(folder, owner.uid, owner.gid);
  } catch (error) {
    if (!found(folder)) throw error;
  }
  const { uid, mode } = lstatSync(folder);
  // Somebody else's folder could hold somebody else's server.
  if (!found(folder)!.isDirectory() || mode & 0o077 || (uid !== (owner?.uid ?? process.getuid!()) && uid !== 0))
    throw dataDirError(folder, storeText('socketForeign'));
  return folder;
}

/** A cluster that an ordinary user made stays that user's, also when root comes by; in a user's folder a new one is theirs. */
function ownerOf(cluster: string, home: Owner | undefined): Owner {
  const kept = lstatSync(cluster, { throwIfNoEntry: false });
  return kept ? { uid: kept.uid, gid: kept.gid } : (home ?? nobody);
}

/** The folder itself, or the nearest above it that is there. */
const nearest = (path: string): string => (found(path) ? realpathSync(path) : nearest(dirname(path)));

function openAsRoot(data: string): DataDir {
  actAs(foreignOwner(nearest(data)), () => makeFolder(data, 0o755));
  const real = realpathSync(data);
  const home = homeFor(data, ownerOf(join(real, 'postgres'), foreignOwner(real)));
  const acting = foreignOwner(home);
  const insecure = insecureFolder(home, acting);
  if (insecure) throw dataDirError(data, storeText('folderInsecure', { path: insecure }));
  const cluster = join(home, 'postgres');
  const owner = ownerOf(cluster, acting);
  if (acting && owner.uid !== acting.uid) throw dataDirError(data, storeText('clusterForeign', { path: cluster }));
  const programs = acting ? join(systemFolder, 'qinzhi-programs') : home;
  const socket = socketFor(cluster, owner);
  return { home, cluster, log: join(home, 'postgres.log'), socket, owner, acting, programs };
}

/**
 * Makes the data directory where it is missing; the cluster itself may not be there yet.
 * @throws {SetupError}
 */
export function openDataDir(data: string): DataDir {
  return attempt(data, () => {
    if (process.getuid!() === 0) return openAsRoot(data);
    makeFolder(data, 0o700);
    const home = homeFor(data, undefined);
    const cluster = join(home, 'postgres');
    const own = { owner: undefined, acting: undefined, programs: home };
    return { home, cluster, log: join(home, 'postgres.log'), socket: socketFor(cluster, undefined), ...own };
  });
}
