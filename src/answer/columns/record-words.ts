/** Everything that a record says in words: what a question about it may share with it. */
import type { PlanRecord } from '../../model/plan.ts';

/** A row's own words, behind those of the item that it is a part of. */
export const rowText = (record: PlanRecord): string =>
  'item' in record && record.item ? `${record.item.text} ${record.text.text}` : record.text.text;

/** The item that a row belongs to, its title, its text, the heading that it stands under, and its cells of text under headings of no known role. */
export function recordWords(record: PlanRecord): string {
  const title = 'title' in record && record.title.text !== record.text.text ? record.title.text : '';
  const section = 'section' in record && record.section ? record.section.text : '';
  const cells = 'columns' in record ? Object.values(record.columns ?? {}) : [];
  const texts = cells.filter(({ type }) => type === 'text').map(({ cell }) => cell.text);
  return [title, rowText(record), section, ...texts].filter(Boolean).join(' ');
}
