/** Fills a parsed request with the defaults of a subscription. */
import type { ParsedRequest } from './request-grammar.ts';

/** What is usual for the one who asks; the rest is usual for everybody. */
interface Usual {
  zone: string;
  language: 'zh' | 'en';
}

/** As `resolveSubscription` takes it: every working day at nine, what is due this month and phases, a line where nothing is due. */
export function withDefaults(
  { scope, content, schedule, zone, dayOff, quiet, late, whenNothing, done, language }: ParsedRequest,
  usual: Usual,
) {
  return {
    ...(scope ? { scope } : {}),
    ...(content ? { content } : {}),
    timing: {
      schedule: schedule ?? { kind: 'workdays', at: ['09:00'] },
      zone: zone ?? usual.zone,
      ...(dayOff ? { dayOff } : {}),
      ...(quiet ? { quiet } : {}),
    },
    ...(late ? { late } : {}),
    ...(whenNothing ? { whenNothing } : {}),
    ...(done ? { done } : {}),
    language: language ?? usual.language,
  };
}
