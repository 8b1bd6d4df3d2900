/** Command 订阅: creates a subscription and shows its next times; names unreadable words and creates nothing. */
import { isDeepStrictEqual } from 'node:util';
import { subscriptionOf } from '../delivery/subscription-row.ts';
import { addSubscription, lockChannel } from '../delivery/subscriptions.ts';
import { nextSlots } from '../digest/calendar/slots.ts';
import { digestSpeaker } from '../digest/phrases.ts';
import { startFortnight, withDefaults } from '../digest/request/defaults.ts';
import { contentPhrases, formatRequest, optionPhrases, scopePhrases } from '../digest/request/format-request.ts';
import { formatMoment, formatSchedule, openYears } from '../digest/request/format-schedule.ts';
import { nearUnits } from '../digest/request/near-units.ts';
import type { ParsedRequest, RequestParse } from '../digest/request/request-grammar.ts';
import { sayUnknownUnits, sortUnread } from '../digest/request/unknown-units.ts';
import { validateSubscription } from '../digest/request/validate.ts';
import { slotContext } from '../digest/select.ts';
import type { Choice } from '../model/card.ts';
import type { Subscription } from '../model/subscription.ts';
import { ownPlan } from './channel-plan.ts';
import { actorOf, type CommandContext, type CommandReply, done, refused, subscriptionsHere } from './context.ts';
import { endedNotes, refusalAtEnd } from './ended-plan.ts';

/** Caps the subscriptions of a channel: more are a mistake or an abuse. */
const maxSubscriptions = 20;
const shown = 3;

/** The request with what is usual, of the channel's own plan where it names none; its parts were read from the plans themselves, so nothing in it is unknown. */
export function subscriptionFrom(context: CommandContext, wanted: ParsedRequest): Subscription {
  const { deliveryContext, zone, language, today } = context;
  const own = ownPlan(context);
  const scope = own && !wanted.scope?.plans?.length ? { ...wanted.scope, plans: [own.id] } : wanted.scope;
  const request = scope ? { ...wanted, scope } : wanted;
  return validateSubscription(withDefaults(request, { zone, language }), deliveryContext.packs, 'request', today);
}

export const requestOf = ({ deliveryContext, language, zone }: CommandContext, subscription: Subscription): string =>
  formatRequest(subscription, deliveryContext.packs, language, zone);

/** What the digests say, in one line. */
function whatOf({ deliveryContext, language, say }: CommandContext, subscription: Subscription): string {
  const scope = scopePhrases(subscription, deliveryContext.packs, language);
  const content = contentPhrases(subscription.content, language);
  return [scope.length ? scope.join(say('join')) : say('whole'), content.join(say('join'))]
    .filter(Boolean)
    .join(say('clauses'));
}

/** Its next times, and what has to be said of them. */
export function timesOf({ deliveryContext, language, say }: CommandContext, subscription: Subscription): string[] {
  const { packs, calendar, now } = deliveryContext;
  const slots = nextSlots(slotContext(subscription, packs, calendar), now(), shown);
  if (!slots.length) return [say('never')];
  const times = slots.map(({ at }) => formatMoment(at, subscription.timing.zone, now(), language)).join(say('clauses'));
  const years = openYears(slots, subscription.timing, calendar);
  return [
    say('nextThree', { times }),
    ...(years.length ? [say('weekdayRule', { years: years.join(say('join')) })] : []),
  ];
}

function choiceOf(context: CommandContext, wanted: ParsedRequest): Choice {
  const question = context.say('readAsWords', { words: requestOf(context, subscriptionFrom(context, wanted)) });
  return { label: question, question };
}

/** The readings nearest to words of which some mean nothing: with the units that were probably meant, and without those words. */
export function nearestReadings(
  context: CommandContext,
  { request: wanted, unread, understood, problem }: RequestParse,
): Choice[] {
  if (problem) return [];
  const named = unread.flatMap((word) => nearUnits(context.deliveryContext.packs, word, 1).slice(0, 1));
  const units = wanted.scope?.units ?? [];
  const guess = named.length
    ? {
        ...wanted,
        scope: { ...wanted.scope, units: [...units, ...named.map((unit) => ({ unit, role: 'any' as const }))] },
      }
    : undefined;
  const readings = [...(guess ? [choiceOf(context, guess)] : []), ...(understood ? [choiceOf(context, wanted)] : [])];
  return readings.filter((one, index) => readings.findIndex(({ question }) => question === one.question) === index);
}

function example({ deliveryContext, say }: CommandContext): string {
  const unit = deliveryContext.packs[0]?.units.units.find(({ aliases }) => aliases.length)?.short ?? '';
  return say('example', { unit });
}

function notUnderstood(context: CommandContext, request: RequestParse): CommandReply {
  const { say } = context;
  const { problem } = request;
  const { packs } = context.deliveryContext;
  const { units, words } = sortUnread(request.unread, packs);
  const unknown = units.length
    ? [say('unknownUnit', { why: sayUnknownUnits(digestSpeaker(context.language), units, packs) })]
    : [];
  const unread = words.length ? [say('unread', { words: words.join(say('join')) })] : [];
  const why = problem ? [say('notThis', { why: problem })] : [...unknown, ...unread];
  const choices = nearestReadings(context, request);
  const more = choices.length ? { choices, choicesLabel: say('nearestReading') } : {};
  return refused(context, [...why, example(context)], more);
}

export async function subscribe(context: CommandContext, words: string, request: RequestParse): Promise<CommandReply> {
  const { sender, deliveryContext, say, language, zone } = context;
  if (request.problem || request.unread.length) return notUnderstood(context, request);
  const wanted = subscriptionFrom(context, request.request);
  const { packs, calendar, now, attachments } = deliveryContext;
  if (wanted.attach === 'xlsx' && attachments?.isPossible(sender) === false) return refused(context, [say('noAttach')]);
  const subscription = startFortnight(wanted, words, slotContext(wanted, packs, calendar), now());
  if (
    subscription.timing.schedule.kind === 'once' &&
    !nextSlots(slotContext(subscription, packs, calendar), now(), 1).length
  )
    return refused(context, [say('gone')]);
  const ended = request.request.anyway ? undefined : refusalAtEnd(context, subscription);
  if (ended) return ended;
  const { door, channel } = sender;
  const readAs = requestOf(context, subscription);
  const draft = { door, channel, requestText: words || readAs, subscription };
  const added = await deliveryContext.db.transaction(async (tx) => {
    // Looked at and added in one turn: of requests at the same moment each would find the channel as it was before.
    await lockChannel(tx, door, channel);
    const { live } = await subscriptionsHere(context, tx);
    const duplicate = live.find(({ row }) => isDeepStrictEqual(subscriptionOf(row), subscription));
    if (duplicate) return refused(context, [say('same', { number: duplicate.number })]);
    if (live.length >= maxSubscriptions)
      return refused(context, [say('tooMany', { count: live.length, limit: maxSubscriptions })]);
    const { id } = await addSubscription(deliveryContext, tx, draft, actorOf(sender));
    return (await subscriptionsHere(context, tx)).live.find(({ row }) => row.id === id)!.number;
  });
  if (typeof added !== 'number') return added;
  const number = added;
  const options = optionPhrases(subscription, language, zone);
  const usual = subscription.whenNothing === 'line' ? [say('lineUsual')] : [];
  const facts = [
    { label: say('when'), value: formatSchedule(subscription.timing.schedule, language) },
    { label: say('what'), value: whatOf(context, subscription) },
    { label: say('options'), value: [...usual, ...options].join(say('join')) },
    { label: say('readAs'), value: say('readAsWords', { words: readAs }) },
  ].filter(({ value }) => value);
  const card = {
    title: say('subscribed', { number }),
    choices: (['preview', 'unsubscribe'] as const).map((name) => {
      const question = say('withNumber', { command: say(name), number });
      return { label: question, question };
    }),
  };
  const { card: text, outcome } = done(
    context,
    [
      ...request.notes,
      ...timesOf(context, subscription),
      ...endedNotes(context, subscription),
      say('toChange', { number }),
    ],
    card,
  );
  return { card: { ...text, blocks: [{ type: 'facts', facts }, ...text.blocks] }, outcome };
}
