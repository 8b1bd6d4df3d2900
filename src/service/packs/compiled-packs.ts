/** Keeps compiled packs on disk, so that a first answer needs no index to be built; made anew when anything it rests on changed. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { Compile } from '../../answer/engine.ts';
import { type Compiled, compile } from '../../answer/retrieve/compile.ts';
import { readRegularFile } from '../../shared/read-file.ts';

/** Files kept of each pack and in all, those used last: a maintainer who edits a pack leaves an old one behind with every edit. */
const kept = { ofPack: 4, inAll: 60 };

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:json|tsv|ts)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Names below their folder, so that a pack compiles once wherever its folder is copied to. */
function keyOf(folders: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const folder of folders)
    for (const file of filesBelow(folder)) hash.update(file).update(readRegularFile(join(folder, file)));
  return hash.digest('hex').slice(0, 24);
}

/** Removes what was used longest ago; without a limit for each pack one that is edited would drive out all others. */
function prune(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.pack'))
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  const ofPack = Map.groupBy(files, ({ name }) => name.slice(0, name.lastIndexOf('-')));
  const spare = new Set([...[...ofPack.values()].flatMap((own) => own.slice(kept.ofPack)), ...files.slice(kept.inAll)]);
  for (const { name } of spare) rmSync(join(folder, name), { force: true });
}

/** Marks a file as used now; a folder that can't be written keeps the age of its files. */
function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Read-only: nothing is pruned there either.
  }
}

/**
 * Compiles through a cache in `folder`. A cache that can't be read or written costs time, never an answer: the pack is
 * then compiled as without one.
 */
export function cachedCompile(folder: string, common: string): Compile {
  const code = fileURLToPath(new URL('../../answer', import.meta.url));
  return (pack, speech, vocabulary) => {
    const file = join(folder, `${pack.id}-${keyOf([pack.dir, common, code])}.pack`);
    try {
      const compiled = deserialize(readFileSync(file)) as Compiled;
      touch(file);
      return compiled;
    } catch {
      // Absent, or cut short by a full disk: compiled below.
    }
    const compiled = compile(pack, speech, vocabulary);
    try {
      mkdirSync(folder, { recursive: true });
      const fresh = `${file}.${randomUUID()}`;
      writeFileSync(fresh, serialize(compiled), { flag: 'wx', mode: 0o600 });
      renameSync(fresh, file);
      prune(folder);
    } catch {
      // An unwritable cache only costs time.
    }
    return compiled;
  };
}
