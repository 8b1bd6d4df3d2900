/** The shape of a rule: two neighbours of given types, a condition, what they make together, and a weight. */
import type { Item, ItemOf, ItemType } from '../tokens.ts';

/** What stands between two items. */
export interface Gap {
  text: string;
  /** A sentence ends in it: hardly any rule reaches across. */
  hard: boolean;
  /** A pause. */
  soft: boolean;
  comma: boolean;
  /** What reaching across costs a rule that may. */
  far: number;
  /** Nothing but list marks and particles. */
  plain: boolean;
}

/** One of several things that a rule makes. */
export interface Option {
  item: Item;
  weight: number;
  /** Added to the rule's name. */
  tag: string;
}

type Made = Item | readonly Option[];

export interface RuleSpec<L extends ItemType, R extends ItemType> {
  /** Also the name of the feature whose weight is fitted. */
  name: string | ((left: ItemOf<L>, right: ItemOf<R>, gap: Gap) => string);
  left: L;
  right: R;
  when?: (left: ItemOf<L>, right: ItemOf<R>, gap: Gap) => boolean;
  weight: number | ((left: ItemOf<L>, right: ItemOf<R>, gap: Gap) => number);
  make: (left: ItemOf<L>, right: ItemOf<R>, gap: Gap) => Made;
}

interface Combination {
  item: Item;
  name: string;
  weight: number;
}

export interface Rule {
  left: ItemType;
  right: ItemType;
  apply: (left: Item, right: Item, gap: Gap) => Combination[];
}

const hard = /[.;!?]/;
const pause = /[,: ]/;
const comma = /[,:]/;
const bracket = /[()]/;
const listMark = /[|、,/ 的那个这]/g;

export function gapOf(text: string): Gap {
  if (!text) return { text, hard: false, soft: false, comma: false, far: 0, plain: true };
  const isHard = hard.test(text);
  const hasComma = comma.test(text);
  const soft = !isHard && pause.test(text);
  const base = isHard ? -1.6 : hasComma ? -0.5 : soft ? -0.1 : 0;
  return {
    text,
    hard: isHard,
    soft,
    comma: hasComma,
    far: base - (bracket.test(text) ? 0.9 : 0),
    plain: text.replace(listMark, '') === '',
  };
}

const isOptions = (made: Made): made is readonly Option[] => Array.isArray(made);

/** Makes a rule; none reaches across the end of a sentence. */
export function rule<L extends ItemType, R extends ItemType>(spec: RuleSpec<L, R>): Rule {
  return {
    left: spec.left,
    right: spec.right,
    apply: (a, b, gap) => {
      const left = a as ItemOf<L>;
      const right = b as ItemOf<R>;
      if (gap.hard || (spec.when && !spec.when(left, right, gap))) return [];
      const name = `r:${typeof spec.name === 'string' ? spec.name : spec.name(left, right, gap)}`;
      const weight = typeof spec.weight === 'number' ? spec.weight : spec.weight(left, right, gap);
      const made = spec.make(left, right, gap);
      if (!isOptions(made)) return [{ item: made, name, weight }];
      return made.map((option) => ({ item: option.item, name: name + option.tag, weight: weight + option.weight }));
    },
  };
}

/** The same rule for several types on one side. */
export const rulesFor = <T extends ItemType>(types: readonly T[], make: (type: T) => Rule): Rule[] => types.map(make);

/** A copy of an item without some of its marks. */
export function without<T extends object, K extends keyof T>(item: T, ...keys: K[]): Omit<T, K> {
  const copy = { ...item };
  for (const key of keys) delete copy[key];
  return copy;
}
