/** Finds names of units, groups of measures and plans in a request, longest first. */
import type { KnowledgePack } from '../../model/pack/pack.ts';

type Named =
  | { kind: 'units'; units: readonly string[] }
  | { kind: 'group'; group: number }
  | { kind: 'plan'; plan: string };

export interface Names {
  /** The longest name that stands at this place of a folded text. */
  at(text: string, place: number): { named: Named; length: number } | undefined;
}

/** One width, one case: as requests are read. */
export const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

const latin = /[a-z]/;
const read = new WeakMap<readonly KnowledgePack[], Names>();

const unitNames = ({ units }: KnowledgePack): [string, Named][] =>
  units.units.flatMap(({ name, short, aliases, english }) =>
    [name, short, ...aliases, ...english].map((one): [string, Named] => [one, { kind: 'units', units: [name] }]),
  );

const otherNames = ({ id, facts, units, groupNames }: KnowledgePack): [string, Named][] => [
  ...units.joint.flatMap((joint) =>
    joint.names.map((name): [string, Named] => [name, { kind: 'units', units: joint.units }]),
  ),
  // Sections of a table have no number by which a subscription could name them.
  ...Object.entries(groupNames).flatMap(([group, names]) =>
    group.startsWith('group:')
      ? names.map((name): [string, Named] => [name, { kind: 'group', group: Number(group.split(':')[1]) }])
      : [],
  ),
  ...[`《${facts.title}》`, facts.title, ...facts.names].map((name): [string, Named] => [
    name,
    { kind: 'plan', plan: id },
  ]),
];

/** A name that means several things means the first of them; every plan's units come before anything else. */
function collect(packs: readonly KnowledgePack[]): Map<string, Named> {
  const names = new Map<string, Named>();
  for (const [name, named] of [...packs.flatMap(unitNames), ...packs.flatMap(otherNames)]) {
    const folded = fold(name);
    if (folded.length > 1 && !names.has(folded)) names.set(folded, named);
  }
  return names;
}

export function namesOf(packs: readonly KnowledgePack[]): Names {
  const known = read.get(packs);
  if (known) return known;
  const byFirst = Map.groupBy(collect(packs), ([name]) => name[0]!);
  for (const list of byFirst.values()) list.sort(([a], [b]) => b.length - a.length);
  const names: Names = {
    at(text, place) {
      const found = byFirst.get(text[place] ?? '')?.find(([name]) => {
        if (!text.startsWith(name, place)) return false;
        // A word of letters ends where its letters end: court is not in courtesy.
        const inWord = (at: number) => latin.test(text[at] ?? '');
        return !(
          (latin.test(name[0]!) && inWord(place - 1)) ||
          (latin.test(name.at(-1)!) && inWord(place + name.length))
        );
      });
      return found && { named: found[1], length: found[0].length };
    },
  };
  read.set(packs, names);
  return names;
}
