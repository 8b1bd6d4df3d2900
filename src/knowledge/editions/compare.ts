/** Compares two editions of a plan record by record: added, removed, changed field by field, renumbered. */
import { deadlinesOf, type Plan, type PlanRecord } from '../../model/plan.ts';

export const comparedFields = [
  'title',
  'text',
  'item',
  'section',
  'responsible',
  'cooperating',
  'leader',
  'deadline',
  'target',
  'period',
  'starred',
  'group',
  'columns',
] as const;
type ComparedField = (typeof comparedFields)[number];

interface FieldChange {
  field: ComparedField;
  /** As printed; empty where the edition has no such field. */
  before: string;
  after: string;
}

interface RecordPair {
  before: PlanRecord;
  after: PlanRecord;
}

export interface PlanDiff {
  added: PlanRecord[];
  removed: PlanRecord[];
  changed: (RecordPair & { fields: FieldChange[] })[];
  /** The same record under another id. */
  renumbered: RecordPair[];
}

/** Records of the same id that share less than this of their words are two records: one went, one came. */
const sameIdShare = 0.3;
const otherIdShare = 0.6;

const folded = (text: string) => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');

function wordsOf(record: PlanRecord): string {
  const title = 'title' in record ? record.title.text : '';
  const item = 'item' in record && record.item ? record.item.text : '';
  return folded([title, item, record.text.text].join(''));
}

const pairsOf = (text: string) => new Set(Array.from(text.slice(1), (char, index) => text[index]! + char));

/** Dice coefficient of the pairs of characters. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (!a.size || !b.size) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return (2 * common) / (a.size + b.size);
}

/** Finds the records that the editions share: equal words first, then the same id, then the likest words. */
function pairUp(before: readonly PlanRecord[], after: readonly PlanRecord[]): RecordPair[] {
  const pairs: RecordPair[] = [];
  const left = new Set(before);
  const right = new Set(after);
  const take = (one: PlanRecord, other: PlanRecord) => {
    pairs.push({ before: one, after: other });
    left.delete(one);
    right.delete(other);
  };
  const byWords = Map.groupBy(right, (record) => `${record.kind} ${wordsOf(record)}`);
  const alike = (record: PlanRecord) =>
    (byWords.get(`${record.kind} ${wordsOf(record)}`) ?? []).filter((one) => right.has(one));
  for (const one of before) {
    const same = alike(one);
    const match = same.find(({ id }) => id === one.id) ?? (same.length === 1 ? same[0] : undefined);
    if (match) take(one, match);
  }
  const shingles = new Map([...left, ...right].map((record) => [record, pairsOf(wordsOf(record))]));
  const scoreOf = (one: PlanRecord, other: PlanRecord) => likeness(shingles.get(one)!, shingles.get(other)!);
  const candidates = [...left].flatMap((one) =>
    [...right]
      .filter(({ kind }) => kind === one.kind)
      .map((other) => ({ one, other, score: scoreOf(one, other), sameId: one.id === other.id }))
      .filter(({ score, sameId }) => score >= (sameId ? sameIdShare : otherIdShare)),
  );
  // A record that went on nearly word for word under another number is that record, whatever now has its number.
  const rank = ({ score, sameId }: (typeof candidates)[number]) => score + (sameId ? 0.2 : 0);
  for (const { one, other } of candidates.sort((a, b) => rank(b) - rank(a)))
    if (left.has(one) && right.has(other)) take(one, other);
  const order = new Map(before.map((record, index) => [record, index]));
  return pairs.sort((a, b) => order.get(a.before)! - order.get(b.before)!);
}

function printed(record: PlanRecord, field: ComparedField): string {
  if (field === 'deadline')
    return deadlinesOf(record)
      .map(({ cell }) => cell.text)
      .join('；');
  const value: unknown = (record as Partial<Record<string, unknown>>)[field];
  if (value === undefined || value === false) return '';
  if (value === true) return '★';
  if (typeof value === 'number') return String(value);
  const { text, cell } = value as { text?: string; cell?: { text: string } };
  if (text !== undefined) return text;
  if (cell) return cell.text;
  const columns = Object.entries(value as Record<string, { cell: { text: string } }>);
  return columns.map(([name, column]) => `${name} ${column.cell.text}`).join('；');
}

function changesOf({ before, after }: RecordPair): FieldChange[] {
  return comparedFields.flatMap((field) => {
    const [old, fresh] = [printed(before, field), printed(after, field)];
    return folded(old) === folded(fresh) ? [] : [{ field, before: old, after: fresh }];
  });
}

export function comparePlans(before: Plan, after: Plan): PlanDiff {
  const pairs = pairUp(before.records, after.records);
  const [old, fresh] = [new Set(pairs.map((pair) => pair.before)), new Set(pairs.map((pair) => pair.after))];
  return {
    added: after.records.filter((record) => !fresh.has(record)),
    removed: before.records.filter((record) => !old.has(record)),
    changed: pairs.map((pair) => ({ ...pair, fields: changesOf(pair) })).filter(({ fields }) => fields.length),
    renumbered: pairs.filter((pair) => pair.before.id !== pair.after.id),
  };
}

/** Where each record of the old edition is in the new one; `undefined` where it is gone. Records that kept their id are left out. */
export function movedIds({ removed, renumbered }: PlanDiff): Map<string, string | undefined> {
  return new Map([
    ...removed.map(({ id }) => [id, undefined] as const),
    ...renumbered.map(({ before, after }) => [before.id, after.id] as const),
  ]);
}
