/** The outcome of a run as a table, a column for each contestant. */

import { table } from '../report/table.ts';
import { percentile } from '../stats.ts';
import type { Post } from './fake-platform.ts';
import type { Contestant } from './faults.ts';
import type { Verdict } from './verify.ts';

export interface Result {
  contestant: Contestant;
  verdict: Verdict;
  posts: readonly Post[];
}

const seconds = (ms: number) => (Number.isNaN(ms) ? '–' : `${(ms / 1000).toFixed(2)} s`);

const lines: readonly [string, (result: Result) => string | number][] = [
  ['slots promised', ({ verdict }) => verdict.promised],
  ['delivery rows', ({ contestant, verdict }) => (contestant.deployment ? verdict.rows : '–')],
  ['shown once', ({ verdict }) => verdict.shown.once],
  ['shown twice or more', ({ verdict }) => verdict.shown.more],
  ['never shown', ({ verdict }) => verdict.shown.none],
  ['… lost without a word', ({ verdict }) => verdict.lost],
  ['state sent', ({ verdict }) => verdict.states.sent ?? '–'],
  [
    'state skipped (latest, none)',
    ({ verdict }) => (verdict.states.skipped ? `${verdict.skippedBy.latest}, ${verdict.skippedBy.none}` : '–'),
  ],
  [
    'state unknown (had arrived)',
    ({ contestant, verdict }) =>
      contestant.deployment ? `${verdict.states.unknown ?? 0} (${verdict.unknownArrived})` : '–',
  ],
  ['state failed', ({ contestant, verdict }) => (contestant.deployment ? (verdict.states.failed ?? 0) : '–')],
  ['repeats absorbed by their key', ({ verdict }) => verdict.absorbed],
  ['lag p50', ({ verdict }) => seconds(percentile(verdict.lags, 0.5))],
  ['lag p95', ({ verdict }) => seconds(percentile(verdict.lags, 0.95))],
  ['lag max', ({ verdict }) => seconds(percentile(verdict.lags, 1))],
  ['killed at random', ({ contestant }) => contestant.kills.random],
  ['killed while sending', ({ contestant }) => contestant.kills.aimed],
  ['all down for 20 s', ({ contestant }) => contestant.kills.all],
  ['database killed', ({ contestant }) => (contestant.deployment ? contestant.kills.database : '–')],
  ['clock of a replica stepped', ({ contestant }) => (contestant.deployment ? contestant.kills.clock : '–')],
  ['all suspended for 12 s', ({ contestant }) => contestant.kills.suspended],
  ['ended by themselves while starting', ({ contestant }) => contestant.processes.deserted.length],
  ['refused (503)', ({ posts }) => count(posts, 'refused')],
  ['throttled (429)', ({ posts }) => count(posts, 'throttled')],
  [
    'taken, and no answer',
    ({ posts }) => posts.filter(({ outcome, answered }) => outcome === 'taken' && !answered).length,
  ],
  ['not taken, and no answer', ({ posts }) => count(posts, 'ignored')],
];

const count = (posts: readonly Post[], wanted: Post['outcome']) =>
  posts.filter(({ outcome }) => outcome === wanted).length;

export const resultTable = (results: readonly Result[]): string =>
  table(
    ['', ...results.map(({ contestant }) => contestant.name)],
    lines.map(([label, cell]) => [label, ...results.map((result) => String(cell(result)))]),
  );
