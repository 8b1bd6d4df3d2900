/** Sorts the items of a path into units, months, flags, other conditions and words that act on the whole. */
import type { Condition } from '../../../query.ts';
import type { Edge } from '../chart.ts';
import { excludedOf } from '../rules/exclusion.ts';
import { inRole } from '../rules/in-role.ts';
import type { ConditionItem, Item, Role, RoleItem, Topic, UnitsItem } from '../tokens.ts';
import type { Frame } from './frame.ts';

export interface NamedUnits {
  item: UnitsItem | ConditionItem;
  condition: Condition;
  excluded: boolean;
  units: readonly string[];
  role: Role;
  /** Named without a role. */
  bare: boolean;
  start: number;
}

/** A condition, or what is not to be. */
export interface Statement {
  condition: Condition;
  excluded: boolean;
}

export interface Gathered {
  units: NamedUnits[];
  months: ConditionItem[];
  /** Flags in the order of the text; the last one counts. */
  flags: Statement[];
  topics: Map<Topic, Statement[]>;
  /** Roles that stand apart from any unit. */
  roles: RoleItem[];
  askers: (readonly string[])[];
  either: boolean;
  otherLead: boolean;
  alone: { count: number; denied: boolean };
  together: number;
  order: { direction?: 'earliest' | 'latest'; next: boolean; previous: boolean };
}

const emptyCell: ConditionItem = {
  type: 'condition',
  topic: 'empty',
  condition: { column: 'cooperating', is: 'empty' },
};

/** 都带星吗？不带的有哪些: denies the last condition before it. */
export function applyDenial(edges: readonly Edge[]): readonly Edge[] {
  const at = edges.findIndex(({ item }) => item.type === 'deny-last');
  if (at < 1) return edges;
  const last = edges
    .slice(0, at)
    .findLastIndex(({ item }) => item.type === 'condition' || (item.type === 'role' && item.role === 'cooperating'));
  if (last < 0) return edges;
  const denied = (item: Item): Item => {
    if (item.type === 'role') return emptyCell;
    return item.type === 'condition' && !item.excluded ? excludedOf(item) : item;
  };
  return edges.map((edge, index) => (index === last ? { ...edge, item: denied(edge.item) } : edge));
}

function fromUnits(item: UnitsItem, start: number, { names }: Frame): NamedUnits {
  const [reading] = inRole(item, { type: 'role', role: 'any' }, names.higher);
  return {
    item,
    condition: reading!.condition,
    excluded: Boolean(item.excluded),
    units: item.cells.flat(),
    role: 'any',
    bare: true,
    start,
  };
}

const fromCondition = (item: ConditionItem, start: number): NamedUnits => ({
  item,
  condition: item.condition,
  excluded: Boolean(item.excluded),
  units: (item.cells ?? []).flat(),
  role: item.role ?? 'any',
  bare: false,
  start,
});

/** Puts a condition that is none of units where it belongs. */
function take(into: Gathered, item: ConditionItem): void {
  const excluded = Boolean(item.excluded);
  const statement = { condition: item.condition, excluded };
  if (item.topic === 'flag') {
    into.flags.push(statement);
    return;
  }
  if (item.topic === 'month' && !('is' in item.condition && item.condition.is === 'ongoing')) {
    into.months.push(item);
    return;
  }
  const topic = item.topic === 'count' ? 'empty' : item.topic === 'month' ? 'column' : item.topic;
  const same = into.topics.get(topic);
  if (same) same.push(statement);
  else into.topics.set(topic, [statement]);
}

function takeCondition(into: Gathered, item: ConditionItem, start: number): void {
  if (item.topic !== 'unit') {
    take(into, item);
    return;
  }
  into.units.push(fromCondition(item, start));
  for (const extra of item.extra ?? []) take(into, extra);
}

/** What the items that are no conditions do to the whole. */
const effects: { [T in Item['type']]?: (into: Gathered, item: Extract<Item, { type: T }>) => void } = {
  role: (into, item) => into.roles.push(item),
  either: (into) => {
    into.either = true;
  },
  'other-lead': (into) => {
    into.otherLead = true;
  },
  asker: (into, item) => into.askers.push(item.cells.flat()),
  office: (into, { office, negated }) =>
    take(into, {
      type: 'condition',
      topic: 'leader',
      condition: { column: 'leader', is: 'of', text: office },
      ...(negated ? { excluded: true } : {}),
    }),
  alone: (into, { negated }) => {
    into.alone.count++;
    if (negated) into.alone.denied = true;
  },
  together: (into) => {
    into.together++;
  },
  term: (into, { text }) =>
    take(into, { type: 'condition', topic: 'text', condition: { column: 'text', is: 'contains', text } }),
  column: (into, { column, negated }) => {
    if (column.type === 'flag')
      take(into, {
        type: 'condition',
        topic: 'column',
        condition: { column: column.name, is: negated ? 'no' : 'yes' },
      });
  },
  earliest: (into) => {
    into.order.direction = 'earliest';
  },
  latest: (into) => {
    into.order.direction = 'latest';
  },
  next: (into) => {
    into.order.next = true;
  },
  previous: (into) => {
    into.order.previous = true;
    into.order.direction = 'latest';
  },
};

export function gather(edges: readonly Edge[], frame: Frame): Gathered {
  const into: Gathered = {
    units: [],
    months: [],
    flags: [],
    topics: new Map(),
    roles: [],
    askers: [],
    either: false,
    otherLead: false,
    alone: { count: 0, denied: false },
    together: 0,
    order: { next: false, previous: false },
  };
  for (const { item, start } of edges) {
    if (item.type === 'condition') takeCondition(into, item, start);
    else if (item.type === 'units') {
      into.units.push(fromUnits(item, start, frame));
      for (const extra of item.extra ?? []) take(into, extra);
    } else {
      const effect = effects[item.type] as ((into: Gathered, item: Item) => void) | undefined;
      effect?.(into, item);
    }
  }
  return into;
}
