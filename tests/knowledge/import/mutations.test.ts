/** Mutated documents: whatever happens to a file, it is read or refused in words, quickly, and nothing is invented. */
import { beforeAll, describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../../src/knowledge/import/formats/blocks.ts';
import { readDocument } from '../../../src/knowledge/import/formats/read.ts';
import { importDocument } from '../../../src/knowledge/import/import.ts';
import { sayFinding } from '../../../src/knowledge/import/report/messages.ts';
import { summaryOf } from '../../../src/knowledge/import/report/summary.ts';
import { Plan } from '../../../src/model/plan.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';
import { bytesOf, caseNames } from './cases.ts';
import { unprinted } from './printed.ts';

const count = fuzzRuns(2000);
const longestMs = 5000;

/** A repeatable sequence of numbers below 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const below = (random: Random, limit: number) => Math.floor(random() * limit);
const noise = [
  '一、',
  '（二）',
  '3.',
  '\t',
  '（',
  '）',
  '牵头',
  '责任单位：',
  '2025年',
  '〃',
  '★',
  '序号',
  '附件',
  '\u0000',
  '  ',
  '，',
  '|',
  '<td>',
  '等',
  '"',
];

const onLines: readonly ((lines: string[], random: Random) => void)[] = [
  (lines, random) => lines.splice(below(random, lines.length), 1),
  (lines, random) => lines.splice(below(random, lines.length), 0, lines[below(random, lines.length)]!),
  (lines, random) => {
    const [a, b] = [below(random, lines.length), below(random, lines.length)];
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  },
  (lines, random) => {
    const at = below(random, lines.length);
    lines.splice(at, 2, (lines[at] ?? '') + (lines[at + 1] ?? ''));
  },
  (lines, random) => {
    const at = below(random, lines.length);
    const cut = below(random, lines[at]!.length + 1);
    lines.splice(at, 1, lines[at]!.slice(0, cut), lines[at]!.slice(cut));
  },
  (lines, random) => {
    const at = below(random, lines.length);
    const cut = below(random, lines[at]!.length + 1);
    lines[at] = lines[at]!.slice(0, cut) + noise[below(random, noise.length)]! + lines[at]!.slice(cut);
  },
  (lines, random) => {
    const at = below(random, lines.length);
    lines[at] = lines[at]!.replace('\t', '');
  },
];

const decoder = new TextDecoder();

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.subarray(0, 2048).includes(0)) {
    const copy = bytes.slice(0, random() < 0.2 ? below(random, bytes.length) : bytes.length);
    for (let times = below(random, 8); times >= 0 && copy.length; times--)
      copy[below(random, copy.length)] = below(random, 256);
    return copy;
  }
  const lines = decoder.decode(bytes).split('\n');
  for (let times = below(random, 6); times >= 0; times--) {
    if (!lines.length) lines.push('');
    onLines[below(random, onLines.length)]!(lines, random);
  }
  return new TextEncoder().encode(lines.join('\n'));
}

/** What is wrong with the reading of one file; nothing where it is read, or refused in words. */
async function judge(file: string, bytes: Uint8Array): Promise<string[]> {
  const begun = performance.now();
  const wrong: string[] = [];
  try {
    const document = await readDocument(file, bytes);
    const imported = importDocument(document);
    if (!summaryOf(file, document.lines, imported, 'zh').trim()) wrong.push('no report');
    wrong.push(...unprinted(document.lines, imported).map((text) => `not printed: ${text}`));
    if (!Plan.safeParse(imported.plan).success) wrong.push('no plan');
    const ids = imported.plan.records.map(({ id }) => id);
    if (new Set(ids).size < ids.length) wrong.push('ids that stand twice');
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (!sayFinding({ code: error.reason, values: {} }, 'zh')) wrong.push('refused without a word');
  }
  if (performance.now() - begun > longestMs) wrong.push('too slow');
  return wrong;
}

describe('mutated documents', () => {
  const originals = caseNames.map(bytesOf);

  // Loading the reader of a format is no part of reading a file.
  beforeAll(async () => {
    for (const { file, bytes } of originals) await readDocument(file, bytes);
  });

  it.each(originals.map(({ file }, index) => [file, index] as const))(
    '%s',
    async (file, index) => {
      for (let at = index; at < count; at += originals.length) {
        const mutated = mutate(originals[index]!.bytes, randomFrom(at + 1));
        expect(await judge(file, mutated), `mutation ${at} of ${file}`).toEqual([]);
      }
    },
    Math.max(30_000, count * 100),
  );
});
