/** Reads a turn as an edit of the last query: what it adds, replaces, drops or takes back. */
import { numberOf, yearOf } from '../../knowledge/month.ts';
import { currentMonth } from '../../language/format.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { chooseReading } from '../choose/readings.ts';
import { execute } from '../execute/execute.ts';
import { allOf, type Condition, conjuncts, type Select } from '../query.ts';
import { stateSelect } from '../respond/state.ts';
import type { Asking, Response } from '../response.ts';
import {
  besidesUnits,
  changeRole,
  dropSaid,
  dropSlots,
  editSelect,
  leavesOut,
  type Mode,
  restore,
  roleNamed,
  type Slot,
  unitsNamed,
} from './edit.ts';
import { type Followed, has, isBare, type Leaning, longestEllipsis } from './leaning.ts';
import { inNearestYear } from './nearest-year.ts';

const roles = { 'role.responsible': 'responsible', 'role.cooperating': 'cooperating', 'role.any': 'units' } as const;

/** Both roles at once: 牵头配合都算. */
const bothRoles = ({ asked }: Asking) =>
  new Set(asked.marks.flatMap(({ tag }) => (tag in roles ? [tag] : []))).size > 1 ||
  /不分|不论|都算|都要|沾边/.test(asked.text);

/** A role without a unit: 那配合的呢, 牵头的也算上. */
function roleOnly(asking: Asking): 'responsible' | 'cooperating' | 'units' | undefined {
  const said = new Set(
    asking.asked.marks.flatMap(({ tag }) => (tag in roles ? [roles[tag as keyof typeof roles]] : [])),
  );
  if (asking.asked.units.length || said.size !== 1 || asking.asked.aspects.has('deadline')) return undefined;
  return [...said][0];
}

const asksWho =
  /谁|哪(?:一?家|一?个|几家|些(?:单位|部门))|什么|啥|(?:单位|部门)(?:呢|是|有|都|全称|名单|名称)?$|who|which/;
/** 它当配合单位的: a role, however the list is asked for. */
const inRoleOf = /(?:当|做|作为?|担任)(?:配合|协办|牵头|责任)/;

function slotsSaid({ asked }: Asking): Set<Slot> {
  return new Set(asked.marks.filter(({ tag }) => tag.startsWith('slot.')).map(({ tag }) => tag.slice(5)));
}

/** 商务局配合的里面, 带星的里: what stands before the word says of which set, and it is not the last one. */
export function ofAnotherSet({ asked }: Asking): boolean {
  const within = /的(?:任务|那些|那几[项条个])?(?:里面?|里头|当中|中)/.exec(asked.text)?.index;
  return (
    within !== undefined &&
    asked.marks.some(
      ({ tag, end }) => (tag === 'unit' || tag === 'star' || tag.startsWith('role.')) && end <= within + 1,
    )
  );
}

/** 加工信局: the unit stands right after the word. */
function addsUnit({ asked }: Asking): boolean {
  const unit = asked.marks.find(({ tag }) => tag === 'unit');
  return unit !== undefined && /^(?:再|还)?(?:加|添|算)(?:上|个)?$/.test(asked.text.slice(0, unit.start));
}

/** 司法局也在内的, 同时商务局也有份的: more is asked of the same records. */
export const alsoHolds =
  /^(?:而且|并且|且|同时|再?加个?条件|还得|还要有|还必须)|也在(?:配合|牵头|责任)|也(?:在内|在里面|在列|在的|有份|参与|参加|掺和|(?:要|得)?配合的?$|沾边)/;
/** 公安牵头的挑出来. */
const picksOut = /(?:挑|摘|拎|筛|抽|择|拣|单独?列)(?:出来?|下来)?(?:看看|看)?[吧呗]?$/;

function modeOf(asking: Asking): Mode | undefined {
  const { text } = asking.asked;
  if (has(asking, 'edit.join') || addsUnit(asking)) return 'join';
  if (ofAnotherSet(asking)) return undefined;
  if (alsoHolds.test(text) || picksOut.test(text)) return 'narrow';
  if (
    has(asking, 'only') ||
    /^(?:其中|只|里面|这些|剩下|当中|再(?!换)|仅|限|[这那]?[两三四五六七八九十几]+[条个项](?:里|中|当中))/.test(text) ||
    /的留下$/.test(text)
  )
    return 'narrow';
  if (has(asking, 'switch') || has(asking, 'correct') || /呢$/.test(text)) return 'replace';
  return undefined;
}

const longestFragment = 8;

/** A piece of a question (资源规划局要配合的, 带★的): no kind, no word of asking, nothing unexplained. */
function isFragment({ asking, analysis }: Leaning): boolean {
  const { asked } = asking;
  const read = chooseReading(analysis)?.read;
  const asks = asked.wantsList || asked.wantsCount || asked.superlative !== undefined || asked.kinds.length > 0;
  const ends = /的$/.test(asked.text) || asked.text.length <= longestFragment;
  return !asks && read !== undefined && read.conditions > 0 && read.unexplained < 0.5 && ends;
}

/** Would the turn be a whole question for a set, had nothing been said before? */
export function standsAlone({ asking, analysis }: Leaning): boolean {
  const { asked } = asking;
  const asksSet = asked.wantsList || asked.wantsCount || asked.superlative !== undefined;
  const names = asked.kinds.length > 0;
  const roled = asked.units.some(({ role, not }) => role !== 'any' && !not);
  const conditions = chooseReading(analysis)?.read.conditions ?? 0;
  return (names && asksSet) || (roled && asksSet) || (roled && conditions >= 2) || (names && conditions >= 2);
}

/** 司法局改工信局: the last query as it was said, with one unit for another. */
export function exchanged({ asking, turn }: Leaning): Followed {
  const { asked } = asking;
  const before = turn.list?.query;
  const units = asked.marks.filter(({ tag }) => tag === 'unit');
  const [old, fresh, ...more] = units.filter((one, at) => units.findIndex(({ start }) => start === one.start) === at);
  if (!before || !old || !fresh || more.length) return undefined;
  if (!/^(?:换|改)(?:成|为|作|到)?市?$/.test(asked.text.slice(old.end, fresh.start))) return undefined;
  const text = JSON.stringify(before).replaceAll(JSON.stringify(old.value), JSON.stringify(fresh.value));
  return stateSelect(asking, JSON.parse(text) as Select);
}

/** 三月改六月: what is said after the word; the month before it is the one that goes. */
function monthExchanged({ asked }: Asking): Condition | undefined {
  const [old, fresh, ...more] = asked.periods;
  if (!old || !fresh || more.length || fresh.from === undefined || fresh.from !== fresh.to) return undefined;
  if (!/^(?:份|的)?(?:换|改)(?:成|为|作|到)?$/.test(asked.text.slice(old.end, fresh.start))) return undefined;
  return {
    column: 'deadline',
    is: 'on',
    month: `${yearOf(fresh.from)}-${String(numberOf(fresh.from)).padStart(2, '0')}`,
  };
}

/** What the turn says by itself: the reading, else the units that it names. */
function saidIn(asking: Asking, analysis: Analysis): Select | undefined {
  const { asked } = asking;
  const month = monthExchanged(asking);
  if (month) return { ask: 'select', kind: 'task', where: month, as: 'list' };
  const read = chooseReading(analysis)?.read;
  if (read && read.conditions > 0) return read.query;
  const [unit] = asked.units;
  if (!unit || asked.units.length > 1 || asked.text.length > longestEllipsis) return undefined;
  const column = unit.role === 'any' ? 'units' : unit.role;
  const test: Condition = { column, is: 'has', units: unit.units };
  return { ask: 'select', kind: 'task', where: unit.not ? { not: test } : test, as: 'list' };
}

/** 取消期限的限制, 请把海关这一条件撤掉: whatever words say that it no longer holds. */
export function liftSaid(leaning: Leaning): Followed {
  const before = leaning.turn.list?.query;
  return before && lifted(leaning, before, saidIn(leaning.asking, leaning.analysis));
}

/** What the turn says does not matter any more: 月份去掉, 不管过没过期, 也不限市场监管局牵头. */
function dropped(leaning: Leaning, before: Select, said: Select | undefined): Followed {
  const { asking } = leaning;
  const slots = slotsSaid(asking);
  const removes =
    has(asking, 'edit.drop') || (slots.size > 0 && !asking.asked.units.length && removing.test(asking.asked.text));
  return removes ? lifted(leaning, before, said) : undefined;
}

/** The query without the conditions, or the kinds of condition, that the turn names. */
function lifted({ asking }: Leaning, before: Select, said: Select | undefined): Followed {
  const slots = slotsSaid(asking);
  if (asking.asked.marks.some(({ tag }) => tag === 'star')) slots.add('starred');
  if (slots.has('role')) return stateSelect(asking, changeRole(before, 'units'));
  if (slots.size) return stateSelect(asking, dropSlots(before, slots));
  const conditions = conjuncts(said?.where);
  if (!said || !conditions.length) return undefined;
  const left = conditions.filter(leavesOut);
  const kept = conditions.filter((one) => !leavesOut(one));
  const query = dropSaid(before, left.length ? left : conditions);
  if (!left.length || !kept.length) return stateSelect(asking, query);
  return stateSelect(asking, editSelect(query, { ...said, kind: before.kind, where: allOf(kept)! }, 'narrow'));
}

const removing = /去掉|拿掉|取消|不要|不看|放宽|不用/;

/** 配合单位呢: a column of what was shown, no role of the units asked for. */
const asksColumn = /^那?(?:它们?的?|他们的?)?(?:配合|牵头|责任|协办|主责)(?:单位|部门|方)(?:呢|有哪些|是谁|是哪些)?$/;

/** The role of the units of a list that was the last thing shown, or of which several rows were looked at. */
export const roleOfList = (leaning: Leaning): Followed =>
  leaning.turn.last === 'list' || leaning.turn.focus.length > 1 ? inOtherRole(leaning) : undefined;

/** 配合的呢, 牵头的也算上, 换成配合的，也要带星: the units of the last list in another role, and what else is said. */
function inOtherRole({ asking, analysis, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const { text } = asking.asked;
  const role = roleOnly(asking);
  if (
    !before ||
    !unitsNamed(before) ||
    !role ||
    asksColumn.test(text) ||
    (asksWho.test(text) && !inRoleOf.test(text)) ||
    text.length > longestEllipsis
  )
    return undefined;
  const more = besidesUnits(saidIn(asking, analysis));
  asking.trace('edited', `role ${role}`);
  const join = has(asking, 'edit.join') && more.length === 0;
  const query = changeRole(before, join ? 'units' : role);
  const where = allOf(more);
  return stateSelect(asking, where ? editSelect(query, { ...query, where }, 'replace') : query);
}

/** The list's units in the role that the turn names, or in both. */
export function inRoleSaid({ asking, turn }: Leaning): Followed {
  const before = turn.list?.query;
  if (!before || !unitsNamed(before)) return undefined;
  const role = bothRoles(asking) ? 'units' : roleOnly(asking);
  return role && stateSelect(asking, changeRole(before, role));
}

/** Cells that a kind lacks, by those that it has: support names no cooperating units, so alone is a single unit. */
function inColumnsOf(kind: Select['kind'], said: Select): Select {
  if (kind !== 'support') return said;
  const where = allOf(
    conjuncts(said.where).map((one) =>
      'column' in one && one.column === 'cooperating' && one.is === 'empty'
        ? { column: 'responsible', is: 'count' as const, atMost: 1 }
        : one,
    ),
  );
  return where ? { ...said, where } : said;
}

/** 我想比的是公安局跟检察院, 省法院跟省检察院哪家多: two units side by side, in the role that the list names. */
function comparedUnits({ asking }: Leaning, before: Select, said: Select): Followed {
  const units = asking.asked.units.filter(({ not }) => !not);
  const compares =
    asking.asked.compares ||
    /[比多少]/.test(asking.asked.text) ||
    (typeof before.as === 'object' && 'compare' in before.as && !/都|同时|共同|一起/.test(asking.asked.text));
  if (units.length !== 2 || !compares || typeof said.as === 'object') return undefined;
  const rest = besidesUnits(before);
  const where = allOf(rest);
  const sides = units.map(({ units: names, role }) => ({
    column: role === 'any' ? (roleNamed(before, conjuncts(before.where)) ?? 'units') : role,
    is: 'has' as const,
    units: names,
  }));
  const { where: _, order: __, ...base } = before;
  return stateSelect(asking, { ...base, ...(where ? { where } : {}), as: { compare: sides } });
}

export function besideEachOther(leaning: Leaning): Followed {
  const before = leaning.turn.list?.query;
  const said = saidIn(leaning.asking, leaning.analysis);
  return before && said && comparedUnits(leaning, before, said);
}

/** The last query with what this turn says of it. */
export function edited(leaning: Leaning): Followed {
  const { asking, analysis, turn } = leaning;
  const before = turn.list?.query;
  if (!before) return undefined;
  const swap = exchanged(leaning);
  if (swap) return swap;
  const said = saidIn(asking, analysis);
  const rest = dropped(leaning, before, said);
  if (rest) return rest;
  const role = inOtherRole(leaning);
  if (role) return role;
  const mode = modeOf(asking);
  if (!said?.where) return undefined;
  if (asking.asked.kinds.length && !asking.asked.kinds.includes(before.kind)) return undefined;
  const back = has(asking, 'edit.restore') ? restoreSaid(leaning) : undefined;
  if (back) return back;
  const sides = comparedUnits(leaning, before, said);
  if (sides) return sides;
  if (!mode && standsAlone(leaning)) return undefined;
  if (!isBare(leaning) && !mode && !isFragment(leaning)) return undefined;
  return editedAs(leaning, before, said, mode ?? 'replace');
}

/** 公安局的还是加回来: what was left out before is let in again. */
export function restoreSaid({ asking, analysis, turn }: Leaning): Followed {
  const before = turn.list?.query;
  const said = saidIn(asking, analysis);
  const query = before && said?.where ? restore(before, said) : undefined;
  return query && JSON.stringify(query) !== JSON.stringify(before) ? stateSelect(asking, query) : undefined;
}

/** The last query with what the turn says, in a way that is known (narrowed, replaced, joined). */
export function editAs(leaning: Leaning, mode: Mode): Followed {
  const before = leaning.turn.list?.query;
  const said = saidIn(leaning.asking, leaning.analysis);
  if (!before || !said?.where) return undefined;
  const { kinds } = leaning.asking.asked;
  return kinds.length && !kinds.includes(before.kind) ? undefined : editedAs(leaning, before, said, mode);
}

function editedAs(leaning: Leaning, before: Select, said: Select, mode: Mode): Response {
  const { asking } = leaning;
  const found = (query: Select) =>
    execute({ ...query, as: 'list' }, asking.engine.pack, currentMonth(asking.voice)).records.length > 0;
  const edit = (one: Select) =>
    editSelect(before, { ...inColumnsOf(before.kind, one), kind: before.kind }, mode, found);
  const query = inNearestYear(leaning, before, said, edit);
  asking.trace('edited', `${mode} ${JSON.stringify(query.where ?? {})}`);
  return stateSelect(asking, query);
}
