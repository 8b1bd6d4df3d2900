/** Headings of a plan that people may call otherwise: groups of the text, and sections of its tables (a column 任务类别, a row over others). */
import type { PlanRecord } from '../model/plan.ts';

const numbering = /^(?:第?[一二三四五六七八九十]+[、.．章节部分]+|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])\s*/;
const counted = /[（(]共?\s*\d+\s*[项条个][)）]$/;

/** A heading without its numbering and the count of what stands under it. */
export const bareHeading = (heading: string): string =>
  heading.replace(/\s/g, '').replace(numbering, '').replace(counted, '');

/** The section of a table that a record stands under; a group of the text goes before it. */
export function sectionOf(record: PlanRecord): { id: string; label: string } | undefined {
  if (!('section' in record) || !record.section || ('group' in record && record.group !== undefined)) return undefined;
  const label = bareHeading(record.section.text);
  return { id: `section:${label}`, label };
}

/** In the order of print: the id by which `group-names.json` names each, and its title. */
export function headingsIn(records: readonly PlanRecord[]): { id: string; label: string }[] {
  const found = new Map<string, string>();
  for (const record of records) {
    const heading = record.kind === 'group' ? { id: record.id, label: record.title.text } : sectionOf(record);
    if (heading && heading.label.length > 1 && !found.has(heading.id)) found.set(heading.id, heading.label);
  }
  return [...found].map(([id, label]) => ({ id, label }));
}
