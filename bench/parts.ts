/** The parts of the bench that run as child processes; each prints one line of JSON. */
import { loadPack } from '../src/knowledge/load.ts';

async function memory(dir: string, name: string): Promise<number> {
  const { residentMiB } = await import('./child.ts');
  const { withPhrasings } = await import('./field.ts');
  const pack = loadPack(dir);
  const contender = withPhrasings().find((candidate) => candidate.name === name);
  if (!contender) throw new Error(`no contender is called ${name}`);
  const before = residentMiB();
  const find = await contender.build(pack);
  await find({ id: 'one', text: '专利纠纷找谁调解', at: new Date('2025-06-10T10:00:00+08:00') });
  return residentMiB() - before;
}

async function cold(dir: string, question: string): Promise<string[]> {
  const { minisearchPairs } = await import('./peers/minisearch.ts');
  const { documentsOf } = await import('./peers/documents.ts');
  const find = await minisearchPairs.build(documentsOf(loadPack(dir), { phrasings: true }));
  return find(question, 3);
}

async function growth(dir: string, who: string, times: string) {
  const { growers, measureGrowth } = await import('./scaling/scaling.ts');
  const grower = growers.find((name) => name === who);
  if (!grower) throw new Error(`nobody who grows is called ${who}`);
  return measureGrowth(loadPack(dir), grower, Number(times));
}

const parts: Record<string, (...args: string[]) => Promise<unknown>> = {
  memory: (dir = '', name = '') => memory(dir, name),
  cold: (dir = '', question = '') => cold(dir, question),
  growth: (dir = '', who = '', times = '') => growth(dir, who, times),
};

export async function runPart(args: readonly string[]): Promise<void> {
  const [name = '', ...rest] = args;
  const part = parts[name];
  if (!part) throw new Error(`there is no part ${name}`);
  process.stdout.write(`${JSON.stringify(await part(...rest))}\n`);
}
