/** Answers about what the plan says is done again and again. */

import { hasToken } from '../analyse/parse-question.ts';
import { dutiesCard } from '../compose/others.ts';
import { type AnswerContext, type Response, respondWith } from '../response.ts';

/** 每季度要开什么会: what the plan says is done again and again. */
export function answerDuties({ engine, formatter, asked, trace }: AnswerContext): Response | undefined {
  const has = (tag: string) => hasToken(asked, tag);
  const every = has('duty.quarter') ? 'quarter' : has('duty.year') ? 'year' : undefined;
  const asksAll = has('duty') || (every && (asked.wantsList || /什么|啥|哪/.test(asked.text)));
  if (!asksAll) return undefined;
  const duties = engine.pack.duties.filter((duty) => !every || duty.every === every);
  if (!duties.length) return undefined;
  trace('duties', duties.map((duty) => duty.id).join(' '));
  const records = [...new Set(duties.map((duty) => duty.records[0]!))];
  return respondWith(asked, 'list', dutiesCard(formatter, duties), records);
}
