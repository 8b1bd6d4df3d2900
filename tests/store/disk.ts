/** A small file system of the test's own, to be full or read-only. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Undefined where this machine does not let us mount one. */
export function mounted(size: string): { folder: string; remount: (options: string) => void } | undefined {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'qinzhi-disk-')));
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('/bin/umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  return { folder, remount: (options) => void execFileSync('/bin/mount', ['-o', `remount,${options}`, folder]) };
}
