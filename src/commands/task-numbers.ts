/** Parses task numbers as in 完成 24、25: single numbers, ranges, and the plan where one is named. */
import { fold } from '../digest/request/entities.ts';
import { readNumber } from '../language/number.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';

export interface TaskNumbers {
  rows: number[];
  /** Id of the plan, where the words name one. */
  plan: string | undefined;
}

const digits = '(?:\\d{1,4}|[一二两三四五六七八九十百]{1,5})';
const one = `(?:第|row\\s*|no\\.?\\s*|#)?\\s*${digits}\\s*(?:项|号|条)?`;
const piece = `${one}(?:\\s*(?:到|至|-|—|~|to)\\s*${one})?`;
const whole = new RegExp(
  `^(?:任务|rows?|tasks?)?\\s*(${piece}(?:(?:\\s*(?:,|、|;|和|与|及|跟|and|&)\\s*|\\s+)${piece})*)\\s*(?:号?任务|tasks?)?了?$`,
);
const maxRange = 200;

/** The plan that the words name, and the words without it. */
function takePlan(words: string, packs: readonly KnowledgePack[]): { plan: string | undefined; rest: string } {
  for (const pack of packs) {
    const { title, names } = pack.facts;
    const known = [`《${title}》`, title, ...names, pack.id].map(fold).sort((a, b) => b.length - a.length);
    for (const name of known) {
      if (words.startsWith(name)) return { plan: pack.id, rest: words.slice(name.length).replace(/^的/, '').trim() };
      if (words.endsWith(name)) return { plan: pack.id, rest: words.slice(0, -name.length).trim() };
    }
  }
  return { plan: undefined, rest: words };
}

/** Undefined where the words are anything else than rows. */
export function readTaskNumbers(words: string, packs: readonly KnowledgePack[]): TaskNumbers | undefined {
  const { plan, rest } = takePlan(words, packs);
  const match = whole.exec(rest);
  if (!match) return undefined;
  const rows = new Set<number>();
  for (const [part] of match[1]!.matchAll(new RegExp(piece, 'g'))) {
    const [from, to] = [...part.matchAll(new RegExp(digits, 'g'))].map(([number]) => readNumber(number));
    if (from === undefined || !Number.isInteger(from) || from < 1) return undefined;
    const last = to ?? from;
    if (last < from || last - from > maxRange) return undefined;
    for (let row = from; row <= last; row++) rows.add(row);
  }
  return { rows: [...rows], plan };
}
