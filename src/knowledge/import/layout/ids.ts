/** Ids of records: the number where it is unique in the plan, the place where numbers restart. */
import type { PlanRecord } from '../../../model/plan.ts';
import { type Findings, finding } from '../text/findings.ts';
import type { Draft } from './draft.ts';

const suffix = ({ part }: { part?: number }) => (part ? `-${part}` : '');
const partOf = (draft: Draft) => ('part' in draft && draft.part ? { part: draft.part } : {});
const short = (draft: Draft) => `${draft.kind}:${draft.number}${suffix(partOf(draft))}`;
const long = (draft: Draft) => {
  const [first, ...more] = draft.path;
  const place =
    first !== undefined && first < 0 ? [first === tablePath ? 'table' : `annex${-first}`, ...more] : draft.path;
  return `${draft.kind}:${[...place, draft.number].join('.')}${suffix(partOf(draft))}`;
};

/** Beginning of the path of what stands in an annex; numbers of sections are positive. */
export const annexPath = (number: number): number[] => [-Math.max(1, number)];
/** Beginning of the path of a table within the text. */
export const tablePath = -1000;

/** Rows of tables begin with their number, items of the text with their kind: the order in which they are read aloud. */
function ordered(draft: Draft, id: string, parent: string | undefined): PlanRecord {
  const { path: _, id: __, number, place, kind, parent: ___, ...rest } = draft;
  const above = parent ? { parent } : {};
  const row = kind === 'task' || kind === 'support' || kind === 'indicator';
  const record = row ? { id, number, place, kind, ...above, ...rest } : { id, kind, number, place, ...above, ...rest };
  return record as PlanRecord;
}

function duplicates(names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

/** Numbers with a gap between them, or out of order, within one place: reported, since rows may be missing. */
export function remarkGaps(drafts: readonly Draft[], { remarks }: Findings): void {
  const highest = new Map<string, number>();
  for (const draft of drafts) {
    if (draft.kind === 'group') continue;
    const key = `${draft.kind} ${draft.path.join('.')}`;
    const before = highest.get(key);
    const { number } = draft;
    const line = draft.text.lines[0];
    if (before !== undefined && number !== before && number !== before + 1)
      remarks.push(finding(line, 'number-gap', { number, before, place: draft.place }));
    highest.set(key, number);
  }
}

/** Gives every record its id. A number that stands twice in one place keeps both, and is a fault. */
export function withIds(drafts: readonly Draft[], { faults }: Findings): PlanRecord[] {
  const twice = duplicates(drafts.map(short));
  const restarting = new Set(drafts.filter((draft) => twice.has(short(draft))).map(({ kind }) => kind));
  const idOf = (draft: Draft) => (draft.parent || restarting.has(draft.kind) ? long(draft) : short(draft));
  const byPlace = new Map<string, string>();
  const used = new Map<string, number>();
  return drafts.map((draft) => {
    let id = idOf(draft);
    const count = (used.get(id) ?? 0) + 1;
    used.set(id, count);
    if (count > 1) {
      faults.push(finding(draft.text.lines[0], 'number-twice', { place: draft.place, number: draft.number }));
      id = `${id}-${count}`;
    }
    byPlace.set(draft.place, id);
    return ordered(draft, id, draft.parent && byPlace.get(draft.parent));
  });
}
