/** Writes a file whole or not at all: a reader never sees half of it. */
import { randomUUID } from 'node:crypto';
import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../shared/make-folder.ts';

/** `mode`: of a file that is not there yet, before the umask; one that is there keeps its own. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): void {
  makeFolder(dirname(path));
  // Beside its target, because a rename is only atomic within one file system.
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    // A name that can be foretold could be a link that somebody else put there.
    writeFileSync(draft, content, { flag: 'wx', mode });
    const before = statSync(path, { throwIfNoEntry: false });
    if (before?.isFile()) chmodSync(draft, before.mode & 0o777);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
