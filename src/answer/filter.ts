/** From what was understood to a filter: which set of records is asked for, if a set is asked for at all. */

import type { Month } from '../knowledge/month.ts';
import type { UnitCondition } from '../knowledge/select.ts';
import { emptyFilter, type Filter, isWithin, kindOfUnit } from '../knowledge/select.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { RecordKind } from '../model/plan.ts';
import { readRange } from './rows.ts';
import { marked, type Understanding } from './understand.ts';

const together = /都在|都要|都得|都需|都有|都参与|都配合|都是|同时|共同|一起|一块|均|both|all of/;
const wholeKinds: RecordKind[] = ['support', 'indicator', 'measure', 'phase', 'guarantee', 'group'];
const nowWords = /现在|目前|眼下|当前|这会儿|如今|此刻|now|currently|at present/;

/** In the list of another level a unit is that level's: 附件2里的版权局 is the province's. */
function onLevel(pack: KnowledgePack, unit: UnitCondition, kind: RecordKind): UnitCondition {
  if (kind !== 'support') return unit;
  const names = new Set<string>();
  for (const record of pack.records.values())
    if (record.kind === 'support') for (const name of record.responsible.units) names.add(name);
  return {
    ...unit,
    units: unit.units.map((name) =>
      names.has(name)
        ? name
        : ([...names].find((other) => other.slice(1) === name.slice(1) || name.slice(1).startsWith(other.slice(1))) ??
          name),
    ),
  };
}

/** Words of the question that stand in a leader cell: 市政府领导, 分管…市领导. */
function leaderWords(asked: Understanding, pack: KnowledgePack): string | undefined {
  if (!asked.aspects.has('leader')) return undefined;
  const cells = new Set<string>();
  for (const record of pack.records.values()) if ('leader' in record && record.leader) cells.add(record.leader.text);
  const text = asked.text.replace(/[^\u3400-\u9fff]/g, '');
  let best = '';
  for (let from = 0; from < text.length; from++)
    for (let to = text.length; to - from > Math.max(3, best.length); to--) {
      const words = text.slice(from, to);
      if (/[领导志长]$/.test(words) && [...cells].some((cell) => isWithin(words, cell))) best = words;
    }
  return best || undefined;
}

/** Named twice is asked once; nobody asks for more periods than this in one breath. */
function distinct(periods: Understanding['periods']): Understanding['periods'] {
  const seen = new Map(periods.map((period) => [`${period.from}–${period.to}`, period]));
  return [...seen.values()].slice(0, mostPeriods);
}

const mostPeriods = 6;
const groupWord = /[这那一](?:个)?(?:组|部分|块|章|板块)/;
const leastOfTitle = 4;

/** 身边公园这组: a stretch of a group's title, beside a word that says a group is meant. */
function groupsNamed({ text }: Understanding, pack: KnowledgePack): number[] {
  if (!groupWord.test(text)) return [];
  const found: number[] = [];
  for (const record of pack.records.values()) {
    if (record.kind !== 'group') continue;
    const title = record.title.text;
    for (let from = 0; from + leastOfTitle <= title.length; from++)
      if (text.includes(title.slice(from, from + leastOfTitle))) {
        found.push(record.number);
        break;
      }
  }
  return found.length === 1 ? found : [];
}

export interface FilterRead {
  filter: Filter;
  /** True where some condition narrows the set; a bare 任务有哪些 does not. */
  narrowed: boolean;
}

export function readFilter(asked: Understanding, pack: KnowledgePack, current: Month): FilterRead {
  const named = asked.units.flatMap((unit) => unit.units);
  const explicit = wholeKinds.find(
    (kind) => asked.kinds.includes(kind) && !(kind === 'measure' && asked.kinds.includes('group')),
  );
  const supports = named.length > 0 && kindOfUnit(pack, named) === 'support';
  const conditioned =
    asked.starred !== undefined || asked.noCooperating || asked.status || asked.order || asked.groups.length > 0;
  let kind: RecordKind = 'task';
  const above = marked(asked, 'level.above') && /支持|政策/.test(asked.text) && (asked.wantsList || asked.wantsCount);
  if (explicit === 'support' || supports || above) kind = 'support';
  else if (explicit && !asked.units.length && !conditioned && !asked.kinds.includes('task')) kind = explicit;
  const filter = emptyFilter(kind);
  filter.units = asked.units.map((unit) =>
    onLevel(pack, kind === 'support' ? { ...unit, role: unit.role === 'cooperating' ? 'any' : unit.role } : unit, kind),
  );
  const positive = filter.units.filter((unit) => !unit.not);
  const roles = new Set(positive.map((unit) => unit.role));
  filter.unitsJoin =
    positive.length > 1 && !asked.compares && !asked.superlative && (roles.size > 1 || together.test(asked.text))
      ? 'all'
      : 'some';
  filter.strangers = asked.strangers;
  filter.periods = distinct(asked.periods).map(({ from, to }) => ({
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));
  const groups = [
    ...new Set([
      ...asked.groups,
      ...asked.rows.filter((row) => row.kind === 'group').map((row) => row.number),
      ...groupsNamed(asked, pack),
    ]),
  ].filter((n) => pack.records.has(`group:${n}`));
  if (kind === 'measure') filter.groups = groups;
  if (kind === 'task') {
    filter.starred = asked.starred;
    filter.noCooperating = asked.noCooperating;
    // 3月这批明天就逾期了: the month is what is asked, unless it has passed.
    filter.status =
      asked.status === 'overdue' && asked.periods.some(({ to }) => to !== undefined && to >= current)
        ? undefined
        : asked.status;
    filter.order = asked.order;
    filter.groups = groups;
    if (asked.wantsList || asked.wantsCount || asked.kinds.includes('task') || /的$/.test(asked.text))
      filter.leader = leaderWords(asked, pack);
  }
  const range = kind === 'task' ? readRange(asked.text) : undefined;
  if (range)
    filter.among = [...pack.records.values()]
      .filter((record) => record.kind === 'task' && record.number >= range.from && record.number <= range.to)
      .map((record) => record.id);
  const narrowed =
    range !== undefined ||
    filter.units.length > 0 ||
    filter.strangers.length > 0 ||
    filter.periods.length > 0 ||
    filter.starred !== undefined ||
    Boolean(filter.noCooperating) ||
    filter.status !== undefined ||
    filter.order !== undefined ||
    filter.groups.length > 0 ||
    filter.leader !== undefined;
  return { filter, narrowed };
}

/** 现在是哪个阶段: the present moment as a period. */
export function asksNow(asked: Understanding): boolean {
  return nowWords.test(asked.text) || asked.periods.some((period) => period.relative);
}
