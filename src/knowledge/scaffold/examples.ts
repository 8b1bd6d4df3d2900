/** Examples for the greeting and the help of a pack, made of what its plan has: no ★ where none is printed, no deadline where none is stated. */
import { deadlinesOf, type Plan, type PlanRecord } from '../../model/plan.ts';

/** Shown on a phone in one line. */
const maxLength = 18;
const firstClause = (text: string) => text.split(/[，。；：:,;]/, 1)[0]!;

const nameOf = (record: PlanRecord): string =>
  firstClause(
    'item' in record && record.item ? record.item.text : 'title' in record ? record.title.text : record.text.text,
  );

const leadsOf = (record: PlanRecord): readonly string[] =>
  'responsible' in record ? (record.responsible?.units ?? []) : [];

/** The unit with the most rows: a list worth asking for. */
function busiest(records: readonly PlanRecord[]): string | undefined {
  const counts = new Map<string, number>();
  for (const unit of records.flatMap(leadsOf)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function latestMonth(records: readonly PlanRecord[]): string | undefined {
  const months = records.flatMap(deadlinesOf).flatMap((one) => (one.kind === 'month' ? [one.month] : []));
  const [year, month] = (months.sort().at(-1) ?? '').split('-');
  return year && month ? `${year}年${Number(month)}月` : undefined;
}

/** How a record is cited: by its number where that is one of its own, by its place where numbers restart. */
const cited = ({ id, kind, number, place }: PlanRecord) =>
  id === `${kind}:${number}` && kind === 'task' ? `第${number}项` : place;

/** What an official may ask of this plan, the most specific last: it is shown where a question names no subject. */
export function officialExamples({ records, annexes }: Plan): string[] {
  const tasks = records.filter(({ kind }) => kind === 'task');
  const rows = tasks.length ? tasks : records;
  const [first] = rows;
  const unit = busiest(rows);
  const month = latestMonth(rows);
  const extra = annexes.flatMap((annex) => annex.extra ?? [])[0]?.name;
  const found = [
    first && `${cited(first)}是什么`,
    first && leadsOf(first).length ? `${cited(first)}谁牵头` : undefined,
    first && extra ? `${cited(first)}的${extra.replace(/[(（].*$/, '')}` : undefined,
    month && `${month}到期的有哪些`,
    tasks.some((task) => task.kind === 'task' && task.starred) ? '★任务有哪些' : undefined,
    unit ? `${unit}牵头的任务有哪些` : undefined,
  ].filter((one) => one !== undefined);
  const spare = ['一共有多少项任务', '有哪些任务', '这个文件什么时候印发的'];
  return [...spare.slice(0, Math.max(0, 3 - found.length)), ...found];
}

/** What others may ask: the plan's own matters by name. */
export function subjectExamples({ records }: Plan): string[] {
  const names = records
    .filter(({ kind }) => kind === 'task' || kind === 'measure' || kind === 'support')
    .map(nameOf)
    .filter((name) => name.length > 2 && name.length <= maxLength);
  const spare = ['有哪些任务', '一共有多少项任务', '这个文件什么时候印发的'];
  return [...new Set([...names.slice(0, 3), ...spare])].slice(0, 3);
}
