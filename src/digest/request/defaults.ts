/** Fills a parsed request with the defaults of a subscription. */
import type { Schedule, Subscription } from '../../model/subscription.ts';
import { dayMs, dayOfText, textOfDay } from '../../shared/day.ts';
import { nextSlots, type SlotContext } from '../calendar/slots.ts';
import type { ParsedRequest } from './request-grammar.ts';

/** What is usual for the one who asks; the rest is usual for everybody. */
interface Usual {
  zone: string;
  language: 'zh' | 'en';
}

/** From the 28th on: moved forward, such a digest could come in the next month, which has other things due. */
export const isMonthEnd = (schedule: Schedule | undefined) =>
  schedule?.kind === 'month-days' && schedule.days.every((day) => day >= 28);

/** What is not tied to a deadline is the same every day: once a month is enough where nobody says when. */
const usualSchedule = (content: ParsedRequest['content']): Schedule =>
  content && !content.due && !content.leads && !content.overdue && !content.phases
    ? { kind: 'nth-workday', every: 'month', nth: 1, at: ['09:00'] }
    : { kind: 'workdays', at: ['09:00'] };

/** A day off on which a slot is meant: the last days of a month move back, and a day that was named stays. */
function usualDayOff(schedule: Schedule | undefined): { dayOff?: 'previous' | 'send' } {
  if (schedule?.kind === 'once') return { dayOff: 'send' };
  return isMonthEnd(schedule) ? { dayOff: 'previous' } : {};
}

/** As `validateSubscription` takes it: every working day at nine, what is due this month and phases, a line where nothing is due. */
export function withDefaults(
  { scope, content, schedule, zone, dayOff, quiet, late, whenNothing, done, language, attach }: ParsedRequest,
  usual: Usual,
) {
  return {
    ...(scope ? { scope } : {}),
    ...(content ? { content } : {}),
    timing: {
      schedule: schedule ?? usualSchedule(content),
      zone: zone ?? usual.zone,
      ...(dayOff ? { dayOff } : usualDayOff(schedule)),
      ...(quiet ? { quiet } : {}),
    },
    ...(late ? { late } : {}),
    ...(whenNothing ? { whenNothing } : {}),
    ...(done ? { done } : {}),
    ...(attach ? { attach } : {}),
    language: language ?? usual.language,
  };
}

const startsExplicitly = /[自从]\s*\d{4}年|from|starting/i;

/**
 * Every other week begins with the next such day. Said on that day after its hour, the week of today would only come again
 * in a fortnight, so it counts from the next one; a start that was named stays.
 */
export function startFortnight(
  subscription: Subscription,
  requestText: string,
  context: SlotContext,
  now: Date,
): Subscription {
  const { schedule } = subscription.timing;
  if (schedule.kind !== 'fortnightly' || startsExplicitly.test(requestText)) return subscription;
  const [next] = nextSlots(context, now, 1);
  if (!next || next.at.getTime() - now.getTime() <= 9 * dayMs) return subscription;
  const from = textOfDay(dayOfText(schedule.from) + 7);
  return { ...subscription, timing: { ...subscription.timing, schedule: { ...schedule, from } } };
}
