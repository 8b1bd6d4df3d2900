/** Brings the files of a pack into their form: old layouts converted, tables sorted and in UTF-8, JSON in one style. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import { packFiles } from '../model/pack/pack.ts';
import { readTextFile } from '../shared/read-file.ts';
import { formatJson } from './files/format-json.ts';
import { writeWhole } from './files/write.ts';
import { packText } from './messages.ts';
import { convertOld, oldFiles } from './old-layout.ts';
import { formatPhrasings, readPhrasings } from './phrasings.ts';

export interface Tidied {
  /** Paths inside the pack. */
  written: string[];
  removed: string[];
}

/** Converted under the same name. */
const inPlace: ReadonlySet<string> = new Set(['notes.json', 'contacts.json']);

function readRaw(path: string, file: string, faults: Fault[]): unknown {
  try {
    return JSON.parse(readTextFile(path));
  } catch (error) {
    faults.push({ file, place: '', message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** The texts that the pack's files should have, by path inside the pack. */
function tidyTexts(dir: string, faults: Fault[]): Map<string, string> {
  const texts = new Map<string, string>();
  const { phrasings, files } = convertOld(dir, faults);
  for (const name of Object.keys(packFiles)) {
    const path = join(dir, name);
    const fresh = files.get(name);
    const there = existsSync(path);
    const value = fresh ?? (there ? readRaw(path, name, faults) : undefined);
    if (value === undefined) continue;
    texts.set(name, formatJson(value));
    // A file that only the new layout has, beside the old one that would become it.
    const other =
      fresh !== undefined && there && !inPlace.has(name) && readFileSync(path, 'utf8') !== formatJson(fresh);
    if (other) faults.push(faultIn(name, packText('besideOld')));
  }
  const rows = readPhrasings(join(dir, 'phrasings'), faults, { acceptGbk: true });
  for (const [name, text] of formatPhrasings([...phrasings, ...rows])) texts.set(`phrasings/${name}`, text);
  return texts;
}

/**
 * Rewrites what is not in its form; nothing else is touched.
 * @throws {SetupError} where a file can't be read; nothing is changed then.
 */
export function tidyPack(dir: string): Tidied {
  const faults: Fault[] = [];
  const texts = tidyTexts(dir, faults);
  const folder = join(dir, 'phrasings');
  const tables = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tsv')) : [];
  if (faults.length) throw new SetupError(packText('tidyLeft', { dir }), faults);
  const gone = [...oldFiles(dir), ...tables.map((name) => `phrasings/${name}`).filter((name) => !texts.has(name))];
  const written: string[] = [];
  for (const [name, text] of texts) {
    const path = join(dir, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    writeWhole(path, text);
    written.push(name);
  }
  // Only when everything they held has been written.
  for (const name of gone) rmSync(join(dir, name));
  return { written, removed: gone };
}
