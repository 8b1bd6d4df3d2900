/** A subscription as fields say it, beside the words of a request: what is written in fields goes before what the words say. */
import { z } from 'zod';
import { digestSpeaker } from '../digest/phrases.ts';
import type { withDefaults } from '../digest/request/defaults.ts';
import type { RequestParse } from '../digest/request/parse-request.ts';
import type { Language } from '../language/answer-phrases.ts';
import { Subscription } from '../model/subscription.ts';

const { timing, ...rest } = Subscription.shape;
const { schedule: _read, ...when } = timing.shape;

/** The schedule is in words (`when`), which may say more; everything else is as in a subscription. */
export const WrittenWish = z.strictObject({
  door: z.string(),
  channel: z.string().min(1),
  when: z.string().min(1),
  ...when,
  ...rest,
});
export type Written = Partial<z.input<typeof WrittenWish>>;

export function over(words: ReturnType<typeof withDefaults>, written: Written) {
  const { door: _door, channel: _channel, when: _when, zone, dayOff, quiet, scope, ...others } = written;
  const moves = Object.entries({ zone, dayOff, quiet }).filter(([, value]) => value !== undefined);
  return {
    ...words,
    ...others,
    scope: { ...words.scope, ...scope },
    timing: { ...words.timing, ...Object.fromEntries(moves) },
  };
}

/** An expression for experts has no language. */
export const languageOf = (words: string): Language =>
  /[\u3400-\u9fff]/.test(words) || !/[a-z]{3}/i.test(words.replace(/cron/i, '')) ? 'zh' : 'en';

/** What is wrong with the words of a request, in their own language; undefined where nothing is. */
export function faultOf({ problem, unread }: RequestParse, language: Language): string | undefined {
  return problem ?? (unread.length ? digestSpeaker(language)('unreadable', { said: unread.join(' ') }) : undefined);
}
