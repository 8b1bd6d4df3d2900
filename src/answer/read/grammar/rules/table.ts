/** All rules of a pack, by the types of the two items that they combine. */
import type { PackNames } from '../names.ts';
import type { ItemType } from '../tokens.ts';
import { assignRules } from './assign.ts';
import { cellRules } from './cells.ts';
import { exclusionRules } from './exclusion.ts';
import { leaderRules } from './leaders.ts';
import { roleRules } from './roles.ts';
import type { Rule } from './rule.ts';
import { columnRules, textRules } from './text.ts';
import { unitRules } from './units.ts';

export interface RuleTable {
  for: (left: ItemType, right: ItemType) => readonly Rule[];
  /** Types that any rule takes on its left. */
  startsWith: (left: ItemType) => boolean;
  endsWith: (right: ItemType) => boolean;
}

const none: readonly Rule[] = [];

export function ruleTable(names: PackNames): RuleTable {
  const rules = [
    ...unitRules,
    ...roleRules,
    ...assignRules(names.higher),
    ...cellRules,
    ...leaderRules((unit) => names.shortOf(unit)),
    ...textRules,
    ...columnRules,
    ...exclusionRules,
  ];
  const byPair = new Map<string, Rule[]>();
  for (const one of rules) {
    const key = `${one.left} ${one.right}`;
    const same = byPair.get(key);
    if (same) same.push(one);
    else byPair.set(key, [one]);
  }
  const lefts = new Set(rules.map(({ left }) => left));
  const rights = new Set(rules.map(({ right }) => right));
  return {
    for: (left, right) => byPair.get(`${left} ${right}`) ?? none,
    startsWith: (left) => lefts.has(left),
    endsWith: (right) => rights.has(right),
  };
}
