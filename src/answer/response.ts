/** What passes between the steps of answering: the question as understood, and what became of it. */

import type { Formatter } from '../language/format.ts';
import type { Card, Outcome } from '../model/card.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { Cues } from './analyse/cues.ts';
import type { Understanding } from './analyse/understand.ts';
import type { Engine } from './engine.ts';
import type { Select } from './query.ts';
import type { SetReader } from './read/reading.ts';

export interface Response {
  outcome: Outcome;
  records: string[];
  card: Card;
  /** What a following turn may lean on. */
  focus: string[];
  list?: { query: Select; ids: string[]; from: number } | undefined;
  candidates: string[];
  /** The queries behind the choices of a question back, in order. */
  offered?: Select[] | undefined;
  /** What each choice would state, in order. */
  readings?: string[][] | undefined;
  asked: Understanding;
}

export interface Asking {
  engine: Engine;
  cues: Cues;
  readers: readonly SetReader[];
  voice: Formatter;
  asked: Understanding;
  /** The question without the speller's corrections, which turn words of asking into words of the plan. */
  said: string;
  trace: (step: string, detail: string) => void;
}

export function respondWith(
  asked: Understanding,
  outcome: Outcome,
  card: Card,
  records: string[],
  more: Partial<Response> = {},
): Response {
  return {
    outcome,
    records,
    card,
    focus: outcome === 'answer' ? records.slice(0, 1) : [],
    candidates: [],
    asked,
    ...more,
  };
}

export function recordsOf({ engine }: Asking, ids: readonly string[]): PlanRecord[] {
  return ids.map((id) => engine.pack.records.get(id)).filter((record) => record !== undefined);
}
