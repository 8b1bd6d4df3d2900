/** What page, API and MCP read of the plans, over the packs that are current. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeCondition, describeSelect } from '../../answer/compose/describe.ts';
import { selectionCard } from '../../answer/compose/selection.ts';
import { Engine } from '../../answer/engine.ts';
import { execute } from '../../answer/execute/execute.ts';
import { allOf, conjuncts, readQuery, type Select, toDocument } from '../../answer/query.ts';
import { isRecord } from '../../answer/retrieve/thresholds.ts';
import { clean } from '../../answer/text/text.ts';
import type { Settings } from '../../config/settings.ts';
import { nearestWorkday } from '../../digest/calendar/working-days.ts';
import { commonFolder, loadSpeech } from '../../knowledge/load-common.ts';
import { dayAt } from '../../knowledge/month.ts';
import { currentMonth, formatterFor } from '../../language/format.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import {
  type Download,
  type DownloadFormat,
  type DownloadOptions,
  type DownloadPart,
  downloadTypes,
  fileNameOf,
  type PlanReader,
  type QueryResult,
} from '../../model/plan-reader.ts';
import type { Language } from '../../model/text.ts';
import { cachedCompile } from './compiled-packs.ts';

const hitsShown = 40;
/** Hits below this part of the best score have nothing to do with the words. */
const leastShare = 0.25;

export class LivePlanReader implements PlanReader {
  readonly #current: () => readonly KnowledgePack[];
  readonly #settings: Settings;
  readonly #now: () => Date;
  /** Made at the first search of a pack; a pack that was replaced takes its own with it. */
  readonly #engines = new WeakMap<KnowledgePack, Engine>();
  readonly #sources = new WeakMap<KnowledgePack, readonly string[]>();

  constructor(current: () => readonly KnowledgePack[], settings: Settings, now: () => Date) {
    this.#current = current;
    this.#settings = settings;
    this.#now = now;
  }

  packs(): readonly KnowledgePack[] {
    return this.#current();
  }

  today(pack: KnowledgePack) {
    return dayAt(this.#now(), pack.facts.timeZone);
  }

  source(pack: KnowledgePack): readonly string[] {
    const read = this.#sources.get(pack);
    if (read) return read;
    const lines = readFileSync(join(pack.dir, 'source.txt'), 'utf8').split(/\r?\n/);
    this.#sources.set(pack, lines);
    return lines;
  }

  search(pack: KnowledgePack, text: string): string[] {
    const { hits } = this.#engineOf(pack).rank(clean(text), isRecord);
    const least = (hits[0]?.score ?? 0) * leastShare;
    return hits
      .filter(({ score }) => score >= least)
      .slice(0, hitsShown)
      .map(({ id }) => id);
  }

  query(
    pack: KnowledgePack,
    raw: unknown,
    { language, from = 0 }: { language: Language; from?: number },
  ): QueryResult | { faults: string[] } {
    const read = readQuery(raw);
    if ('faults' in read) return read;
    const { query } = read;
    if (query.ask !== 'select') return { faults: [`ask: a query of the kind ${query.ask} is asked in words`] };
    const formatter = this.#formatterOf(pack, language);
    const selection = execute(query, pack, currentMonth(formatter));
    const [lacking] = selection.lacking;
    if (lacking) return { faults: [`${lacking.column}: ${lacking.kind} has no such column or test`] };
    const without = (index: number): Select => {
      const { where: _where, ...rest } = query;
      const left = allOf(conjuncts(query.where).filter((_, at) => at !== index));
      return left ? { ...rest, where: left } : rest;
    };
    return {
      query: toDocument(query),
      records: selection.records,
      card: selectionCard(formatter, selection, from),
      what: describeSelect(formatter, query),
      chips: conjuncts(query.where).map((condition, index) => ({
        text: describeCondition(formatter, query.kind, condition),
        without: toDocument(without(index)),
      })),
    };
  }

  async download(
    parts: readonly DownloadPart[],
    format: DownloadFormat,
    { language, title, remindDays = [] }: DownloadOptions,
  ): Promise<Download> {
    const read = parts.map((part) => ({ ...part, formatter: this.#formatterOf(part.pack, language) }));
    const { holidays } = this.#settings;
    return { name: fileNameOf(title, format), type: downloadTypes[format], body: await body() };

    async function body(): Promise<Uint8Array<ArrayBuffer>> {
      if (format === 'ics') {
        const { toCalendar } = await import('../../exports/calendar.ts');
        const workdays = (await import('../../digest/calendar/load.ts')).loadCalendar(holidays);
        const workdayUpTo = (day: number) => nearestWorkday(workdays, day, -1);
        return new TextEncoder().encode(toCalendar(read, { title, remindDays, workdayUpTo }));
      }
      const { tableOf } = await import('../../exports/table.ts');
      const table = tableOf(read);
      if (format === 'xlsx') return (await import('../../exports/xlsx.ts')).toXlsx(table, title);
      return new TextEncoder().encode((await import('../../exports/csv.ts')).toCsv(table));
    }
  }

  #formatterOf(pack: KnowledgePack, language: Language) {
    return formatterFor(pack, this.today(pack), language);
  }

  #engineOf(pack: KnowledgePack): Engine {
    const made = this.#engines.get(pack);
    if (made) return made;
    const { cache } = this.#settings;
    const engine = new Engine(pack, loadSpeech(), ...(cache ? [cachedCompile(cache, commonFolder)] : []));
    this.#engines.set(pack, engine);
    return engine;
  }
}
