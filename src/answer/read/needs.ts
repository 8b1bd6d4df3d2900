/** Reads what somebody in need says (the right, the trouble, the wish, the place) and finds the pack's entry for it. */
import type { KnowledgePack, Needs } from '../../model/pack/pack.ts';
import { Lexer } from '../text/lexer.ts';
import { clean } from '../text/text.ts';

type Entry = Needs['needs'][number];
type FacetKind = Needs['facets'][number]['of'];

export interface NeedReading {
  entry: Entry;
  /** Facets that the entry asks for and the words gave, by kind. */
  met: ReadonlyMap<FacetKind, readonly string[]>;
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
   * @returns the entry of which most groups are met, the earlier of two alike; undefined where none is met whole
   */
  read(text: string): NeedReading | undefined {
    const marks = this.lexer.read(text);
    const found = new Set(marks.map(({ tag }) => tag));
    let best: { entry: Entry; met: string[] } | undefined;
    for (const { entry, groups } of this.entries) {
      const met = groups.map((group) => group.find((id) => found.has(id)));
      if (met.some((id) => id === undefined)) continue;
      if (!best || met.length > best.met.length) best = { entry, met: met.flatMap((id) => id ?? []) };
    }
    if (!best) return undefined;
    const { entry, met } = best;
    const byKind = Map.groupBy(met, (id) => this.kinds.get(id)!);
    return { entry, met: byKind, unused: [...found].filter((id) => !met.includes(id)), left: this.without(text) };
  }

  /** The words without those of any facet. */
  without(text: string): string {
    const characters = text.split('');
    for (const { start, end } of this.lexer.read(text)) characters.fill(' ', start, end);
    return characters.join('').replace(/\s+/g, ' ').trim();
  }
}
