/** Formats a subscription as a request that parses to the same subscription. */

import type { Language } from '../../language/answer-phrases.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { DigestContent, Late, Lead, Subscription } from '../../model/subscription.ts';
import { digestSpeaker, type SayDigest } from '../phrases.ts';
import { isMonthEnd } from './defaults.ts';
import { formatSchedule } from './format-schedule.ts';

const roleKeys = {
  responsible: 'requestResponsible',
  cooperating: 'requestCooperating',
  any: 'requestAnyRole',
} as const;

function unitName(packs: readonly KnowledgePack[], name: string, language: Language): string {
  const unit = packs.flatMap(({ units }) => units.units).find((one) => one.name === name);
  return (language === 'en' ? unit?.english[0] : undefined) ?? unit?.short ?? name;
}

function units({ scope }: Subscription, packs: readonly KnowledgePack[], say: SayDigest, language: Language): string[] {
  if (!scope.units.length) return [];
  // Where all are meant in any role, nothing has to be said of it.
  const plain = scope.units.every(({ role }) => role === 'any');
  const named = scope.units.map(({ unit: name, role }) => {
    const unit = unitName(packs, name, language);
    return plain ? unit : say(roleKeys[role], { unit });
  });
  return [named.join(say('listJoin'))];
}

function leadPhrases(leads: readonly Lead[], say: SayDigest): string[] {
  return (['workday', 'day'] as const).flatMap((unit) => {
    const counts = leads.filter((lead) => lead.unit === unit).map(({ count }) => count);
    if (!counts.length) return [];
    const phrase = say(unit === 'workday' ? 'beforeWorkdays' : 'beforeDays', { counts: counts.join(say('listJoin')) });
    return [say('requestLeads', { leads: say('requestLeadsOnly', { counts: phrase }) })];
  });
}

const sameLeads = (a: readonly Lead[], b: readonly Lead[]) => JSON.stringify(a) === JSON.stringify(b);

/** A schedule of reminders says by itself what is in them. */
function isImplied({ content, timing: { schedule } }: Subscription): boolean {
  const others = content.due.length || content.overdue || content.duties || content.phases || content.report;
  return schedule.kind === 'before-deadlines' && !others && sameLeads(content.leads, schedule.leads);
}

/** What is in the digests, one phrase for each kind. */
export function contentPhrases(content: DigestContent, language: Language): string[] {
  const say = digestSpeaker(language);
  const due = content.due.map((one) => {
    if (one === 'this-month') return say('requestThisMonth');
    if (one === 'next-month') return say('requestNextMonth');
    return say(one.unit === 'day' ? 'requestWithinDay' : 'requestWithinWorkday', { count: one.within });
  });
  return [
    ...due,
    ...leadPhrases(content.leads, say),
    ...(content.overdue ? [say('requestOverdue')] : []),
    ...(content.duties ? [say('requestDuties')] : []),
    ...(content.phases ? [say('requestPhases')] : []),
    ...(content.report ? [say('requestReport')] : []),
  ];
}

/** Of whom: units in their roles, ★, groups, plans; nothing where it is of all. */
export function scopePhrases(
  subscription: Subscription,
  packs: readonly KnowledgePack[],
  language: Language,
): string[] {
  const say = digestSpeaker(language);
  const { scope } = subscription;
  return [
    ...scope.plans.map((id) => {
      const title = packs.find((pack) => pack.id === id)?.facts.title ?? id;
      return say('plan', { title });
    }),
    ...units(subscription, packs, say, language),
    ...(scope.starredOnly ? [say('star')] : []),
    ...scope.groups.map((number) => say('groupWord', { number })),
  ];
}

function latePhrase(late: Late, say: SayDigest): string | undefined {
  if (late.policy !== 'latest') return say(late.policy === 'all' ? 'requestAll' : 'requestNone');
  return late.withinHours === undefined ? undefined : say('requestWithinHours', { hours: late.withinHours });
}

/** What differs from the usual. */
export function optionPhrases(
  { timing, late, whenNothing, done, attach, language: own }: Subscription,
  language: Language,
  usualZone: string,
): string[] {
  const say = digestSpeaker(language);
  const quiet = timing.quiet && say('requestQuiet', timing.quiet);
  return [
    whenNothing === 'silence' ? say('requestSilence') : undefined,
    done === 'omit' ? say('requestOmit') : undefined,
    attach === 'xlsx' ? say('requestAttach') : undefined,
    timing.dayOff === 'send' && timing.schedule.kind !== 'once' ? say('requestSend') : undefined,
    timing.dayOff === 'previous' ? say('requestPrevious') : undefined,
    // Elsewhere usual, and so unsaid.
    timing.dayOff === 'next' && (isMonthEnd(timing.schedule) || timing.schedule.kind === 'once')
      ? say('requestNext')
      : undefined,
    quiet,
    latePhrase(late, say),
    timing.zone === usualZone ? undefined : say('requestZone', { zone: timing.zone }),
    own === language ? undefined : say(own === 'en' ? 'requestEn' : 'requestZh'),
  ].filter((part) => part !== undefined);
}

/** `usualZone`: the one that needs no word. */
export function formatRequest(
  subscription: Subscription,
  packs: readonly KnowledgePack[],
  language: Language,
  usualZone: string,
): string {
  return [
    formatSchedule(subscription.timing.schedule, language),
    ...scopePhrases(subscription, packs, language),
    ...(isImplied(subscription) ? [] : contentPhrases(subscription.content, language)),
    ...optionPhrases(subscription, language, usualZone),
  ].join(language === 'zh' ? ' ' : ', ');
}
