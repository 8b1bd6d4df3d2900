/** What passes between the steps of answering: the question as understood, and what became of it. */

import type { Formatter } from '../language/format.ts';
import type { Card, Outcome } from '../model/card.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { OutsideTopicFinder } from './analyse/outside-topics.ts';
import type { ParsedQuestion } from './analyse/parse-question.ts';
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
  asked: ParsedQuestion;
}

export interface AnswerContext {
  engine: Engine;
  outsideTopics: OutsideTopicFinder;
  readers: readonly SetReader[];
  formatter: Formatter;
  asked: ParsedQuestion;
  /** The question without the speller's corrections, which turn words of asking into words of the plan. */
  uncorrected: string;
  trace: (step: string, detail: string) => void;
}

export function respondWith(
  asked: ParsedQuestion,
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

export function recordsOf({ engine }: AnswerContext, ids: readonly string[]): PlanRecord[] {
  return ids.map((id) => engine.pack.records.get(id)).filter((record) => record !== undefined);
}
