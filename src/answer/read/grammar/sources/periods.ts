/** Finds periods as conditions on the deadline, and phases by name as the months that they cover. */
import { type Month, numberOf, yearOf } from '../../../../knowledge/month.ts';
import { readMonths } from '../../../../language/period/spans.ts';
import type { Test } from '../../../query.ts';
import type { ConditionItem, Token } from '../tokens.ts';
import type { SourceContext } from './source-context.ts';
import { placesOf } from './units.ts';

export const monthText = (month: Month): string => `${yearOf(month)}-${String(numberOf(month)).padStart(2, '0')}`;

/** The test that holds between two months; undefined where neither is given. */
function monthTest(column: string, from: Month | undefined, to: Month | undefined): Test | undefined {
  if (from !== undefined && to !== undefined)
    return from === to
      ? { column, is: 'on', month: monthText(from) }
      : { column, is: 'within', from: monthText(from), to: monthText(to) };
  if (from !== undefined) return { column, is: 'from', month: monthText(from) };
  return to === undefined ? undefined : { column, is: 'by', month: monthText(to) };
}

export function* periodTokens({ text, now, names }: SourceContext): Iterable<Token> {
  const column = 'deadline';
  for (const { texts, from, to } of names.phases)
    for (const title of texts) {
      const [place] = placesOf(title, text);
      if (!place) continue;
      const item: ConditionItem = {
        type: 'condition',
        topic: 'month',
        condition: monthTest(column, from, to)!,
        phase: true,
      };
      yield { ...place, item, weight: 2.2, feature: 'lex:phase' };
      break;
    }
  for (const { start, end, from, to, weight, restOfYear, point, bare } of readMonths(text, now, names.due)) {
    const test = monthTest(column, from, to);
    if (!test) continue;
    const item: ConditionItem = {
      type: 'condition',
      topic: 'month',
      condition: test,
      ...(restOfYear ? { restOfYear } : {}),
      ...(point ? { point } : {}),
      ...(bare ? { bare } : {}),
    };
    yield { start, end, item, weight: weight + 0.03 * (end - start), feature: 'lex:month' };
  }
}
