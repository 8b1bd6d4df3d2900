/** Is a proposed query right: does it give the gold's set, in the gold's form? */
import { execute } from '../../src/answer/execute/execute.ts';
import type { Select } from '../../src/answer/query.ts';
import { currentOf, type Question } from './examples.ts';

const golds = new WeakMap<Question, string>();

/** Lists, counts and yes-or-no share a set; counts by a column, rankings and comparisons must be by the same column. */
function formOf({ as }: Select): string {
  if (typeof as === 'string') return 'set';
  if ('compare' in as) return 'compare';
  return JSON.stringify(Object.entries(as).filter(([key]) => key !== 'except'));
}

function answerOf(query: Select, question: Question): string {
  const { records } = execute(query, question.pack, currentOf(question));
  return `${query.kind} ${formOf(query)} ${records.map(({ id }) => id).join(' ')}`;
}

export function isRight(query: Select, question: Question): boolean {
  if (!question.query) return false;
  let gold = golds.get(question);
  if (gold === undefined) {
    gold = answerOf(question.query, question);
    golds.set(question, gold);
  }
  return answerOf(query, question) === gold;
}
