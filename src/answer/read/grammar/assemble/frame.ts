/** What the steps that turn a path into queries share: the question, its cues, and the running score of a draft. */
import type { Month } from '../../../../knowledge/month.ts';
import type { Grammar } from '../../../../model/pack/grammar.ts';
import type { RecordKind } from '../../../../model/plan.ts';
import type { Columns } from '../../../columns/columns.ts';
import type { Condition, Form, Select } from '../../../query.ts';
import type { PackNames } from '../names.ts';
import type { Role } from '../tokens.ts';
import type { Weights } from '../weights.ts';
import type { ClosedWords } from '../words.ts';

export interface Frame {
  text: string;
  current: Month;
  words: ClosedWords;
  names: PackNames;
  columns: Columns;
  grammar: Grammar;
  weights: Weights;
  cues: Cues;
}

/** Cues of the whole question, each looked for once. */
export class Cues {
  private readonly found = new Map<string, boolean>();
  private readonly words: ClosedWords;
  readonly text: string;

  constructor(words: ClosedWords, text: string) {
    this.words = words;
    this.text = text;
  }

  has(name: string): boolean {
    let found = this.found.get(name);
    if (found === undefined) {
      found = this.words.hasCue(name, this.text);
      this.found.set(name, found);
    }
    return found;
  }

  any(...names: string[]): boolean {
    return names.some((name) => this.has(name));
  }

  /** Does a cue stand outside every place of another? */
  hasOutside(name: string, other: string): boolean {
    if (!this.has(name)) return false;
    const holes = [...this.words.cueSpans(other, this.text)];
    for (const { start, end } of this.words.cueSpans(name, this.text))
      if (!holes.some((hole) => hole.start <= start && hole.end >= end)) return true;
    return false;
  }
}

/** A query in the making: what its path has told so far, its score and the features that made it. */
export class Draft {
  score: number;
  readonly features: Map<string, number>;
  readonly kind: RecordKind;
  readonly parts: Condition[] = [];
  as: Form = 'list';
  order: Select['order'];
  /** The role by which units are counted or compared. */
  role: Role | undefined;
  private readonly weights: Weights;

  constructor(kind: RecordKind, score: number, features: ReadonlyMap<string, number>, weights: Weights) {
    this.kind = kind;
    this.score = score;
    this.features = new Map(features);
    this.weights = weights;
  }

  /** Counts a feature: its own weight and the fitted one. */
  add(feature: string, weight: number): void {
    this.features.set(feature, (this.features.get(feature) ?? 0) + 1);
    this.score += weight + (this.weights[feature] ?? 0);
  }
}
