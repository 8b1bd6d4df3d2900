/** Reads what somebody in need says (the right, the trouble, the wish, the place) and finds the pack's entry for it. */
import type { KnowledgePack, Needs } from '../../model/pack/pack.ts';
import { Lexer } from '../text/lexer.ts';
import { clean } from '../text/text.ts';

type Entry = Needs['needs'][number];
type FacetKind = Needs['facets'][number]['of'];

export interface NeedReading {
  entry: Entry;
  /** Facets that the entry asks for and the words gave, by kind. */
  matched: ReadonlyMap<FacetKind, readonly string[]>;
  /** Facets that the words gave and the entry does not ask for. */
  unused: readonly string[];
  /** The words without those of any facet. */
  left: string;
}

interface Compiled {
  entry: Entry;
  /** Every group has to be met by one of its facets. */
  groups: readonly (readonly string[])[];
}

/** Groups that a trouble weighs which was said and is not asked for: abroad and sued is not infringed at home. */
const troubleLeft = 0.6;

export class NeedReader {
  private readonly lexer = new Lexer();
  private readonly kinds = new Map<string, FacetKind>();
  private readonly entries: readonly Compiled[];

  constructor({ needs }: Pick<KnowledgePack, 'needs'>) {
    for (const { id, of, words } of needs.facets) {
      this.kinds.set(id, of);
      for (const word of words) this.lexer.add(clean(word), id);
    }
    this.entries = needs.needs.map((entry) => ({ entry, groups: entry.when.map((one) => one.split('|')) }));
  }

  /**
   * @param text clean and corrected
   * @returns the entry of which most groups are met and fewest troubles are left over, the earlier of two alike; undefined where none is met whole
   */
  read(text: string): NeedReading | undefined {
    const tokens = this.lexer.read(text);
    const found = new Set(tokens.map(({ tag }) => tag));
    let best: { entry: Entry; matched: string[]; fit: number } | undefined;
    for (const { entry, groups } of this.entries) {
      const matched = groups.flatMap((group) => group.find((id) => found.has(id)) ?? []);
      if (matched.length < groups.length) continue;
      const fit = matched.length - troubleLeft * this.troublesBeside(matched, found);
      if (!best || fit > best.fit) best = { entry, matched, fit };
    }
    if (!best) return undefined;
    const { entry, matched } = best;
    const byKind = Map.groupBy(matched, (id) => this.kinds.get(id)!);
    return {
      entry,
      matched: byKind,
      unused: [...found].filter((id) => !matched.includes(id)),
      left: this.without(text),
    };
  }

  /** Troubles that were said and that the entry does not ask for. */
  private troublesBeside(matched: readonly string[], found: ReadonlySet<string>): number {
    return [...found].filter((id) => this.kinds.get(id) === 'trouble' && !matched.includes(id)).length;
  }

  /** The words without those of any facet. */
  without(text: string): string {
    const characters = text.split('');
    for (const { start, end } of this.lexer.read(text)) characters.fill(' ', start, end);
    return characters.join('').replace(/\s+/g, ' ').trim();
  }
}
