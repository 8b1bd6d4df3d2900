/** A reply as the checks take it: with what it cites, what was asked, and the typed queries behind it. */
import { readQuery, type Select } from '../../../src/answer/query.ts';
import type { Answer } from '../../../src/model/answer.ts';
import type { Evidence } from './evidence.ts';

export interface Heard {
  answer: Answer;
  evidence: Evidence;
  /** Everything that was asked in the conversation up to here, clean. */
  asked: string;
  /** The month of the question, `YYYY-MM`. */
  current: string;
  cited: string[];
  /** Two questions in one message: one card of several, whose lists are parts of what is cited. */
  several: boolean;
  /** The query that was executed; for a question back those of its choices. */
  queries: Select[];
}

/** Queries stand as JSON in the trace. */
function queryIn(detail: string): Select[] {
  const json = /\{.*\}/.exec(detail)?.[0];
  if (json === undefined) return [];
  const read = readQuery(JSON.parse(json));
  return 'query' in read && read.query.ask === 'select' ? [read.query] : [];
}

function queriesOf({ query, outcome, trace }: Answer): Select[] {
  if (outcome === 'clarify') return trace.flatMap(({ step, detail }) => (step === 'offered' ? queryIn(detail) : []));
  return query ? queryIn(JSON.stringify(query)) : [];
}

export function hear(answer: Answer, evidence: Evidence, asked: string, current: string): Heard {
  const shown = answer.card.blocks.flatMap((block) => (block.type === 'list' ? block.items.map(({ id }) => id) : []));
  return {
    answer,
    evidence,
    asked,
    current,
    cited: [...new Set([...answer.records, ...shown])],
    several: answer.trace.some(({ step }) => step === 'several questions'),
    queries: queriesOf(answer),
  };
}
