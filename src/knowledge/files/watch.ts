/** Packs that follow their files: looked at before a question, taken over when they load, kept as they were when not. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { loadPacks } from '../load.ts';

/** Every file's name, size and time: a few stat calls, where fs.watch differs from system to system and misses renames. */
export function fingerprintOfFolder(folder: string): string {
  const seen: string[] = [];
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.isFile()) seen.push(`${path} ${found.ino} ${found.size} ${found.mtimeMs}`);
    }
  } catch (error) {
    // A folder moved away, or a part of it deleted while it was read: a state like any other, distinguished by its reason.
    return `unreadable: ${error instanceof Error ? error.message : error}`;
  }
  return seen.sort().join('\n');
}

export type Refreshed =
  | { state: 'same' }
  | { state: 'new'; packs: KnowledgePack[] }
  | { state: 'broken'; error: unknown };

export class PackWatch {
  readonly #folder: string;
  #seen: string;

  /** Made before the packs are first loaded, so that no change falls between. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#seen = fingerprintOfFolder(folder);
  }

  /** A change is reported once: new packs to answer from, or why the changed ones can't be used. */
  refresh(): Refreshed {
    const now = fingerprintOfFolder(this.#folder);
    if (now === this.#seen) return { state: 'same' };
    this.#seen = now;
    try {
      return { state: 'new', packs: loadPacks(this.#folder) };
    } catch (error) {
      return { state: 'broken', error };
    }
  }
}
