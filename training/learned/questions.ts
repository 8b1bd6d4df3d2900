/** Questions of the corpus and of the golden samples as training questions; those for no set have no query. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPack } from '../../src/knowledge/load.ts';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { readCorpus, toSelect } from '../corpus.ts';
import { type Question, toDay } from './examples.ts';

const root = resolve(import.meta.dirname, '../..');
const corpus = join(root, 'tests/golden/corpus');

/** Writers whose questions are learned from; the others are only ever scored. */
export const trainingWriters = ['w1', 'w2', 'w4', 'w5'];

export const firstPack = (): KnowledgePack => loadPack(join(root, 'knowledge/xian-ip'));

export const secondPack = (): KnowledgePack => loadPack(join(root, 'tests/fixtures/lanqiao'));

export const thirdPack = (): KnowledgePack => loadPack(join(root, 'tests/fixtures/yunling'));

export function setQuestions(writer: string, pack: KnowledgePack): Question[] {
  return readCorpus(join(corpus, `sets-${writer}.jsonl`)).map((question) => ({
    id: question.id,
    text: question.q,
    now: toDay(question.now),
    pack,
    query: toSelect(question, pack),
    shape: question.shape,
  }));
}

interface Lookup {
  id: string;
  q: string;
  now?: string;
  gold: string[] | null;
  gold_set: string[] | null;
}

const ordinaryDay = '2025-06-10';

/** Questions about one record, or about what the plan does not state: they ask for no set. */
export function lookups(file: string, pack: KnowledgePack): Question[] {
  return readFileSync(join(root, 'tests/golden', file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Lookup)
    .filter(({ q, gold_set }) => gold_set === null && q !== undefined)
    .map(({ id, q, now }) => ({
      id,
      text: q,
      now: toDay((now ?? ordinaryDay).slice(0, 10)),
      pack,
      query: undefined,
      shape: 'lookup',
    }));
}
