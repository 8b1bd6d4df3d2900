/** A digest on request: what is due on a day, composed as for a subscription in the same words. */
import { z } from 'zod';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import type { Calendar } from '../../digest/calendar/working-days.ts';
import { composeDigest } from '../../digest/compose.ts';
import { withDefaults } from '../../digest/request/defaults.ts';
import { formatRequest } from '../../digest/request/format-request.ts';
import { parseRequest } from '../../digest/request/parse-request.ts';
import { validateSubscription } from '../../digest/request/validate.ts';
import { readInstant } from '../../knowledge/instant.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { dayOfText } from '../../shared/day.ts';
import { timeZoneOf } from '../../shared/zone.ts';
import { Problem } from './problem.ts';

export const DigestRequest = z.object({
  words: z
    .string()
    .trim()
    .max(300)
    .default('')
    .describe('Whose tasks and which deadlines, in the words of 订阅 (subscribe); empty = all that is due this month.'),
  plan: z.string().max(80).optional().describe('Id of the plan; absent = all.'),
  on: z.iso.date().optional().describe('The day that the digest is for, YYYY-MM-DD; absent = today.'),
  language: z.enum(['zh', 'en']).default('zh'),
});

interface Source {
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  /** YYYY-MM-DD */
  today: string;
}

interface DigestAnswer {
  on: string;
  /** `nothing`: one line says so. `silence`: no page. */
  outcome: 'due' | 'nothing' | 'over' | 'silence';
  /** The request as it was read. */
  read: string;
  /** One text for each page. */
  pages: string[];
  citations: string[];
  records: { pack: KnowledgePack; record: PlanRecord }[];
}

/** @throws {Problem} where the words can't be read. `plan` is one of the packs. */
export function digestOn(
  { words, plan, on, language }: z.infer<typeof DigestRequest>,
  { packs, calendar, today }: Source,
): DigestAnswer {
  const day = on ?? today;
  const { request, unread, problem } = parseRequest(words, packs, dayOfText(day), language);
  if (problem) throw new Problem(422, 'words-unread', problem);
  if (unread.length) throw new Problem(422, 'words-unread', `words that were not read: ${unread.join(', ')}`);
  const zone = timeZoneOf(packs);
  const scope = plan === undefined ? request.scope : { ...request.scope, plans: [plan] };
  const wanted = withDefaults(scope ? { ...request, scope } : request, { zone, language });
  const subscription = validateSubscription(wanted, packs, 'request', dayOfText(day));
  const at = readInstant(`${day} 09:00`, zone)!;
  const { outcome, cards, records } = composeDigest({ subscription, packs, calendar, at });
  return {
    on: day,
    outcome,
    read: formatRequest(subscription, packs, language, zone),
    pages: cards.map(renderText),
    citations: [...new Set(cards.flatMap(({ sources }) => sources))],
    records: records.flatMap((key) => {
      const pack = packs.find(({ id }) => key.startsWith(`${id}/`));
      const record = pack?.records.get(key.slice(pack.id.length + 1));
      return pack && record ? [{ pack, record }] : [];
    }),
  };
}
