/** Turns about what was just shown as a whole: the next page, its number, its counts by unit, two sets side by side or together. */
import { chooseReading } from '../choose/readings.ts';
import { pageSize } from '../compose/selection.ts';
import { allOf, anyOf, type Condition, conjuncts, type Select } from '../query.ts';
import { stateRows, stateSelect } from '../respond/state.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { Response } from '../response.ts';
import { changeRole } from './edits/edit.ts';
import { roleOnly } from './edits/other-role.ts';
import { type Followed, has, isBare, isShort, type Leaning, longestEllipsis, ofWholePlan } from './leaning.ts';
import type { Turn } from './memory.ts';

/** The next page; the whole set stays what is stated. */
export function nextPage({ context, turn }: Leaning): Response {
  if (!turn.list)
    return turn.focus.length ? stateRows(context, turn.focus) : askWhichOne(context, 'nothing was listed before');
  const { query, ids, from } = turn.list;
  if (has(context, 'page.back')) return stateSelect(context, query, Math.max(0, from - pageSize));
  return stateSelect(context, query, from + pageSize < ids.length ? from + pageSize : from);
}

/** The two sets last shown: what both ask for, and what each asks for by itself. */
function lastTwo(turn: Turn): { kind: Select['kind']; shared: Condition[]; sets: [Condition, Condition] } | undefined {
  const now = turn.list?.query;
  if (now && typeof now.as === 'object' && 'compare' in now.as && now.as.compare.length === 2)
    return { kind: now.kind, shared: conjuncts(now.where), sets: [now.as.compare[0]!, now.as.compare[1]!] };
  const either = conjuncts(now?.where).find((one) => 'any' in one && one.any.length === 2);
  if (now && either && 'any' in either)
    return {
      kind: now.kind,
      shared: conjuncts(now.where).filter((one) => one !== either),
      sets: [either.any[0]!, either.any[1]!],
    };
  const before = turn.earlier.find(({ list }) => list)?.list?.query;
  if (!now || !before || now.kind !== before.kind) return undefined;
  const common = new Set(conjuncts(before.where).map((part) => JSON.stringify(part)));
  const shared = conjuncts(now.where).filter((part) => common.has(JSON.stringify(part)));
  const known = new Set(shared.map((part) => JSON.stringify(part)));
  const own = (query: Select) => allOf(conjuncts(query.where).filter((part) => !known.has(JSON.stringify(part))));
  const [a, b] = [own(before), own(now)];
  return a && b ? { kind: now.kind, shared, sets: [a, b] } : undefined;
}

/** The two sets last shown, side by side. */
export function compared({ context, turn }: Leaning): Followed {
  const two = lastTwo(turn);
  if (!two) return undefined;
  const where = allOf(two.shared);
  const query: Select = {
    ask: 'select',
    kind: two.kind,
    ...(where ? { where } : {}),
    as: { compare: [...two.sets] },
  };
  const role = roleOnly(context);
  return stateSelect(context, role ? changeRole(query, role) : query);
}

/** 两家的合到一起: two are the sets, not the units of a cell. */
const besidesCells = (conditions: readonly Condition[]) =>
  conditions.filter((one) => !('column' in one && (one.is === 'count' || one.is === 'contains')));

/** The two sets last shown as one, or what both hold; with what else the turn asks (两块并一起，贸促会参与的). */
export function together({ context, turn, analysis }: Leaning, both = has(context, 'shown.both')): Followed {
  const two = lastTwo(turn);
  if (!two) return undefined;
  const more = besidesCells(conjuncts(chooseReading(analysis)?.read.query.where));
  const joined = both ? two.sets : [anyOf(two.sets)];
  const where = allOf([...two.shared, ...joined, ...more])!;
  return stateSelect(context, {
    ask: 'select',
    kind: two.kind,
    where,
    as: has(context, 'ask.count') ? 'count' : 'list',
  });
}

/** 比法院那几条多出哪个, 农业局多了哪一条: what one of the two sets last shown has and the other has not. */
function difference({ context, turn }: Leaning): Followed {
  const now = turn.list;
  const before = turn.earlier.find(({ list }) => list && list.ids.join() !== now?.ids.join())?.list;
  if (!now || !before || now.query.kind !== before.query.kind) return undefined;
  const [named] = context.asked.units;
  const isOf = ({ query }: NonNullable<Turn['list']>) =>
    named !== undefined && JSON.stringify(query.where ?? {}).includes(JSON.stringify(named.units[0]));
  const beside = named !== undefined && /比|跟|和/.test(context.asked.text.slice(0, context.asked.text.indexOf('多')));
  const [one, other] = isOf(before) === beside ? [now, before] : [before, now];
  const ids = one.ids.filter((id) => !other.ids.includes(id));
  return stateSelect(context, { ask: 'select', kind: now.query.kind, where: { ids }, as: 'list' });
}

const twoSets = /[两俩](?:家|个|边|批|组)?的?/;

/** The form or the order that a turn asks for, where it names nothing else: 按单位数数, 哪个月最多, 最早的呢. */
function formAsked({ context, analysis }: Leaning): Pick<Select, 'as' | 'order'> | undefined {
  const read = chooseReading(analysis)?.read;
  const { asked } = context;
  if (read?.query.where || asked.kinds.length || asked.units.length || ofWholePlan.test(asked.text)) return undefined;
  const order = read?.query.order ?? asked.order;
  const as = read?.query.as ?? 'list';
  if (typeof as === 'string' && !order) return undefined;
  return { as, ...(order ? { order } : {}) };
}

/** 一共几条了, 现在是几条: a number, and nothing that tells of which records. */
const asksNumberOnly = ({ context: { asked } }: Leaning) =>
  asked.wantsCount &&
  !asked.kinds.length &&
  asked.starred === undefined &&
  !asked.tokens.some(({ tag }) => tag.startsWith('role.') || tag.startsWith('slot.') || tag.startsWith('edit.'));

/** 合起来, 都要, 两家的: the two sets last shown as one. */
const asksTogether = ({ context }: Leaning): boolean =>
  has(context, 'shown.union') ||
  has(context, 'shown.both') ||
  (has(context, 'edit.join') && twoSets.test(context.asked.text));

/** The list in another form or order, or its number, where the turn names no records of its own. */
function listAgain(leaning: Leaning, { query }: NonNullable<Turn['list']>): Followed {
  const { context, turn, analysis } = leaning;
  if (!isBare(leaning) || [...analysis.sets.values()].some(([read]) => read?.query.where !== undefined))
    return undefined;
  const form = turn.last === 'list' ? formAsked(leaning) : undefined;
  if (form) return stateSelect(context, { ...query, ...form });
  const counts = has(context, 'shown.count') || asksNumberOnly(leaning);
  if (!counts || !isShort(context) || ofWholePlan.test(context.asked.text)) return undefined;
  return stateSelect(context, { ...query, as: 'count' });
}

/** 一共几个, 哪家多, 合起来多少, 按单位数数: what was shown is counted, ordered, compared or put together. */
export function aboutShown(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const { list } = turn;
  if (!list || context.asked.text.length > longestEllipsis) return undefined;
  const more = has(context, 'shown.difference') ? difference(leaning) : undefined;
  if (more) return more;
  if (asksTogether(leaning)) return together(leaning);
  const sides = has(context, 'shown.compare') && !context.asked.units.length ? compared(leaning) : undefined;
  return sides ?? listAgain(leaning, list);
}
