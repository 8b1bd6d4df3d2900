/** The same asker with other words. */
import { parseQuestion } from '../analyse/parse-question.ts';
import type { AnswerContext } from '../response.ts';

export function about(context: AnswerContext, text: string): AnswerContext {
  return {
    ...context,
    uncorrected: text,
    asked: parseQuestion(text, context.formatter.now, context.engine.vocabulary),
  };
}
