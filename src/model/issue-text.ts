/** What zod says of a wrong value, in both languages. */
import { z } from 'zod';
import type { Language, Text } from './text.ts';

/** Begins like one of zod's own sentences; a schema of ours may have its own. */
const zodsOwn = /^(?:Invalid|Too (?:small|big)|Unrecognized|Unsupported)/;

/** `zh`: the Chinese of the sentences that the schema itself has, by the English ones. */
export function issueText(issue: z.core.$ZodIssue, zh: Readonly<Record<string, string>> = {}): Text {
  const { message } = issue;
  if (!zodsOwn.test(message)) return { en: message, zh: zh[message] ?? message };
  const localized = z.locales.zhCN().localeError(issue as z.core.$ZodRawIssue);
  const chinese = typeof localized === 'string' ? localized : (localized?.message ?? message);
  // The value itself is gone by now; only the English sentence still says what it was.
  const received = /received (\w+)$/.exec(message)?.[1];
  return { en: message, zh: received ? chinese.replace(/undefined$/, received) : chinese };
}

/** All that is wrong with one value, each with where it stands in it. */
export function issuesText(issues: readonly z.core.$ZodIssue[]): Text {
  const described = issues.map((issue) => ({ at: issue.path.join('.'), text: issueText(issue) }));
  const joined = (language: Language) => described.map(({ at, text }) => `${at} ${text[language]}`.trim()).join('; ');
  return { zh: joined('zh'), en: joined('en') };
}
