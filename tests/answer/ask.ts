/** Asks an assistant whole questions, as a door would, and gives the reply with its text. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { Assistant } from '../../src/answer/assistant.ts';
import { type GoldenQuestion, readGolden } from '../../src/knowledge/golden.ts';
import { readInstant } from '../../src/knowledge/instant.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import { commonFolder } from '../../src/knowledge/load-common.ts';
import type { Answer } from '../../src/model/answer.ts';
import type { Fault } from '../../src/model/fault.ts';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { cachedCompile } from '../../src/service/packs/compiled-packs.ts';

const root = resolve(import.meta.dirname, '../..');
export const xianDir = join(root, 'knowledge/xian-ip');
export const lanqiaoDir = join(root, 'tests/fixtures/lanqiao');

const loaded = new Map<string, KnowledgePack>();

/** Read once by each worker: nothing changes a pack, and a test that needs another one copies it. */
function loadOnce(dir: string): KnowledgePack {
  const pack = loaded.get(dir) ?? loadPack(dir);
  loaded.set(dir, pack);
  return pack;
}
export const loadXian = () => loadOnce(xianDir);
export const loadLanqiao = () => loadOnce(lanqiaoDir);

/** The packs of the tests are compiled once; a change of them or of the compiler makes them anew. */
export const packCache = join(root, 'node_modules/.cache/qinzhi-test');
type Options = ConstructorParameters<typeof Assistant>[1];
export const openAssistant = (packs: readonly KnowledgePack[], options: Options = {}) =>
  new Assistant(packs, { compile: cachedCompile(packCache, commonFolder), ...options });

const zone = 'Asia/Shanghai';

/** A day means its morning in Xi'an; an instant is taken as it is. */
export function moment(text: string): Date {
  const at = readInstant(text, zone);
  if (!at) throw new Error(`no moment: ${text}`);
  return at;
}

export interface Reply extends Answer {
  text: string;
}

/** One question; without a conversation it is asked in one of its own. */
export type Asker = (text: string, options?: { now?: string; conversation?: string; user?: string }) => Reply;

let alone = 0;

export function sender(assistant: Assistant, day = '2025-06-10'): Asker {
  return (text, { now = day, conversation = `alone ${++alone}`, user = 'u1' } = {}) => {
    const answer = assistant.answer({ text, at: moment(now), conversation, user });
    return { ...answer, text: renderText(answer.card) };
  };
}

/** A dialogue of one person: each turn a minute after the one before. */
export function dialogue(assistant: Assistant, day = '2025-06-10', conversation = 'dialogue', user = 'u1') {
  const start = moment(day).getTime();
  let minutes = 0;
  return (text: string, after = 1): Reply => {
    minutes += after;
    const at = new Date(start + minutes * 60_000);
    const answer = assistant.answer({ text, at, conversation, user });
    return { ...answer, text: renderText(answer.card) };
  };
}

export const xianAsker = (day?: string) => sender(openAssistant([loadXian()]), day);

const goldenFolder = join(root, 'tests/golden');
const goldenSets = ['own', 'sample', 'more', 'third', 'fourth'] as const;

/** Every question of a set, in the order of its files. */
export function goldenQuestions(set: string): GoldenQuestion[] {
  const folder = join(goldenFolder, set);
  const faults: Fault[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const copies = mkdtempSync(join(tmpdir(), 'qinzhi-golden-'));
  try {
    const questions = names.sort().flatMap((name) => {
      writeFileSync(join(copies, name), readFileSync(join(folder, name), 'utf8'));
      return readGolden(join(copies, name), zone, faults);
    });
    if (faults.length)
      throw new Error(faults.map(({ file, place, message }) => `${file}:${place} ${message}`).join('\n'));
    return questions;
  } finally {
    rmSync(copies, { recursive: true });
  }
}

export const allGolden = () => goldenSets.flatMap((set) => goldenQuestions(set));

/** Telephone numbers and addresses: a pack without contacts has none. */
export const operatorsOnly = /\d{7,}|\d{3,4}-\d{7,8}|https?:|www\.|@/;

export const tasks = (...numbers: number[]) => numbers.map((number) => `task:${number}`);
