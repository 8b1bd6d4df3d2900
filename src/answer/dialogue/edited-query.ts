/** Reads a turn as an edit of the last query: what it adds, replaces, drops or takes back. */
import type { Analysis } from '../analyse/analysis.ts';
import { chooseReading } from '../choose/readings.ts';
import type { Condition, Select } from '../query.ts';
import { stateSelect } from '../respond/state.ts';
import type { Asking } from '../response.ts';
import { changeRole, dropSlots, editSelect, type Mode, restore, type Slot } from './edit.ts';
import { type Followed, has, isBare, type Leaning, longestEllipsis } from './leaning.ts';

const roles = { 'role.responsible': 'responsible', 'role.cooperating': 'cooperating', 'role.any': 'units' } as const;

/** A role without a unit: 那配合的呢, 牵头的也算上. */
function roleOnly(asking: Asking): 'responsible' | 'cooperating' | 'units' | undefined {
  const said = new Set(
    asking.asked.marks.flatMap(({ tag }) => (tag in roles ? [roles[tag as keyof typeof roles]] : [])),
  );
  if (asking.asked.units.length || said.size !== 1 || asking.asked.aspects.has('deadline')) return undefined;
  return [...said][0];
}

const asksWho = /谁|哪|什么|啥|单位|部门|who|which/;

function slotsSaid({ asked }: Asking): Set<Slot> {
  return new Set(asked.marks.filter(({ tag }) => tag.startsWith('slot.')).map(({ tag }) => tag.slice(5)));
}

function modeOf(asking: Asking): Mode | undefined {
  const { text } = asking.asked;
  if (has(asking, 'edit.join')) return 'join';
  if (has(asking, 'only') || /^(?:其中|只|里面|这些|剩下|当中|再)/.test(text) || /的留下$/.test(text)) return 'narrow';
  if (has(asking, 'switch') || has(asking, 'correct') || /呢$/.test(text)) return 'replace';
  return undefined;
}

/** Would the turn be a whole question for a set, had nothing been said before? */
function standsAlone({ asking, analysis }: Leaning): boolean {
  const { asked } = asking;
  const asksSet = asked.wantsList || asked.wantsCount || asked.superlative !== undefined;
  const names = asked.kinds.length > 0;
  const roled = asked.units.some(({ role, not }) => role !== 'any' && !not);
  const conditions = chooseReading(analysis)?.read.conditions ?? 0;
  return (names && asksSet) || (roled && asksSet) || (roled && conditions >= 2) || (names && conditions >= 2);
}

/** What the turn says by itself: the reading, else the units that it names. */
function saidIn({ asked }: Asking, analysis: Analysis): Select | undefined {
  const read = chooseReading(analysis)?.read;
  if (read && read.conditions > 0) return read.query;
  const [unit] = asked.units;
  if (!unit || asked.units.length > 1 || asked.text.length > longestEllipsis) return undefined;
  const column = unit.role === 'any' ? 'units' : unit.role;
  const test: Condition = { column, is: 'has', units: unit.units };
  return { ask: 'select', kind: 'task', where: unit.not ? { not: test } : test, as: 'list' };
}

/** The last query with what this turn says of it. */
export function edited(leaning: Leaning): Followed {
  const { asking, analysis, turn } = leaning;
  const before = turn.list?.query;
  if (!before) return undefined;
  if (has(asking, 'edit.drop')) {
    const slots = slotsSaid(asking);
    if (slots.size) return stateSelect(asking, dropSlots(before, slots));
  }
  const role = roleOnly(asking);
  const mode = modeOf(asking);
  if (role && !asksWho.test(asking.asked.text) && asking.asked.text.length <= longestEllipsis && before.where)
    return stateSelect(asking, changeRole(before, mode === 'join' ? 'units' : role));
  const said = saidIn(asking, analysis);
  if (!said?.where) return undefined;
  if (asking.asked.kinds.length && !asking.asked.kinds.includes(before.kind)) return undefined;
  if (has(asking, 'edit.restore')) return stateSelect(asking, restore(before, said));
  if (!mode && standsAlone(leaning)) return undefined;
  if (!isBare(leaning) && !mode) return undefined;
  const query = editSelect(before, { ...said, kind: before.kind }, mode ?? 'replace');
  asking.trace('edited', `${mode ?? 'replace'} ${JSON.stringify(query.where ?? {})}`);
  return stateSelect(asking, query);
}
