/** Reads which plan the words of 本群方案 choose. */
import { fold } from '../digest/request/entities.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';

/** `clear`: whichever plan is nearest. `unknown`: words that name no plan. */
export type PlanChoice = { id: string } | 'clear' | { unknown: string };

const clearing = /^(?:不限|不定|都可以|取消|清除|全部|所有|any|none|all|clear)$/;
const longestName = 30;
/** A shorter part may stand in any title. */
const shortestPart = 3;

const bare = (name: string) => fold(name).replace(/[\s"'“”‘’「」『』《》<>()（）—-]/g, '');
/** 农村路 for 《青溪县2026年“四好农村路”提质工程责任清单》. */
const holds = ({ facts: { title, names } }: KnowledgePack, part: string) =>
  [title, ...names].some((name) => bare(name).includes(bare(part)));

/** Undefined where the words are rather part of a question. */
export function readPlanChoice(words: string, packs: readonly KnowledgePack[]): PlanChoice | undefined {
  const wanted = words.replace(/^(?:改[成为]|设[成为]|换[成为]|用|是|=|is|to)\s*/, '').replace(/^《(.*)》$/, '$1');
  if (clearing.test(wanted)) return 'clear';
  const found = packs.filter(({ id, facts: { title, names } }) =>
    [id, title, ...names].some((name) => fold(name) === wanted || fold(name) === fold(`《${wanted}》`)),
  );
  const near = found.length ? found : wanted.length >= shortestPart ? packs.filter((pack) => holds(pack, wanted)) : [];
  const current = near.filter(({ facts }) => !packs.some(({ id }) => id === facts.successor));
  // Of one name for two plans the one that was not replaced is meant.
  const [only, ...others] = current.length ? current : near;
  if (only && !others.length) return { id: only.id };
  return wanted.length <= longestName ? { unknown: wanted } : undefined;
}
