/** Turns that ask for the units of the last list in another role: 配合的呢, 牵头的也算上, 不分角色. */
import { allOf } from '../../query.ts';
import { stateSelect } from '../../respond/state.ts';
import type { AnswerContext } from '../../response.ts';
import { type Followed, has, type Leaning, longestEllipsis } from '../leaning.ts';
import { besidesUnits, changeRole, editSelect, unitsNamed } from './edit.ts';
import { queryStated } from './query-stated.ts';

const roles = { 'role.responsible': 'responsible', 'role.cooperating': 'cooperating', 'role.any': 'units' } as const;

/** Both roles at once: 牵头配合都算. */
const bothRoles = ({ asked }: AnswerContext) =>
  new Set(asked.tokens.flatMap(({ tag }) => (tag in roles ? [tag] : []))).size > 1 ||
  /不分|不论|都算|都要|沾边/.test(asked.text);

/** A role without a unit: 那配合的呢, 牵头的也算上. */
export function roleOnly(context: AnswerContext): 'responsible' | 'cooperating' | 'units' | undefined {
  const named = new Set(
    context.asked.tokens.flatMap(({ tag }) => (tag in roles ? [roles[tag as keyof typeof roles]] : [])),
  );
  if (context.asked.units.length || named.size !== 1 || context.asked.aspects.has('deadline')) return undefined;
  return [...named][0];
}

const asksWho =
  /谁|哪(?:一?家|一?个|几家|些(?:单位|部门))|什么|啥|(?:单位|部门)(?:呢|是|有|都|全称|名单|名称)?$|who|which/;
/** 它当配合单位的: a role, however the list is asked for. */
const inRoleOf = /(?:当|做|作为?|担任)(?:配合|协办|牵头|责任)/;

/** 配合单位呢: a column of what was shown, no role of the units asked for. */
const asksColumn = /^那?(?:它们?的?|他们的?)?(?:配合|牵头|责任|协办|主责)(?:单位|部门|方)(?:呢|有哪些|是谁|是哪些)?$/;

/** 配合的呢, 牵头的也算上, 换成配合的，也要带星: the units of the last list in another role, and what else is said. */
export function inOtherRole({ context, analysis, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const { text } = context.asked;
  const role = roleOnly(context);
  if (
    !before ||
    !unitsNamed(before) ||
    !role ||
    asksColumn.test(text) ||
    (asksWho.test(text) && !inRoleOf.test(text)) ||
    text.length > longestEllipsis
  )
    return undefined;
  const more = besidesUnits(queryStated(context, analysis));
  context.trace('edited', `role ${role}`);
  const join = has(context, 'edit.join') && more.length === 0;
  const query = changeRole(before, join ? 'units' : role);
  const where = allOf(more);
  return stateSelect(context, where ? editSelect(query, { ...query, where }, 'replace') : query);
}

/** 是牵头不是配合: of two roles the one that is not denied. */
function roleNotDenied({ asked }: AnswerContext): 'responsible' | 'cooperating' | 'units' | undefined {
  const roleTokens = asked.tokens.filter(({ tag }) => tag in roles);
  const denied = roleTokens.filter(({ start }) => /不(?:是|要|看|算)$/.test(asked.text.slice(0, start)));
  const [only, ...more] = roleTokens.filter((one) => !denied.includes(one));
  return denied.length && only && !more.length ? roles[only.tag as keyof typeof roles] : undefined;
}

/** The list's units in the role that the turn names, or in both. */
export function inNamedRole({ context, turn }: Leaning): Followed {
  const before = turn.list?.query;
  if (!before || !unitsNamed(before)) return undefined;
  const role = roleNotDenied(context) ?? (bothRoles(context) ? 'units' : roleOnly(context));
  return role && stateSelect(context, changeRole(before, role));
}
