/** What every source of tokens may look at: the question, the pack's names, the closed words, and what was found before. */
import type { Day } from '../../../../knowledge/month.ts';
import type { Grammar } from '../../../../model/pack/grammar.ts';
import type { Columns } from '../../../columns/columns.ts';
import type { PackNames } from '../names.ts';
import type { TextIndex } from '../text-index.ts';
import type { Cell, Token } from '../tokens.ts';
import type { ClosedWords, PhraseMatch } from '../words.ts';

/** Units named at a place. */
export interface UnitSpan {
  start: number;
  end: number;
  cells: readonly Cell[];
}

/** What every source of tokens may look at. */
export interface SourceContext {
  text: string;
  now: Day;
  words: ClosedWords;
  names: PackNames;
  grammar: Grammar;
  columns: Columns;
  index: TextIndex;
  /** Words that say nothing of a subject, the longest first. */
  generic: ReadonlySet<string>;
  /** Everyday words for terms of the text, by their first character. */
  everyday: ReadonlyMap<string, readonly { word: string; term: string }[]>;
  /** Units found, none inside another. */
  units: readonly UnitSpan[];
  phrases: readonly PhraseMatch[];
  /** Tokens of the sources before. */
  tokens: readonly Token[];
}

export type Source = (context: SourceContext) => Iterable<Token>;
