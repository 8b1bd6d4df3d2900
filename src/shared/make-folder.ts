/** Makes a folder with those above it, one by one: made in one go, a folder on a read-only disk is said to be missing rather than read-only. */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** @throws what the file system says of the first folder that can't be made */
export function makeFolder(path: string, mode?: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (!lstatSync(dirname(path), { throwIfNoEntry: false })) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have created it first.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
