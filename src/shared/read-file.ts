/** Reads regular files only: a pipe that nobody writes to would be waited for without end. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Opens without waiting for a writer. @throws an error of the file system, also where the path names no regular file */
function openRegularFile(path: string): number {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw Object.assign(new Error('EINVAL: no regular file'), { code: 'EINVAL', syscall: 'open', path });
}

export function readRegularFile(path: string): Buffer {
  const file = openRegularFile(path);
  try {
    return readFileSync(file);
  } catch (error) {
    // A failed read names no path by itself.
    throw error instanceof Error && 'syscall' in error ? Object.assign(error, { path }) : error;
  } finally {
    closeSync(file);
  }
}

/** Without the byte order mark that editors of Windows put in front; undefined where the bytes are not UTF-8. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A file of a pack, in which the mark would be no JSON. @throws as `readRegularFile` does */
export const readTextFile = (path: string): string =>
  readRegularFile(path)
    .toString('utf8')
    .replace(/^\ufeff/, '');

/** @throws as `readRegularFile` does */
export function checkRegularFile(path: string): void {
  closeSync(openRegularFile(path));
}

/** What the file system says, and of which path; undefined for any other error. */
export function fileFault(error: unknown): { path: string; message: string } | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('path' in error)) return undefined;
  const path = String(error.path);
  // Node repeats call and path: EACCES: permission denied, open '/x'.
  return { path, message: error.message.replace(/, \w+ '.*'$/s, '').replace(`${path} `, '') };
}
