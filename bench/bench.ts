/** Runs every part in turn, prints tables as it goes, and writes RESULTS.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPack } from '../src/knowledge/load.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import { type Dropped, dropInTurn } from './ablation.ts';
import { type Measured, measure } from './accuracy.ts';
import { alternate, inChild, type Limits } from './child.ts';
import { field, withPhrasings } from './field.ts';
import { lookups, warmUps } from './golden.ts';
import { sectionIn } from './load/section.ts';
import { report } from './report/report.ts';
import {
  accuracySection,
  coldSection,
  droppedSection,
  type GrowthRow,
  growthRatios,
  growthSection,
  memorySection,
  yardstick,
} from './report/sections.ts';
import { type Growth, growers } from './scaling/scaling.ts';
import { median } from './stats.ts';

const ours = 'this assistant';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const note = (text: string) => process.stderr.write(`${text}\n`);
const show = (section: string) => {
  process.stdout.write(`\n${section}\n`);
  return section;
};

const growthLimits: Record<number, Limits> = {
  10: { heapMiB: 2048, timeoutMs: 5 * 60_000 },
  100: { heapMiB: 6144, timeoutMs: 10 * 60_000 },
  1000: { heapMiB: 18_432, timeoutMs: 20 * 60_000 },
};
const memoryLimits: Limits = { heapMiB: 1024, timeoutMs: 60_000 };
const memoryTurns = 3;
const coldTurns = 15;
const coldQuestion = '外观被隔壁厂仿了，不想打官司，找谁调解？';

async function accuracyOf(pack: KnowledgePack, peersOnly: boolean): Promise<Measured[]> {
  const [questions, warm] = [lookups(), warmUps()];
  const measured: Measured[] = [];
  for (const contender of field) {
    if (peersOnly && contender.name === ours) continue;
    note(`accuracy: ${contender.name}, ${contender.given}`);
    measured.push(await measure(contender, pack, questions, warm));
  }
  return measured;
}

async function droppedOf(pack: KnowledgePack, peersOnly: boolean): Promise<Dropped[]> {
  const dropped: Dropped[] = [];
  for (const contender of withPhrasings()) {
    if (contender.name !== yardstick && (peersOnly || contender.name !== ours)) continue;
    note(`phrasings dropped in turn: ${contender.name}`);
    dropped.push(await dropInTurn(contender, pack, lookups()));
  }
  return dropped;
}

function coldOf(dir: string, peersOnly: boolean): Record<string, number> {
  note('cold first answer');
  return alternate(
    {
      'node -e 0': ['-e', '0'],
      ...(peersOnly
        ? {}
        : { 'node bin/qinzhi.js ask …': [here('../bin/qinzhi.js'), '--knowledge', dirname(dir), 'ask', coldQuestion] }),
      'the same pack and question by MiniSearch': [here('run.ts'), 'child', 'cold', dir, coldQuestion],
    },
    coldTurns,
  );
}

async function memoryOf(dir: string, peersOnly: boolean): Promise<Record<string, number>> {
  const memory: Record<string, number> = {};
  for (const { name } of withPhrasings()) {
    if (peersOnly && name === ours) continue;
    note(`memory: ${name}`);
    const turns: number[] = [];
    for (let turn = 0; turn < memoryTurns; turn++) {
      const result = await inChild<number>(['memory', dir, name], memoryLimits);
      if ('failed' in result) note(`  ${result.failed}`);
      else turns.push(result.value);
    }
    memory[name] = median(turns);
  }
  return memory;
}

async function growthOf(dir: string, sizes: readonly number[], peersOnly: boolean): Promise<GrowthRow[]> {
  const rows: GrowthRow[] = [];
  for (const times of sizes)
    for (const who of growers) {
      if (peersOnly && who === ours) continue;
      note(`growth: ${times}×, ${who}`);
      rows.push({
        who,
        times,
        result: await inChild<Growth>(['growth', dir, who, String(times)], growthLimits[times]!),
      });
    }
  return rows;
}

export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      pack: { type: 'string', default: here('../knowledge/xian-ip') },
    },
  });
  const from = performance.now();
  const [dir, peersOnly] = [resolve(values.pack), values.peers];
  const pack = loadPack(dir);
  const measured = await accuracyOf(pack, peersOnly);
  const accuracy = show(accuracySection(measured));
  const dropped = await droppedOf(pack, peersOnly);
  const bare = measured.filter(({ given }) => given === 'records' || given === 'the pack without phrasings');
  const withoutPhrasings = show(droppedSection(dropped, bare));
  const cold = coldOf(dir, peersOnly);
  const start = show(coldSection(cold));
  const memory = await memoryOf(dir, peersOnly);
  const resident = show(memorySection(memory));
  const rows = await growthOf(dir, values.quick ? [10, 100] : [10, 100, 1000], peersOnly);
  const growth = show(growthSection(rows));
  const ratios = show(growthRatios(rows));
  note(`${((performance.now() - from) / 60_000).toFixed(1)} min`);
  if (peersOnly) return;
  const tables = { accuracy, withoutPhrasings, start, resident, growth, ratios };
  const results = here('RESULTS.md');
  const load = sectionIn(readFileSync(results, 'utf8'));
  const text = report(tables, { measured, dropped, cold, memory, growth: rows }, values.quick);
  writeFileSync(results, load ? `${text.trimEnd()}\n\n${load}` : text);
}
