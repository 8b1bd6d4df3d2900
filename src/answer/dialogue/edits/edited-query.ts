/** Reads a turn as an edit of the last query: what it adds, replaces, drops or takes back. */
import { recordsNumbered } from '../../../knowledge/select.ts';
import { currentMonth } from '../../../language/format.ts';
import { execute } from '../../execute/execute.ts';
import { allOf, anyOf, conjuncts, type Select } from '../../query.ts';
import { stateSelect } from '../../respond/state.ts';
import type { AnswerContext, Response } from '../../response.ts';
import { type Followed, has, isBare, type Leaning } from '../leaning.ts';
import { comparedUnits, comparedWith } from './compared.ts';
import {
  changeRole,
  dropConditions,
  dropSlots,
  editSelect,
  leavesOut,
  listed,
  listShown,
  type Mode,
  restore,
  type Slot,
} from './edit.ts';
import { inNearestYear } from './nearest-year.ts';
import { inOtherRole } from './other-role.ts';
import { exchanged, queryStated } from './query-stated.ts';
import { isFragment, modeOf, standsAlone } from './turn-mode.ts';

function namedSlots({ asked }: AnswerContext): Set<Slot> {
  return new Set(asked.tokens.filter(({ tag }) => tag.startsWith('slot.')).map(({ tag }) => tag.slice(5)));
}

/** 取消期限的限制, 请把海关这一条件撤掉: whatever words say that it no longer holds. */
export function liftNamed(leaning: Leaning): Followed {
  const before = leaning.turn.list?.query;
  return before && lifted(leaning, before, queryStated(leaning.context, leaning.analysis));
}

/** What the turn says does not matter any more: 月份去掉, 不管过没过期, 也不限市场监管局牵头. */
function dropped(leaning: Leaning, before: Select, stated: Select | undefined): Followed {
  const { context } = leaning;
  const slots = namedSlots(context);
  const removes =
    has(context, 'edit.drop') || (slots.size > 0 && !context.asked.units.length && removing.test(context.asked.text));
  return removes ? lifted(leaning, before, stated) : undefined;
}

/** The query without the conditions, or the kinds of condition, that the turn names. */
function lifted({ context }: Leaning, before: Select, stated: Select | undefined): Followed {
  const slots = namedSlots(context);
  if (context.asked.tokens.some(({ tag }) => tag === 'star')) slots.add('starred');
  if (slots.has('role')) return stateSelect(context, changeRole(before, 'units'));
  if (slots.size) return stateSelect(context, dropSlots(before, slots));
  const conditions = conjuncts(stated?.where);
  if (!stated || !conditions.length) return undefined;
  const left = conditions.filter(leavesOut);
  const kept = conditions.filter((one) => !leavesOut(one));
  const query = dropConditions(before, left.length ? left : conditions);
  if (!left.length || !kept.length) return stateSelect(context, query);
  return stateSelect(context, editSelect(query, { ...stated, kind: before.kind, where: allOf(kept)! }, 'narrow'));
}

const removing = /去掉|拿掉|取消|不要|不看|放宽|不用/;

/** Cells that a kind lacks, by those that it has: support names no cooperating units, so alone is a single unit. */
function inColumnsOf(kind: Select['kind'], stated: Select): Select {
  if (kind !== 'support') return stated;
  const where = allOf(
    conjuncts(stated.where).map((one) =>
      'column' in one && one.column === 'cooperating' && one.is === 'empty'
        ? { column: 'responsible', is: 'count' as const, atMost: 1 }
        : one,
    ),
  );
  return where ? { ...stated, where } : stated;
}

/** The last query with what this turn says of it. */
export function edited(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  const before = turn.list?.query;
  if (!before) return undefined;
  const swap = exchanged(leaning);
  if (swap) return swap;
  const stated = queryStated(context, analysis);
  const rest = dropped(leaning, before, stated);
  if (rest) return rest;
  const role = inOtherRole(leaning);
  if (role) return role;
  const mode = modeOf(context);
  if (!stated?.where) return undefined;
  if (context.asked.kinds.length && !context.asked.kinds.includes(before.kind)) return undefined;
  const back = has(context, 'edit.restore') ? restoreNamed(leaning) : undefined;
  if (back) return back;
  const sides = comparedUnits(leaning, before, stated);
  if (sides) return sides;
  if (!mode && standsAlone(leaning)) return undefined;
  if (!isBare(leaning) && !mode && !isFragment(leaning)) return undefined;
  return editedAs(leaning, before, stated, mode ?? 'replace');
}

/** 公安局的还是加回来: what was left out before is let in again. */
export function restoreNamed({ context, analysis, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const stated = queryStated(context, analysis);
  const query = before && stated?.where ? restore(before, stated) : undefined;
  return query && JSON.stringify(query) !== JSON.stringify(before) ? stateSelect(context, query) : undefined;
}

/** The last query with what the turn says, in a way that is known (narrowed, replaced, joined). */
export function editAs(leaning: Leaning, mode: Mode): Followed {
  const found = toEdit(leaning);
  return found && editedAs(leaning, found.before, found.stated, mode);
}

/** The same with the form of the last query kept: 只比较6月到期的, 同样的统计改为3月. */
export function editInForm(leaning: Leaning, mode: Mode): Followed {
  const found = toEdit(leaning);
  const as = found?.before.as;
  if (!found || typeof as !== 'object') return undefined;
  const { before, stated } = found;
  if (mode === 'join') return comparedWith(leaning, before, stated);
  const query = editSelect(before, { ...inColumnsOf(before.kind, stated), kind: before.kind, as }, mode);
  return stateSelect(leaning.context, query);
}

/** 再把任务20加上: rows by their numbers beside what was listed. */
export function addRows({ context, turn }: Leaning): Followed {
  const shown = turn.list && listShown(turn.list);
  if (!shown?.where) return undefined;
  const numbered = context.asked.rows
    .filter(({ kind }) => !kind || kind === shown.kind)
    .flatMap(({ number, ids }) => ids ?? recordsNumbered(context.engine.pack, shown.kind, number));
  const ids = numbered.length ? numbered : rowByWords(context, shown, turn.list?.ids ?? []);
  return ids.length ? stateSelect(context, { ...shown, where: anyOf([shown.where, { ids }]) }) : undefined;
}

/** 把清理河道那条补进来: the row nearest to the words that is not listed yet, where it is nearest by far. */
function rowByWords({ engine, asked }: AnswerContext, { kind }: Select, listed: readonly string[]): string[] {
  if (!/[那这]一?[条项个]/.test(asked.text)) return [];
  const { hits } = engine.rank(asked.text, (id) => id.startsWith(`${kind}:`) && !listed.includes(id));
  const [best, next] = hits;
  return best && best.score > 1.3 * (next?.score ?? 0) ? [best.id] : [];
}

/** 跟另一家的拼成一张单子: the set that the turn states beside the whole of the one that was listed. */
export function unite({ context, analysis, turn }: Leaning): Followed {
  const shown = turn.list && listShown(turn.list);
  const stated = queryStated(context, analysis);
  if (!shown?.where || !stated?.where || (stated.kind !== shown.kind && context.asked.kinds.length)) return undefined;
  const where = inColumnsOf(shown.kind, stated).where ?? stated.where;
  return stateSelect(context, { ...shown, where: anyOf([shown.where, where]) });
}

/** 省级支持里呢: the same asked of another kind of record. */
export function ofOtherKind({ context, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const [kind, ...more] = context.asked.kinds;
  if (!before?.where || !kind || more.length || kind === before.kind) return undefined;
  return stateSelect(context, { ...listed(before), kind });
}

/** 牵头不限了: what was asked of the units in that role no longer holds. */
export function liftRole({ context, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const roleTag = context.asked.tokens.find(({ tag }) => tag === 'role.responsible' || tag === 'role.cooperating')?.tag;
  if (!before?.where || !roleTag) return undefined;
  const old = conjuncts(before.where);
  const kept = old.filter((one) => !('column' in one && `role.${one.column}` === roleTag));
  const { where: _, ...rest } = before;
  const where = allOf(kept);
  return kept.length < old.length ? stateSelect(context, { ...rest, ...(where ? { where } : {}) }) : undefined;
}

function toEdit({ context, analysis, turn }: Leaning): { before: Select; stated: Select } | undefined {
  const before = turn.list?.query;
  const stated = queryStated(context, analysis);
  if (!before || !stated?.where) return undefined;
  const { kinds } = context.asked;
  return kinds.length && !kinds.includes(before.kind) ? undefined : { before, stated };
}

function editedAs(leaning: Leaning, shown: Select, stated: Select, mode: Mode): Response {
  const { context, turn } = leaning;
  const before = mode === 'narrow' && turn.list ? listShown({ ...turn.list, query: shown }) : listed(shown);
  const found = (query: Select) =>
    execute({ ...query, as: 'list' }, context.engine.pack, currentMonth(context.formatter)).records.length > 0;
  const edit = (one: Select) =>
    editSelect(before, { ...inColumnsOf(before.kind, one), kind: before.kind }, mode, found);
  const query = inNearestYear(leaning, before, stated, edit);
  context.trace('edited', `${mode} ${JSON.stringify(query.where ?? {})}`);
  return stateSelect(context, query);
}
