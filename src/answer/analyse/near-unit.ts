/** A unit's name typed nearly right: one slip in a closed list of names, told by Fuse.js. */
import Fuse from 'fuse.js';
import type { KnowledgePack } from '../../model/pack/pack.ts';

/** Shorter names differ from one another by a single character: 商务局 is no slip for 财政局, but may be one for another. */
const shortestName = 4;
/** Fuse.js scores a match 0…1 by the share of characters in error; one in four is a slip, more is another name. */
const worstScore = 0.26;

/** Finds the unit whose name or everyday name is meant; undefined where none is near. */
export function nearUnits(pack: KnowledgePack): (typed: string) => string | undefined {
  let fuse: Fuse<{ name: string; unit: string }> | undefined;
  return (typed) => {
    if (typed.length < shortestName) return undefined;
    fuse ??= new Fuse(
      pack.units.units.flatMap(({ name, short, aliases }) =>
        [short, ...aliases].map((alias) => ({ name: alias, unit: name })),
      ),
      { keys: ['name'], includeScore: true, threshold: worstScore, ignoreLocation: true, minMatchCharLength: 2 },
    );
    const near = fuse
      .search(typed)
      .filter(({ item, score }) => (score ?? 1) <= worstScore && Math.abs(item.name.length - typed.length) <= 1);
    return near[0]?.item.unit;
  };
}
