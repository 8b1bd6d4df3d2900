/** The names by which a request for a digest can mention units, groups of measures and plans, longest first. */
import type { KnowledgePack } from '../../model/pack.ts';

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

function collect(packs: readonly KnowledgePack[]): Map<string, Named> {
  const names = new Map<string, Named>();
  const put = (name: string, named: Named) => {
    const folded = fold(name);
    if (folded.length > 1 && !names.has(folded)) names.set(folded, named);
  };
  for (const pack of packs) {
    for (const unit of pack.units.units)
      for (const name of [unit.name, unit.short, ...unit.aliases, ...unit.english])
        put(name, { kind: 'units', units: [unit.name] });
  }
  for (const pack of packs) {
    for (const joint of pack.units.joint)
      for (const name of joint.names) put(name, { kind: 'units', units: joint.units });
    for (const [id, said] of Object.entries(pack.groupNames))
      for (const name of said) put(name, { kind: 'group', group: Number(id.split(':')[1]) });
    for (const name of [`《${pack.facts.title}》`, pack.facts.title, ...pack.facts.names])
      put(name, { kind: 'plan', plan: pack.id });
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
