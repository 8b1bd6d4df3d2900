/** Reads the corpus of questions written for sampled queries, and its queries as the product's typed query. */
import { readFileSync } from 'node:fs';
import { type Condition, type Form, notOf, type Select } from '../src/answer/query.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';

/** A condition as the sampler writes it; months are `year * 12 + month` with January as 1. */
interface SampledCondition {
  unit?: string;
  role?: 'lead' | 'coop' | 'any';
  all?: SampledCondition[];
  any?: SampledCondition[];
  not?: SampledCondition;
  only?: string[];
  due?: string;
  from?: number;
  to?: number;
  star?: boolean;
  group?: number;
  rows?: [number, number];
  text?: string;
  leader?: string;
  empty?: 'lead' | 'coop';
  count?: 'lead' | 'coop';
  is?: '=' | '>=';
  n?: number;
  'measured-in'?: string;
  target?: string;
}

interface SampledQuery {
  kind: Select['kind'];
  where: SampledCondition[];
  ask: 'list' | 'count' | 'exists' | { each?: string; most?: string; least?: string; compare?: SampledCondition[] };
  order?: 'earliest' | 'latest';
}

/** A question of the corpus with its gold. */
export interface CorpusQuestion {
  id: string;
  now: string;
  q: string;
  shape: string;
  gloss: string;
  gold_set: string[];
  query: SampledQuery;
}

const columnOf = { lead: 'responsible', coop: 'cooperating', any: 'units' } as const;
const monthText = (month: number) =>
  `${Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, '0')}`;

/** A cell that two printed names fill together; a question names it as one. */
function namesOf(pack: KnowledgePack, unit: string): string[] {
  if (pack.units.units.some(({ name }) => name === unit)) return [unit];
  const joint = unit.split('、');
  if (joint.length > 1) return joint.slice(0, 1);
  const longer = pack.units.units.find(
    ({ name, short, aliases }) => name.startsWith(unit) || short === unit || aliases.includes(unit),
  );
  return [longer?.name ?? unit];
}

const dueConditions: Record<string, (now: string) => Condition> = {
  now: (now) => ({ column: 'period', is: 'on', month: now.slice(0, 7) }),
  past: () => ({ column: 'deadline', is: 'past' }),
  open: () => ({ column: 'deadline', is: 'open' }),
};

function periodCondition({ due, from, to }: SampledCondition, now: string): Condition {
  const column = 'deadline';
  const named = due === undefined ? undefined : dueConditions[due];
  if (named) return named(now);
  if (from === undefined) return { column, is: 'by', month: monthText(to!) };
  if (to === undefined) return { column, is: 'from', month: monthText(from) };
  return from === to
    ? { column, is: 'on', month: monthText(from) }
    : { column, is: 'within', from: monthText(from), to: monthText(to) };
}

/** A condition on a column that holds units; `undefined` where it is on another one. */
function unitCondition(one: SampledCondition, pack: KnowledgePack): Condition | undefined {
  const column = columnOf[one.role ?? 'any'];
  if (one.unit) return { column, is: 'has', units: namesOf(pack, one.unit) };
  if (one.only) return { column, is: 'only', units: one.only.flatMap((unit) => namesOf(pack, unit)) };
  if (one.empty) return { column: columnOf[one.empty], is: 'empty' };
  if (one.count)
    return { column: columnOf[one.count], is: 'count', atLeast: one.n!, ...(one.is === '=' ? { atMost: one.n! } : {}) };
  return undefined;
}

/** A condition on a column that holds no units. @throws where the sampler writes something new */
function otherCondition(one: SampledCondition, now: string): Condition {
  if (one.star !== undefined) return { column: 'starred', is: one.star ? 'yes' : 'no' };
  if (one.group) return { column: 'group', is: 'linked', to: [`group:${one.group}`] };
  if (one.rows) return { column: 'number', is: 'between', low: one.rows[0], high: one.rows[1] };
  if (one.text) return { column: 'text', is: 'contains', text: one.text };
  if (one.leader) return { column: 'leader', is: 'of', text: one.leader };
  if (one['measured-in']) return { column: 'measuredIn', is: 'equals', text: one['measured-in'] };
  if (one.target) return { column: 'target', is: 'at-least', value: one.n! };
  if (one.due) return periodCondition(one, now);
  throw new Error(`A sampled condition that is not known: ${JSON.stringify(one)}`);
}

function condition(one: SampledCondition, pack: KnowledgePack, now: string): Condition {
  const inner = (part: SampledCondition) => condition(part, pack, now);
  if (one.all) return { all: one.all.map(inner) };
  if (one.any) return { any: one.any.map(inner) };
  if (one.not) return notOf(inner(one.not));
  return unitCondition(one, pack) ?? otherCondition(one, now);
}

const countedBy: Record<string, string> = { ...columnOf, due: 'deadline' };

function formOf(ask: SampledQuery['ask'], except: string[], side: (one: SampledCondition) => Condition): Form {
  if (typeof ask === 'string') return ask;
  if (ask.each) return { each: countedBy[ask.each]! };
  if (ask.compare) return { compare: ask.compare.map(side) };
  const by = countedBy[ask.most ?? ask.least!]!;
  return { ...(ask.most ? { most: by } : { least: by }), ...(except.length ? { except } : {}) };
}

/** The query of a corpus question in the product's own shape. */
export function toSelect({ query, now }: CorpusQuestion, pack: KnowledgePack): Select {
  const next = query.where.some(({ due }) => due === 'next-batch');
  const { ask } = query;
  // What a ranking leaves out is no condition on the rows: other units of a cell still count.
  const ranked = typeof ask === 'object' && (ask.most ?? ask.least) !== undefined;
  const except = ranked ? query.where.flatMap(({ not }) => (not?.unit ? namesOf(pack, not.unit) : [])) : [];
  const where = query.where
    .filter(({ due, not }) => due !== 'next-batch' && !(ranked && not?.unit))
    .map((one) => condition(one, pack, now));
  const order = next ? 'next' : query.order;
  return {
    ask: 'select',
    kind: query.kind,
    ...(where.length ? { where: where.length > 1 ? { all: where } : where[0]! } : {}),
    ...(order ? { order } : {}),
    as: formOf(ask, except, (side) => condition(side, pack, now)),
  };
}

export function readCorpus(path: string): CorpusQuestion[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as CorpusQuestion);
}
