/** What every page is made with: the language, the addresses, the plans, and the plan that is shown. */
import type { HtmlEscapedString } from 'hono/utils/html';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { PlanReader } from '../../../src/model/plan-reader.ts';
import type { Language } from '../../../src/model/text.ts';
import type { Say } from '../strings/strings.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface View {
  language: Language;
  say: Say;
  base: string;
  /** Address of the page for what is used elsewhere, without a slash at its end. */
  pageAt: string;
  plans: PlanReader;
  /** Address of a file of the page, with its fingerprint. */
  asset: (name: string) => string;
  /** Path and query that are shown, without the base: what the switch of language leads back to. */
  here: string;
  /** Within a frame of another site: no header, no side column. */
  embedded: boolean;
}

export interface PlanView extends View {
  pack: KnowledgePack;
}

/** The address of a page; parameters without a value are left out. */
export function href(
  { base }: Pick<View, 'base'>,
  path: string,
  query: Record<string, string | undefined> = {},
): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const search = new URLSearchParams(given).toString();
  return `${base}${path}${search ? `?${search}` : ''}`;
}

export const planHref = (view: View, pack: KnowledgePack, page: string, query?: Record<string, string | undefined>) =>
  href(view, `/plans/${pack.id}/${page}`, query);

/** Ids hold colons and dots only, which a path may hold as they are. */
export const recordHref = (view: View, pack: KnowledgePack, id: string) =>
  planHref(view, pack, `records/${encodeURIComponent(id).replaceAll('%3A', ':')}`);

export const unitHref = (view: View, pack: KnowledgePack, name: string, query?: Record<string, string | undefined>) =>
  planHref(view, pack, `units/${encodeURIComponent(name)}`, query);

export const formatMonth = ({ say, language }: View, month: string): string =>
  say('month', {
    year: month.slice(0, 4),
    month: language === 'zh' ? Number(month.slice(5)) : month.slice(5),
  });
