/** Carries the curated files of a pack over to another edition: ids that moved are rewritten, what refers to a record that is gone is removed and reported. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile } from '../../shared/read-file.ts';
import { formatJson } from '../files/format-json.ts';
import { foldedSource } from '../load.ts';
import { formatPhrasings, formatPhrasingTable, readPhrasings } from '../phrasings.ts';

/** New id by old id; `undefined`: the record is gone. An id that is not in it stays. */
export type MovedIds = ReadonlyMap<string, string | undefined>;

/** Something curated that the new edition has no place for. */
interface Retired {
  file: string;
  entry: unknown;
}

export interface MovedFiles {
  /** New texts by path inside the pack; only of files that change. */
  texts: Map<string, string>;
  /** References that were rewritten, by file. */
  moved: Map<string, number>;
  retired: Retired[];
}

type Json = Record<string, unknown>;
type Entry = Json & { id?: string };

/** Rewrites the files of one pack, one method a file. */
class Mover {
  readonly result: MovedFiles = { texts: new Map(), moved: new Map(), retired: [] };
  readonly #dir: string;
  readonly #ids: MovedIds;
  readonly #source: string;

  constructor(dir: string, ids: MovedIds, source: string) {
    this.#dir = dir;
    this.#ids = ids;
    this.#source = foldedSource(source);
  }

  #count(file: string, count = 1): void {
    if (count) this.result.moved.set(file, (this.result.moved.get(file) ?? 0) + count);
  }

  #retire(file: string, entry: unknown): void {
    this.result.retired.push({ file, entry });
  }

  /** The id in the new edition; undefined where the record is gone. */
  #idOf(file: string, id: string): string | undefined {
    if (!this.#ids.has(id)) return id;
    const fresh = this.#ids.get(id);
    if (fresh) this.#count(file);
    return fresh;
  }

  #idsOf(file: string, ids: readonly string[]): string[] {
    return ids.flatMap((id) => this.#idOf(file, id) ?? []);
  }

  #stands(text: string): boolean {
    return this.#source.includes(text.replace(/\s+/g, ''));
  }

  /** Reads a JSON file of the pack, hands it to `change`, and keeps the text where it changed. */
  #edit(file: string, change: (value: Json) => void): void {
    const path = join(this.#dir, file);
    if (!existsSync(path)) return;
    const before = readTextFile(path);
    const value = JSON.parse(before) as Json;
    const untouched = JSON.stringify(value);
    change(value);
    if (JSON.stringify(value) !== untouched) this.result.texts.set(file, formatJson(value));
  }

  /** Keeps the entries of a list for which `keep` gives a new form; the others are retired. */
  #editList(file: string, key: string, keep: (entry: Entry) => Entry | undefined): void {
    this.#edit(file, (value) => {
      value[key] = ((value[key] ?? []) as Entry[]).flatMap((entry) => {
        const kept = keep(entry);
        if (!kept) this.#retire(file, entry);
        return kept ? [kept] : [];
      });
    });
  }

  /** Entries with a list of records stay while one of these is left and their quotations stand in the text. */
  #editRecordLists(file: string, key: string, quotes: (entry: Entry) => readonly string[]): void {
    this.#editList(file, key, (entry) => {
      const records = this.#idsOf(file, entry.records as string[]);
      return records.length && quotes(entry).every((text) => this.#stands(text)) ? { ...entry, records } : undefined;
    });
  }

  servicePoints(): void {
    this.#editRecordLists('service-points.json', 'servicePoints', ({ name, verb }) => [`${name}`, `${verb}`]);
    const gone = this.#retiredPoints();
    this.#editList('contacts.json', 'contacts', (entry) => (gone.has(`${entry.servicePoint}`) ? undefined : entry));
  }

  #retiredPoints(): Set<string> {
    const points = this.result.retired.filter(({ file }) => file === 'service-points.json');
    return new Set(points.map(({ entry }) => `${(entry as Entry).id}`));
  }

  quoted(): void {
    this.#editRecordLists('duties.json', 'duties', ({ quote }) => [`${quote}`]);
    this.#editRecordLists('notes.json', 'notes', ({ quotes }) => quotes as string[]);
    this.#editList('lexicon.json', 'concepts', (entry) => {
      const terms = (entry.terms as string[]).filter((term) => this.#stands(term));
      return terms.length ? { ...entry, terms } : undefined;
    });
  }

  needs(): void {
    const file = 'needs.json';
    this.#editList(file, 'needs', (entry) => {
      if (!entry.places) return entry;
      const places = this.#idsOf(file, entry.places as string[]);
      return places.length ? { ...entry, places } : undefined;
    });
  }

  /** Lists or names by record. */
  byRecord(file: string, key: string): void {
    this.#edit(file, (value) => {
      const entries = Object.entries((value[key] ?? {}) as Record<string, string[]>).flatMap(([owner, words]) => {
        const id = this.#idOf(file, owner);
        if (!id) this.#retire(file, { [owner]: words });
        return id ? [[id, words] as const] : [];
      });
      value[key] = Object.fromEntries(entries);
    });
  }

  /** A section of a table has its title for an id, and stays while the text prints that. */
  groupNames(): void {
    const file = 'group-names.json';
    this.#edit(file, (value) => {
      const entries = Object.entries((value.groups ?? {}) as Record<string, string[]>).flatMap(([owner, words]) => {
        const title = /^section:(.*)$/.exec(owner)?.[1];
        const id = title === undefined ? this.#idOf(file, owner) : this.#stands(title) ? owner : undefined;
        if (!id) this.#retire(file, { [owner]: words });
        return id ? [[id, words] as const] : [];
      });
      value.groups = Object.fromEntries(entries);
    });
  }

  measureTasks(): void {
    const file = 'measure-tasks.json';
    this.byRecord(file, 'tasks');
    const edited = this.result.texts.get(file);
    const path = join(this.#dir, file);
    if (!edited && !existsSync(path)) return;
    const before = edited ?? readTextFile(path);
    const value = JSON.parse(before) as { tasks: Record<string, string[]> };
    const tasks = Object.entries(value.tasks).map(([owner, ids]) => [owner, this.#idsOf(file, ids)] as const);
    const moved = { ...value, tasks: Object.fromEntries(tasks) };
    if (JSON.stringify(moved) !== JSON.stringify(value)) this.result.texts.set(file, formatJson(moved));
  }

  phrasings(): void {
    const folder = join(this.#dir, 'phrasings');
    const rows = readPhrasings(folder, []);
    const gonePoints = this.#retiredPoints();
    const targetOf = (file: string, target: string) =>
      gonePoints.has(target.replace(/^service-point:/, '')) && target.startsWith('service-point:')
        ? undefined
        : this.#idOf(file, target);
    const kept = rows.flatMap(({ file, line: _line, ...row }) => {
      const target = targetOf(file, row.target);
      const nearMissOf = row.nearMissOf && targetOf(file, row.nearMissOf);
      if (!target || (row.nearMissOf && !nearMissOf)) {
        this.#retire(file, row);
        return [];
      }
      return [{ target, text: row.text, ...(nearMissOf ? { nearMissOf } : {}) }];
    });
    const texts = formatPhrasings(kept);
    for (const file of new Set(rows.map((row) => row.file))) {
      const name = file.replace('phrasings/', '');
      const text = texts.get(name) ?? formatPhrasingTable([]);
      if (text !== readFileSync(join(this.#dir, file), 'utf8')) this.result.texts.set(file, text);
    }
    for (const [name, text] of texts)
      if (!rows.some(({ file }) => file === `phrasings/${name}`)) this.result.texts.set(`phrasings/${name}`, text);
  }

  /** The records that golden questions expect; a question whose records are all gone is retired. */
  golden(): void {
    const folder = join(this.#dir, 'golden');
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl'))) {
      const file = `golden/${name}`;
      const before = readTextFile(join(folder, name));
      const after = before
        .split('\n')
        .flatMap((line) => (line.trim() ? this.#goldenLine(file, line) : [line]))
        .join('\n');
      if (after !== before) this.result.texts.set(file, after);
    }
  }

  #goldenLine(file: string, line: string): string[] {
    const entry = JSON.parse(line) as Json;
    let isGone = false;
    const rewrite = (one: Json) => {
      for (const key of ['gold', 'gold_set', 'accept']) {
        const ids = one[key];
        if (!Array.isArray(ids) || !ids.some((id) => this.#ids.has(id))) continue;
        one[key] = this.#idsOf(file, ids);
        isGone ||= key !== 'accept' && ids.length > 0 && !(one[key] as string[]).length;
      }
    };
    for (const one of [entry, ...((entry.turns as Json[] | undefined) ?? [])]) rewrite(one);
    if (isGone) {
      this.#retire(file, JSON.parse(line));
      return [];
    }
    const text = JSON.stringify(entry);
    return [text === JSON.stringify(JSON.parse(line)) ? line : text];
  }
}

/**
 * What the files of the pack in `dir` have to be for the new edition.
 * @param source the published text of the new edition: quotations that it lacks are retired
 */
export function moveReferences(dir: string, ids: MovedIds, source: string): MovedFiles {
  const mover = new Mover(dir, ids, source);
  mover.servicePoints();
  mover.quoted();
  mover.needs();
  mover.measureTasks();
  mover.groupNames();
  mover.phrasings();
  mover.golden();
  return mover.result;
}
