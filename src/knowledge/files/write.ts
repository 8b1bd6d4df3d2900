/** Writes a file whole or not at all: a reader never sees half of it. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../shared/make-folder.ts';

export function writeWhole(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path));
  // Beside its target, because a rename is only atomic within one file system.
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
