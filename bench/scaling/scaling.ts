/** One size of pack, one contender, in a process of its own: time to build, memory, and time per kind of question. */
import MiniSearch from 'minisearch';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { buildAssistant } from '../assistant.ts';
import { residentMiB } from '../child.ts';
import type { Asked } from '../contender.ts';
import { lookups } from '../golden.ts';
import { type Document, documentsOf } from '../peers/documents.ts';
import { pairOptions } from '../peers/minisearch.ts';
import { median, percentile, time } from '../stats.ts';
import { type Grown, grow, type Wanted } from './synthetic-pack.ts';

export const growers = ['this assistant', 'MiniSearch, character pairs'] as const;
export type Grower = (typeof growers)[number];

interface Asking {
  asked: number;
  right: number;
  medianMs: number;
  p95Ms: number;
}

export interface Growth {
  records: number;
  phrasings: number;
  buildMs: number;
  memoryMiB: number;
  lookup: Asking;
  golden: Asking;
  unit: Asking;
  row: Asking;
}

/** How each kind of question is put; a peer has its own call for what the assistant understands from the words. */
interface Ways {
  lookup(question: Asked): string[];
  unit(question: Grown['units'][number]): string[];
  row(question: Grown['rows'][number]): string[];
}

const questionsEach = 200;
// What takes long is asked less often: enough for a median, and the run ends.
const enough = 10;
const patienceMs = 60_000;

async function buildWays(who: Grower, pack: KnowledgePack): Promise<Ways> {
  if (who === 'this assistant') {
    const answer = await buildAssistant(pack);
    const ask = (question: Asked) => {
      const { outcome, records } = answer(question);
      return outcome === 'answer' || outcome === 'list' ? records : [];
    };
    return { lookup: ask, unit: ask, row: ask };
  }
  const index = new MiniSearch<Document & { lead: string }>({
    ...pairOptions,
    fields: ['title', 'text', 'units', 'say', 'number'],
    storeFields: ['lead'],
  } as ConstructorParameters<typeof MiniSearch<Document & { lead: string }>>[0]);
  const leadOf = (id: string) => {
    const record = pack.records.get(id)!;
    return ('responsible' in record && record.responsible?.units[0]) || '';
  };
  index.addAll(documentsOf(pack, { phrasings: true }).map((document) => ({ ...document, lead: leadOf(document.id) })));
  const ids = (found: { id: unknown }[]) => found.map(({ id }) => id as string);
  return {
    lookup: ({ text }) => ids(index.search(text).slice(0, 3)),
    unit: ({ unit }) => ids(index.search(MiniSearch.wildcard, { filter: ({ lead }) => lead === unit })),
    row: ({ number }) => ids(index.search(String(number), { fields: ['number'] }).slice(0, 3)),
  };
}

async function put<Q extends Wanted>(
  questions: readonly Q[],
  find: (question: Q) => string[],
  right: (found: string[], gold: readonly string[]) => boolean,
): Promise<Asking> {
  const times: number[] = [];
  let correct = 0;
  let spent = 0;
  // The first one is asked twice: what is built at first use is part of building, not of asking.
  if (questions[0]) find({ ...questions[0], id: 'first' });
  for (const question of questions) {
    const { value, ms } = await time(() => find(question));
    times.push(ms);
    if (right(value, question.gold)) correct++;
    spent += ms;
    if (times.length >= enough && spent > patienceMs) break;
  }
  return { asked: times.length, right: correct, medianMs: median(times), p95Ms: percentile(times, 0.95) };
}

const first = (found: string[], gold: readonly string[]) => found[0] !== undefined && gold.includes(found[0]);
const exactly = (found: string[], gold: readonly string[]) =>
  found.length === gold.length && new Set([...found, ...gold]).size === gold.length;

export async function measureGrowth(pack: KnowledgePack, who: Grower, times: number): Promise<Growth> {
  const grown = grow(pack, times, questionsEach);
  const before = residentMiB();
  const built = await time(() => buildWays(who, grown.pack));
  const ways = built.value;
  ways.lookup({ id: 'warm', text: grown.lookups[0]!.text, at: grown.lookups[0]!.at });
  const memoryMiB = residentMiB() - before;
  const golden = lookups().map((question) => ({ ...question, gold: [...question.gold] }));
  return {
    records: grown.pack.records.size,
    phrasings: grown.pack.phrasings.length,
    buildMs: built.ms,
    memoryMiB,
    lookup: await put(grown.lookups, ways.lookup, first),
    golden: await put(golden, ways.lookup, first),
    unit: await put(grown.units, ways.unit, exactly),
    row: await put(grown.rows, ways.row, first),
  };
}
