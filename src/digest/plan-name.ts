/** The short name of a plan for headings: one of its own names, else its title. */
import type { KnowledgePack } from '../model/pack/pack.ts';

/** A heading on a phone holds this much beside what it is about. */
const maxLength = 8;

/** The longest of the plan's names that end as its title does (方案, 计划, 意见) and are short enough. */
export function planName({ facts: { title, names } }: KnowledgePack): string {
  const kind = title.slice(-2);
  const able = names.filter((name) => name.endsWith(kind) && name.length > kind.length && name.length <= maxLength);
  return able.reduce((best, name) => (name.length > best.length ? name : best), '') || title;
}
