/** What a stretch of a question may mean: items that the lattice finds and the chart combines. */
import type { WordEntry } from '../../../model/pack/grammar.ts';
import type { Column } from '../../columns/types.ts';
import type { Condition } from '../../query.ts';

export type Role = 'responsible' | 'cooperating' | 'any';

/** The column in which a role is printed. */
export const roleColumn: Readonly<Record<Role, string>> = {
  responsible: 'responsible',
  cooperating: 'cooperating',
  any: 'units',
};

/** Names that together are one cell of a table (区县政府 and 开发区); any of them stands for it. */
export type Cell = readonly string[];

/** Units named, not yet in a role. */
export interface UnitsItem {
  type: 'units';
  cells: readonly Cell[];
  join?: 'and' | 'or';
  /** A word that is a unit only beside another or in a role (版权). */
  weak?: true;
  pronoun?: true;
  /** A pronoun for the unit before the last one. */
  second?: true;
  lead?: 'and' | 'or';
  had?: true;
  excluded?: true;
  only?: true;
  /** Together with units that are not named. */
  shared?: true;
  /** These and at least one more. */
  more?: true;
  together?: true;
  also?: true;
  /** Conditions said inside the same phrase. */
  extra?: readonly ConditionItem[];
}

/** A role, or the heading of its column. */
export interface RoleItem {
  type: 'role';
  role: Role;
  heading?: true;
  negated?: true;
  /** A negation said behind the role. */
  negatedAfter?: true;
  /** Both roles were named: 牵头或配合. */
  combined?: true;
  /** This role and not the other. */
  narrowed?: true;
  without?: Role;
  lead?: 'and' | 'or';
  had?: true;
  only?: true;
  shared?: true;
  more?: true;
  together?: true;
  also?: true;
}

export type Topic =
  | 'unit'
  | 'month'
  | 'flag'
  | 'group'
  | 'rows'
  | 'text'
  | 'leader'
  | 'empty'
  | 'count'
  | 'value'
  | 'column';

/** A complete condition. */
export interface ConditionItem {
  type: 'condition';
  topic: Topic;
  condition: Condition;
  excluded?: true;
  lead?: 'and' | 'or';
  had?: true;
  also?: true;
  // Of units.
  cells?: readonly Cell[];
  role?: Role;
  extra?: readonly ConditionItem[];
  // Of months.
  status?: 'past' | 'open';
  restOfYear?: true;
  point?: true;
  bare?: true;
  phase?: true;
}

/** A number of units. */
export interface CountItem {
  type: 'count';
  atLeast: number;
  atMost?: number;
  sure?: true;
}

/** Words of the records' own text. */
export interface TermItem {
  type: 'term';
  text: string;
  quoted?: true;
}

/** People of units. */
interface PersonItem {
  type: 'person-of';
  cells: readonly Cell[];
  excluded?: true;
}

/** An office that is no single unit's. */
interface OfficeItem {
  type: 'office';
  office: string;
  negated?: true;
}

/** Who asks, or whom the answer is for. */
interface AskerItem {
  type: 'asker';
  cells: readonly Cell[];
}

/** A column of the pack by its heading. */
export interface ColumnItem {
  type: 'column';
  column: Pick<Column, 'name' | 'type' | 'unit'>;
  negated?: true;
}

/** A person other than the units named leads. */
interface OtherLeadItem {
  type: 'other-lead';
}

/** Words that say nothing new. */
interface NothingItem {
  type: 'nothing';
}

/** The condition said before, denied. */
interface DenyLastItem {
  type: 'deny-last';
}

type ClosedClass = Exclude<
  WordEntry['class'],
  | 'lead'
  | 'cooperate'
  | 'involved'
  | 'not-involved'
  | 'lead-heading'
  | 'cooperate-heading'
  | 'flag-yes'
  | 'past'
  | 'open'
  | 'ongoing'
  | 'unaided'
>;

/** A closed word that acts on what stands beside it. */
interface WordItem<C extends ClosedClass = ClosedClass> {
  type: C;
  variant?: WordEntry['variant'];
  negated?: true;
}

export type Item =
  | UnitsItem
  | RoleItem
  | ConditionItem
  | CountItem
  | TermItem
  | PersonItem
  | OfficeItem
  | AskerItem
  | ColumnItem
  | OtherLeadItem
  | NothingItem
  | DenyLastItem
  | { [C in ClosedClass]: WordItem<C> }[ClosedClass];

export type ItemType = Item['type'];
export type ItemOf<T extends ItemType> = Extract<Item, { type: T }>;

/** An item at a place of the question. */
export interface Token {
  start: number;
  end: number;
  item: Item;
  weight: number;
  /** Name of the feature whose weight is fitted. */
  feature: string;
}

/** The short name of an item, for features and for `--explain`. */
export function tagOf(item: Item): string {
  if (item.type === 'condition') {
    const topic = item.phase ? 'phase' : item.topic;
    return `${topic}${item.excluded && item.topic !== 'unit' ? '~' : ''}`;
  }
  if (item.type === 'role') return `role:${item.role}${item.negated ? '-' : ''}`;
  return `${item.type}${'excluded' in item && item.excluded ? '~' : ''}`;
}
