/** An independent evaluation of queries, straight over the records, agrees with the executor. */
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { execute } from '../../../src/answer/execute/execute.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { monthOf } from '../../../src/knowledge/month.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';
import { naive } from './naive.ts';
import { QuerySampler } from './random-query.ts';

const root = resolve(import.meta.dirname, '../../..');
const packs = ['knowledge/xian-ip', 'tests/fixtures/lanqiao', 'tests/fixtures/yunling'].map((dir) =>
  loadPack(join(root, dir)),
);
const queriesPerPack = fuzzRuns(3400);

test.each(packs.map((pack, at) => [pack.id, pack, at] as const))('over %s', (_, pack, seed) => {
  const sampler = new QuerySampler(pack, seed + 1);
  const wrong: string[] = [];
  let filled = 0;
  for (let at = 0; at < queriesPerPack; at++) {
    const { query, current } = sampler.query();
    const [year, month] = current.split('-').map(Number);
    const { records, shares, lacking } = execute(query, pack, monthOf(year!, month!));
    const expected = naive(query, { pack, kind: query.kind, current });
    const sizes = (list: readonly number[]) => [...list].sort((a, b) => a - b).join();
    if (records.length) filled++;
    const same =
      records.map(({ id }) => id).join() === expected.ids.join() &&
      sizes(shares.map(({ ids }) => ids.length)) === sizes(expected.shares) &&
      !lacking.length;
    if (!same) wrong.push(`${current} ${JSON.stringify(query)}: ${records.map(({ id }) => id).join(' ')}`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(filled).toBeGreaterThan(queriesPerPack / 4);
});
