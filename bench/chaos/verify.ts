/** Verifies a run of chaos: promised slots against delivery rows and arrived cards. */

import type { Row } from './deployment.ts';
import { type Group, groups, type Late } from './expected-slots.ts';
import type { Post } from './fake-platform.ts';

export interface Verdict {
  promised: number;
  rows: number;
  /** Slots by how often they were shown in their group. */
  shown: { none: number; once: number; more: number };
  states: Partial<Record<Row['state'], number>>;
  /** Of the unknown ones. */
  unknownArrived: number;
  absorbed: number;
  /** Of what was shown for the first time, in milliseconds after its slot. */
  lags: number[];
  lost: number;
  doubled: number;
  skippedBy: Record<Late, number>;
  /** What must not be, each with its slot. */
  faults: string[];
}

const nameOf = (group: string, at: number) => `${group} ${new Date(at).toISOString().slice(11, 19)}Z`;
const pathEnd = (channel: string) => channel.slice(channel.lastIndexOf('/') + 1);

/** The reasons for which the groups that do not want everything may be left out. */
const mayBeSkipped: Record<Late, readonly string[]> = {
  all: [],
  latest: ['superseded', 'too-late'],
  none: ['not-wanted'],
};

/** What is wrong with one slot that has a row. */
function faultOf({ late }: Group, { state, reason, lastError }: Row, arrivals: number, keys: boolean) {
  if (state === 'pending' || state === 'sending') return `is still ${state}`;
  if (state === 'failed') return `is failed (${reason}), though the sink would have taken it: ${lastError}`;
  if (state === 'unknown' && keys) return `is unknown (${reason}), though the sink knows its key`;
  if (state === 'sent' && !arrivals) return 'is sent, and never arrived';
  if (state !== 'skipped') return undefined;
  if (arrivals) return `is skipped (${reason}), and has arrived`;
  return mayBeSkipped[late].includes(reason ?? '') ? undefined : `is skipped (${reason}), which nobody wanted`;
}

const emptyVerdict = (promised: number): Verdict => ({
  promised,
  rows: 0,
  shown: { none: 0, once: 0, more: 0 },
  states: {},
  unknownArrived: 0,
  absorbed: 0,
  lags: [],
  lost: 0,
  doubled: 0,
  skippedBy: { all: 0, latest: 0, none: 0 },
  faults: [],
});

function countShown(verdict: Verdict, taken: readonly Post[], at: number): void {
  verdict.shown[taken.length > 1 ? 'more' : taken.length ? 'once' : 'none']++;
  if (taken.length) verdict.lags.push(Math.min(...taken.map((post) => post.at)) - at);
}

/** Two attempts under one key must not say different things. */
function changedWords(posts: readonly Post[]): string[] {
  const first = new Map<string, string>();
  return posts.flatMap(({ key, hash, group }) => {
    if (!first.has(key)) first.set(key, hash);
    return first.get(key) === hash ? [] : [`${group} was sent other words under the key ${key}`];
  });
}

interface Slot {
  group: Group;
  at: number;
  name: string;
  rows: readonly Row[];
  arrivals: readonly Post[];
}

/** Adds one promised slot to the verdict. `keys`: the platform recognises a repeat by its key. */
function checkSlot(verdict: Verdict, { group, at, name, rows, arrivals }: Slot, keys: boolean): void {
  const { faults, states } = verdict;
  countShown(verdict, arrivals, at);
  if (rows.length !== 1) faults.push(`${name} has ${rows.length} rows`);
  if (arrivals.length > 1) {
    verdict.doubled++;
    faults.push(`${name} was shown ${arrivals.length} times`);
  }
  for (const row of rows) {
    states[row.state] = (states[row.state] ?? 0) + 1;
    if (row.state === 'unknown' && arrivals.length) verdict.unknownArrived++;
    if (row.state === 'skipped') verdict.skippedBy[group.late]++;
    const fault = faultOf(group, row, arrivals.length, keys);
    if (fault) faults.push(`${name} ${fault}`);
  }
  // Unknown rows alert a person and skipped ones follow the late policy; no other slot may be missing.
  if (!arrivals.length && !rows.some(({ state }) => state === 'unknown' || state === 'skipped')) verdict.lost++;
}

/** Cards under keys of which there is no row in their group. */
function unknownPosts(rows: readonly Row[], posts: readonly Post[]): string[] {
  const known = new Map(rows.map(({ id, channel }) => [id, pathEnd(channel)]));
  return posts
    .filter(({ key, group }) => known.get(key) !== group)
    .map(({ key, group }) => `${group} was sent something under ${key}, which has no row`);
}

/** Compares promised slots with the delivery rows and the cards that arrived. `keys`: the platform recognises a repeat by its key. */
export function verify(instants: readonly number[], rows: readonly Row[], posts: readonly Post[], keys: boolean) {
  const verdict = emptyVerdict(instants.length * groups.length);
  const { faults } = verdict;
  const taken = Map.groupBy(
    posts.filter(({ outcome }) => outcome === 'taken'),
    ({ key }) => key,
  );
  const bySlot = Map.groupBy(rows, (row) => nameOf(pathEnd(row.channel), Date.parse(row.slotAt)));
  verdict.rows = rows.length;
  verdict.absorbed = posts.filter(({ outcome }) => outcome === 'repeat').length;
  for (const group of groups)
    for (const at of instants) {
      const name = nameOf(group.name, at);
      const own = bySlot.get(name) ?? [];
      bySlot.delete(name);
      const arrivals = own.flatMap(({ id }) => taken.get(id) ?? []).filter((post) => post.group === group.name);
      checkSlot(verdict, { group, at, name, rows: own, arrivals }, keys);
    }
  // On a slow machine the slots of a first try may have come due before the second moved them: they are nobody's promise.
  for (const [name, [row]] of bySlot)
    if (Date.parse(row!.slotAt) >= instants[0]!) faults.push(`${name} has a row, and was never promised`);
  faults.push(...unknownPosts(rows, posts), ...changedWords(posts));
  return verdict;
}

/** Verifies a baseline, which has no delivery rows: only arrived cards count. */
export function verifyBaseline(instants: readonly number[], posts: readonly Post[]): Verdict {
  const verdict = emptyVerdict(instants.length * groups.length);
  const taken = Map.groupBy(
    posts.filter(({ outcome }) => outcome === 'taken'),
    ({ group, key }) => nameOf(group, Number(key)),
  );
  for (const { name } of groups)
    for (const at of instants) {
      const arrivals = taken.get(nameOf(name, at)) ?? [];
      countShown(verdict, arrivals, at);
      if (!arrivals.length) verdict.lost++;
      if (arrivals.length > 1) verdict.doubled++;
    }
  return verdict;
}
