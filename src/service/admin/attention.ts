/** What is red and what to do about it: for the maintainers' page and `qinzhi status`. */

import type { DeliveryContext } from '../../delivery/context.ts';
import { listDeliveries } from '../../delivery/deliveries.ts';
import { listSubscriptions } from '../../delivery/subscriptions.ts';
import { dayIn } from '../../digest/calendar/slots.ts';
import { missingYear } from '../../digest/calendar/working-days.ts';
import { loadPacks } from '../../knowledge/load.ts';
import type { Attention } from '../../model/admin-desk.ts';
import { type Fault, faultLine, SetupError } from '../../model/fault.ts';
import type { Text } from '../../model/text.ts';
import { timeZoneOf } from '../../shared/zone.ts';
import { groupQuestions } from '../../store/questions.ts';
import { adminText } from './messages.ts';

const openShown = 500;
const weekMs = 7 * 86_400_000;

const lineOf = (fault: Fault): Text => ({ zh: faultLine(fault, 'zh').trim(), en: faultLine(fault, 'en').trim() });

/** Faults of the packs on disk; empty where they can be used. */
export function faultsOfPacks(knowledge: string): Text[] {
  try {
    loadPacks(knowledge);
    return [];
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return error.faults.map(lineOf);
  }
}

async function ofDeliveries(context: DeliveryContext): Promise<Attention[]> {
  const [failed, unknown, subscriptions] = await Promise.all([
    listDeliveries(context, { state: 'failed', subscriptionId: undefined }, openShown),
    listDeliveries(context, { state: 'unknown', subscriptionId: undefined }, openShown),
    listSubscriptions(context),
  ]);
  const suspended = subscriptions.filter(({ state }) => state === 'suspended').length;
  return [
    ...(failed.length
      ? [
          {
            what: adminText('failed', { count: failed.length }),
            remedy: adminText('failedRemedy'),
            page: 'deliveries' as const,
          },
        ]
      : []),
    ...(unknown.length
      ? [
          {
            what: adminText('unknown', { count: unknown.length }),
            remedy: adminText('unknownRemedy'),
            page: 'deliveries' as const,
          },
        ]
      : []),
    ...(suspended
      ? [
          {
            what: adminText('suspended', { count: suspended }),
            remedy: adminText('suspendedRemedy'),
            page: 'deliveries' as const,
          },
        ]
      : []),
  ];
}

/** All that needs somebody, the most urgent first. */
export async function attentionOf(context: DeliveryContext, knowledge: string): Promise<Attention[]> {
  const faults = faultsOfPacks(knowledge);
  const now = context.now();
  const unanswered = await groupQuestions(context.db, new Date(now.getTime() - weekMs), 'in-vain', openShown);
  const year = missingYear(context.calendar, dayIn(now, timeZoneOf(context.packs)));
  const unconfirmed = context.packs.flatMap(({ servicePoints, contacts }) =>
    servicePoints.filter(({ id, opens }) => opens && !contacts.some(({ servicePoint }) => servicePoint === id)),
  ).length;
  return [
    ...(faults.length
      ? [
          {
            what: adminText('packs', { count: faults.length }),
            remedy: adminText('packsRemedy'),
            page: 'packs' as const,
          },
        ]
      : []),
    ...(await ofDeliveries(context)),
    ...(year === undefined ? [] : [{ what: adminText('holidays', { year }), remedy: adminText('holidaysRemedy') }]),
    ...(unanswered.length
      ? [
          {
            what: adminText('unanswered', { count: unanswered.length }),
            remedy: adminText('unansweredRemedy'),
            page: 'questions' as const,
          },
        ]
      : []),
    ...(unconfirmed
      ? [
          {
            what: adminText('contacts', { count: unconfirmed }),
            remedy: adminText('contactsRemedy'),
            page: 'contacts' as const,
          },
        ]
      : []),
  ];
}
