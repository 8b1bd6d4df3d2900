/** Read-only access to the plans for page, API and MCP: packs, search, typed queries, and lists to take away. */
import type { Card } from './card.ts';
import type { KnowledgePack } from './pack/pack.ts';
import type { PlanRecord } from './plan.ts';
import type { Language } from './text.ts';

/** One condition of a query in words, and the query without it. */
export interface QueryChip {
  text: string;
  without: object;
}

export interface QueryResult {
  /** As plain JSON, with its version. */
  query: object;
  records: PlanRecord[];
  /** The reply in words, as a chat shows it. */
  card: Card;
  /** In words; empty where everything is meant. */
  what: string;
  chips: QueryChip[];
}

/** `xlsx` and `csv` are tables, `ics` is a calendar. */
export type DownloadFormat = 'xlsx' | 'csv' | 'ics';

export const downloadTypes: Readonly<Record<DownloadFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
};

const fileNameLength = 60;

/** Letters, numbers and hyphens only: any file system takes them. */
export const fileNameOf = (title: string, format: DownloadFormat): string =>
  `${title
    .replace(/[^\p{L}\p{N}-]+/gu, '-')
    .slice(0, fileNameLength)
    .replace(/^-+|-+$/g, '')}.${format}`;

export interface Download {
  name: string;
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

export interface DownloadOptions {
  language: Language;
  /** What the list is called: its heading, and part of the file name. */
  title: string;
  /** Days before the deadline on which a calendar reminds; none = it does not. */
  remindDays?: readonly number[];
}

/** Records of one plan in a file. */
export interface DownloadPart {
  pack: KnowledgePack;
  records: readonly PlanRecord[];
  /** Where the records can be read, as the start of their addresses; absent = nowhere. */
  recordsAt?: string;
}

export interface PlanReader {
  packs(): readonly KnowledgePack[];
  /** The calendar day in the plan's own time zone. */
  today(pack: KnowledgePack): { year: number; month: number; day: number };
  /** The published text, line by line. */
  source(pack: KnowledgePack): readonly string[];
  /** Ids of records, best first, by the ranking that answers use. */
  search(pack: KnowledgePack, text: string): string[];
  /** Executes a typed query; `from` is the first row that the card shows. Faults name the path of what is wrong. */
  query(
    pack: KnowledgePack,
    query: unknown,
    options: { language: Language; from?: number },
  ): QueryResult | { faults: string[] };
  download(parts: readonly DownloadPart[], format: DownloadFormat, options: DownloadOptions): Promise<Download>;
}
