/** Takes the plan's own title out of a question that asks what stands in it: its words are those of many records. */
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { clean } from './text.ts';

const known = new WeakMap<KnowledgePack, RegExp>();

/** A shorter name, or one that ends otherwise, may as well be a word of the question. */
const isTitle = (name: string) => name.length >= 4 && /(?:方案|计划|规划|清单|意见|办法|纲要|措施|[)）])$/.test(name);
const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(pack: KnowledgePack): RegExp {
  const names = [...new Set([pack.facts.title, ...pack.facts.names].map(clean).filter(isTitle))];
  const longestFirst = names.sort((a, b) => b.length - a.length).map(escaped);
  const name = longestFirst.length ? longestFirst.join('|') : '(?!)';
  return new RegExp(
    `(?:按照?|根据|依据|在)?[《<"“]?(?:${name})[》>"”]?(?:(?:里面|里头|里|之中|当中|中|内)的?|的?[ ,]?(?=第? ?\\d+ ?[项号]|附件))`,
    'g',
  );
}

/** 《…方案》里实训基地何时建成 as 方案里实训基地何时建成. @param text as `clean` gives it */
export function withoutPlanTitle(text: string, pack: KnowledgePack): string {
  const pattern = known.get(pack) ?? patternOf(pack);
  known.set(pack, pattern);
  return text.replace(pattern, '方案里');
}
