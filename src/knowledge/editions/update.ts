/** Prepares a pack for a newer edition of its plan: the files to write, what changes by record, and what of the curated files it touches. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Plan } from '../../model/plan.ts';
import { readTextFile } from '../../shared/read-file.ts';
import { formatJson } from '../files/format-json.ts';
import { writeWhole } from '../files/write.ts';
import { recordsText } from '../import/records-file.ts';
import { foldedSource, loadPack } from '../load.ts';
import { proposals } from '../scaffold/scaffold.ts';
import { comparePlans, movedIds, type PlanDiff } from './compare.ts';
import { type MovedFiles, type MovedIds, moveReferences } from './move-references.ts';

export interface EditionUpdate {
  diff: PlanDiff;
  ids: MovedIds;
  references: MovedFiles;
  /** Names of units that the pack did not list. */
  newUnits: string[];
  /** Texts by path inside the pack. */
  files: Map<string, string | Uint8Array>;
}

/** The plan that the pack in `dir` holds; undefined where there is none that can be compared with. */
export function currentPlan(dir: string): Plan | undefined {
  const path = join(dir, 'records.json');
  if (!existsSync(join(dir, 'pack.json')) || !existsSync(path)) return undefined;
  try {
    return Plan.safeParse(JSON.parse(readTextFile(path))).data;
  } catch {
    // An older version's records, or a broken file: the import writes it anew.
    return undefined;
  }
}

/** What an edition is called where nobody says otherwise: by the day on which it was issued. */
export function editionName({ document }: Plan, today: string): string {
  const [year, month, day] = (document.issuedOn ?? today).split('-').map(Number);
  return `${year}年${month}月${day}日${document.issuedOn ? '印发' : '导入'}`;
}

interface PackJson {
  title: string;
  names: string[];
  edition?: string;
}

function packJson(dir: string, plan: Plan, source: string, edition: string): string {
  const facts = JSON.parse(readTextFile(join(dir, 'pack.json'))) as PackJson;
  const title = plan.document.title.text;
  if (title && !foldedSource(source).includes(facts.title.replace(/\s+/g, ''))) {
    facts.names = [...new Set([...facts.names, facts.title, title])];
    facts.title = title;
  }
  return formatJson({ ...facts, edition });
}

/** `units.json` with the units that the new edition names for the first time. */
function withNewUnits(dir: string, plan: Plan): { text: string; added: string[] } {
  const path = join(dir, 'units.json');
  const file = JSON.parse(readTextFile(path)) as { units: { name: string; aliases: string[] }[] };
  const known = new Set(file.units.map(({ name }) => name));
  const taken = new Set(file.units.flatMap(({ name, aliases }) => [name, ...aliases]));
  const added = [...proposals(plan).units].filter(([name]) => !known.has(name));
  const units = added.map(([name, names]) => ({
    name,
    short: name,
    aliases: names.filter((one) => !taken.has(one)),
    english: [],
  }));
  return { text: formatJson({ ...file, units: [...file.units, ...units] }), added: added.map(([name]) => name) };
}

/** @param source the text of the new edition, as `source.txt` will hold it */
export function prepareUpdate(
  dir: string,
  before: Plan,
  { plan, source, edition }: { plan: Plan; source: string | Uint8Array; edition: string },
): EditionUpdate {
  const diff = comparePlans(before, plan);
  const ids = movedIds(diff);
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const references = moveReferences(dir, ids, text);
  const files = new Map<string, string | Uint8Array>(references.texts);
  files.set('records.json', recordsText(plan));
  files.set('source.txt', source);
  files.set('pack.json', packJson(dir, plan, text, edition));
  const units = withNewUnits(dir, plan);
  if (units.added.length) files.set('units.json', units.text);
  const kept = join(dir, 'retired.jsonl');
  if (references.retired.length) {
    const earlier = existsSync(kept) ? readTextFile(kept) : '';
    const lines = references.retired.map((one) => JSON.stringify({ edition, ...one }));
    files.set('retired.jsonl', `${earlier}${lines.join('\n')}\n`);
  }
  return { diff, ids, references, newUnits: units.added, files };
}

/**
 * Tries the update on a copy of the pack.
 * @throws {SetupError} with every fault that the pack would have
 */
export function tryUpdate(dir: string, { files }: EditionUpdate): void {
  const copy = mkdtempSync(join(tmpdir(), 'qinzhi-edition-'));
  try {
    cpSync(dir, copy, { recursive: true });
    writeUpdate(copy, files);
    loadPack(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

export function writeUpdate(dir: string, files: EditionUpdate['files']): void {
  for (const [name, content] of files) writeWhole(join(dir, name), content);
}
