/** Says an English question for a set in the words that the readers know, from the meanings of its words. */
import { numberOf, yearOf } from '../../knowledge/month.ts';
import type { Period } from '../../language/period.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { ParsedQuestion } from './parse-question.ts';

const roleWords = { responsible: '牵头', cooperating: '配合', any: '参与' } as const;
const kindWords = {
  task: '任务',
  support: '支持事项',
  indicator: '指标',
  measure: '措施',
  group: '部分',
  phase: '阶段',
  guarantee: '保障措施',
} as const;
const statusWords = { overdue: '时限已过', open: '时限未到', ongoing: '长期坚持' } as const;
const orderWords = { earliest: '时限最早', latest: '时限最晚' } as const;

const month = (at: number) => `${yearOf(at)}年${numberOf(at)}月`;

function periodWords({ from, to }: Period): string {
  if (from !== undefined && to !== undefined)
    return from === to ? `${month(from)}到期` : `${month(from)}到${month(to)}到期`;
  if (to !== undefined) return `${month(to)}底前到期`;
  return from === undefined ? '' : `${month(from)}及以后到期`;
}

function unitWords(asked: ParsedQuestion, pack: KnowledgePack): string[] {
  return asked.units.map(({ units, role, not }) => {
    const names = units.map((name) => pack.units.units.find((unit) => unit.name === name)?.short ?? name);
    return `${not ? '不是' : ''}${names.join('、')}${roleWords[role]}`;
  });
}

const superlativeWords = { most: '最多', least: '最少' } as const;
const ranked = { 'which.unit': '哪个单位', 'which.month': '哪个月到期', 'which.group': '哪个组' } as const;
const counted = { 'each.unit': '各单位', 'each.month': '各月到期' } as const;

const first = <K extends string>(
  { tokens }: ParsedQuestion,
  words: Readonly<Record<K, string>>,
): string | undefined => {
  const token = tokens.find(({ tag }) => tag in words);
  return token && words[token.tag as K];
};

/** 哪个单位牵头的任务最多, 各单位牵头的任务各有几项: what is ranked or counted by; empty where neither is asked. */
function formWords(asked: ParsedQuestion, kind: string): string {
  const role = asked.tokens.find(({ tag }) => tag === 'role.responsible' || tag === 'role.cooperating')?.tag.slice(5);
  const roleWord = role ? roleWords[role as keyof typeof roleWords] : '';
  const which = first(asked, ranked);
  if (which && asked.superlative) return `${which}${roleWord}的${kind}${superlativeWords[asked.superlative]}`;
  const each = first(asked, counted);
  return each && asked.wantsCount ? `${each}${roleWord}的${kind}各有几项` : '';
}

/** @returns undefined where the question asks for no set that could be said so */
export function paraphrase(asked: ParsedQuestion, pack: KnowledgePack): string | undefined {
  const parts = [
    ...unitWords(asked, pack),
    ...asked.periods.map(periodWords),
    asked.starred === undefined ? '' : asked.starred ? '带★' : '不带★',
    asked.status ? statusWords[asked.status] : '',
    asked.order ? orderWords[asked.order] : '',
    asked.noCooperating ? '没有配合单位' : '',
  ].filter(Boolean);
  const form = formWords(asked, kindWords[asked.kinds.find((one) => one !== 'group') ?? 'task']);
  if (form) return [...parts, form].join('、');
  const asksSet = asked.wantsList || asked.wantsCount || parts.length > 0;
  if (!asksSet) return undefined;
  const kind = kindWords[asked.kinds[0] ?? 'task'];
  return `${parts.join('、')}${parts.length ? '的' : ''}${kind}${asked.wantsCount ? '有几项' : '有哪些'}`;
}
