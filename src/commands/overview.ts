/** Commands 预览, 下次, 投递记录, 本群设置: show what a channel gets and got; open to everyone. */
import { completedIn, completionsIn } from '../delivery/completions.ts';
import type { DeliveryContext } from '../delivery/context.ts';
import { channelDeliveries } from '../delivery/deliveries.ts';
import { type SubscriptionRow, subscriptionOf } from '../delivery/subscription-row.ts';
import { nextSlots } from '../digest/calendar/slots.ts';
import { composeDigest } from '../digest/compose.ts';
import { isResting, isSpent, monthAt } from '../digest/ended.ts';
import { digestSpeaker } from '../digest/phrases.ts';
import { formatDate, formatMoment, formatSchedule } from '../digest/request/format-schedule.ts';
import type { RequestParse } from '../digest/request/request-grammar.ts';
import { sayUnknownUnits, sortUnread } from '../digest/request/unknown-units.ts';
import { slotContext } from '../digest/select.ts';
import type { Card } from '../model/card.ts';
import type { Subscription } from '../model/subscription.ts';
import { dayOfText } from '../shared/day.ts';
import { ownPlan } from './channel-plan.ts';
import {
  actorName,
  type CommandContext,
  type CommandReply,
  chooseOne,
  done,
  type NumberedSubscription,
  nameOf,
  notFound,
  onDay,
  refused,
  subscriptionsHere,
} from './context.ts';
import { keepPages } from './next-page.ts';
import type { SubscriptionSelector } from './parse.ts';
import type { CommandPhrase } from './phrases/zh.ts';
import { nearestReadings, requestOf, subscriptionFrom, timesOf } from './subscribe.ts';

/** Deliveries on one card. */
const maxRows = 10;

/** The digest as it will be, under a line that says what it is; its further pages wait for 更多. */
async function previewOf(
  context: CommandContext,
  subscription: Subscription,
  notifiedPlans: readonly string[],
  head: (time: string) => string,
): Promise<CommandReply> {
  const { deliveryContext, sender, say, language } = context;
  const { packs, calendar, now, attachments } = deliveryContext;
  const at = nextSlots(slotContext(subscription, packs, calendar), now(), 1)[0]?.at;
  const registered = await completedIn(deliveryContext, sender.door, sender.channel);
  const { cards, records } = composeDigest({
    subscription,
    packs,
    calendar,
    at: at ?? now(),
    done: registered,
    notifiedPlans: new Set(notifiedPlans),
  });
  const time = at && formatMoment(at, subscription.timing.zone, now(), language);
  const [first, ...pages] = cards;
  if (!first) return done(context, [time ? say('previewedSilent', { time }) : say('nothingThen')]);
  await keepPages(context, pages, first);
  const opening = { type: 'text', text: time ? head(time) : say('previewedNow') } as const;
  const card: Card = { ...first, blocks: [opening, ...first.blocks] };
  if (subscription.attach === 'xlsx' && attachments && records.length) {
    const attached = await attachments.attach(sender, card, records, subscription.language);
    return { card: attached, outcome: `command:${context.name}` };
  }
  return { card, outcome: `command:${context.name}` };
}

/** Why there is no preview of these words, with the nearest readings as previews. */
function notUnderstood(context: CommandContext, request: RequestParse): CommandReply {
  const { say, language, deliveryContext } = context;
  const { units, words } = sortUnread(request.unread, deliveryContext.packs);
  const why = [
    ...(units.length ? [sayUnknownUnits(digestSpeaker(language), units, deliveryContext.packs)] : []),
    ...(words.length ? [say('unreadPreview', { words: words.join(say('join')) })] : []),
  ];
  const choices = nearestReadings(context, request).map(({ question }) => {
    const asked = question.replace(say('subscribe'), say('preview'));
    return { label: asked, question: asked };
  });
  const more = choices.length ? { choices, choicesLabel: say('nearestReading') } : {};
  return refused(context, request.problem ? [request.problem] : why, more);
}

export async function preview(
  context: CommandContext,
  which: SubscriptionSelector,
  request: RequestParse | undefined,
): Promise<CommandReply> {
  const { say, language } = context;
  if (request) {
    if (request.unread.length || request.problem) return notUnderstood(context, request);
    const subscription = subscriptionFrom(context, request.request);
    return previewOf(context, subscription, [], (time) =>
      say('previewedWords', { request: requestOf(context, subscription), time }),
    );
  }
  const { live, ended } = await subscriptionsHere(context);
  const one = typeof which === 'number' ? live.find(({ number }) => number === which) : live[0];
  if (typeof which === 'number' && !one) return notFound(context, which, live, ended);
  if (!one) {
    const usual = subscriptionFrom(context, {});
    const report = subscriptionFrom(context, { content: { report: true } });
    // Of a plan that is over, what can still be had is shown: the usual digest would be a farewell.
    if (isSpent(usual, context.deliveryContext.packs, monthAt(context.deliveryContext.now(), context.zone)))
      return previewOf(context, report, [], (time) =>
        say('previewedWords', { request: requestOf(context, report), time }),
      );
    const schedule = formatSchedule(usual.timing.schedule, language);
    return previewOf(context, usual, [], () => say('previewedUsual', { schedule }));
  }
  if (which !== one.number && live.length > 1) return chooseOne(context, live, false);
  if (isRestingRow(context.deliveryContext, one.row))
    return done(context, [say('stateLine', { name: nameOf(context, one), request: say('resting') })]);
  return previewOf(context, subscriptionOf(one.row), one.row.told, (time) =>
    say('previewed', { name: nameOf(context, one), time }),
  );
}

export async function next(context: CommandContext, which: SubscriptionSelector): Promise<CommandReply> {
  const { say } = context;
  const { live, ended } = await subscriptionsHere(context);
  const rows = typeof which === 'number' ? live.filter(({ number }) => number === which) : live;
  if (typeof which === 'number' && !rows.length) return notFound(context, which, live, ended);
  if (!rows.length) return done(context, [say('none')]);
  const texts = rows.map((one) => {
    const subscription = subscriptionOf(one.row);
    const continues = one.row.state === 'active' && !isRestingRow(context.deliveryContext, one.row);
    const times = continues ? timesOf(context, subscription) : [stateOf(context, one)];
    return [say('stateLine', { name: nameOf(context, one), request: requestOf(context, subscription) }), ...times].join(
      '\n',
    );
  });
  return done(context, texts, { title: say('nextTitle') });
}

export function stateOf(
  { say, deliveryContext, language, today }: Pick<CommandContext, 'say' | 'deliveryContext' | 'language' | 'today'>,
  { row }: Pick<NumberedSubscription, 'row'>,
): string {
  if (row.state === 'paused')
    return row.pausedUntil
      ? say('statePausedUntil', { date: formatDate(dayOfText(row.pausedUntil), today, language) })
      : say('statePaused');
  if (row.state === 'suspended') return say('stateSuspended', { why: row.stateReason ?? '' });
  if (isRestingRow(deliveryContext, row)) return say('resting');
  if (!row.nextAt) return say('stateNoNext');
  return say('stateActive', { time: formatMoment(row.nextAt, row.timeZone, deliveryContext.now(), language) });
}

/** Its end has been announced: there is no next time, even before the row says so. */
const isRestingRow = ({ packs, now }: DeliveryContext, row: SubscriptionRow) =>
  row.state === 'active' && isResting(subscriptionOf(row), packs, row.told, now());

const hereOf = ({ say, sender }: CommandContext) => say(sender.direct ? 'hereDirect' : 'hereGroup');

async function registeredLines(context: CommandContext): Promise<string[]> {
  const { deliveryContext, sender, say } = context;
  const rows = await completionsIn(deliveryContext, sender.door, sender.channel);
  return [...Map.groupBy(rows, ({ pack }) => pack)].map(([id, registered]) => {
    const pack = deliveryContext.packs.find((one) => one.id === id);
    const completed = registered.map(({ record, doneBy, doneAt }) => {
      const number = pack?.records.get(record)?.number ?? record;
      return say('rowBy', { number, who: actorName(doneBy), date: onDay(context, doneAt) });
    });
    const key: CommandPhrase = deliveryContext.packs.length > 1 ? 'registeredIn' : 'registered';
    return say(key, { title: pack?.facts.title ?? id, rows: completed.join(say('join')) });
  });
}

export async function settings(context: CommandContext): Promise<CommandReply> {
  const { say, sender } = context;
  const { live } = await subscriptionsHere(context);
  const here = hereOf(context);
  const lines = live.map((one) => {
    const subscription = subscriptionOf(one.row);
    const head = say('stateLine', { name: nameOf(context, one), request: requestOf(context, subscription) });
    const by = say('subscribedBy', { who: actorName(one.row.createdBy), date: onDay(context, one.row.createdAt) });
    // Times are shown with what has to be said of them: a year whose days off are not known.
    const continues = one.row.state === 'active' && !isRestingRow(context.deliveryContext, one.row);
    const open = continues ? timesOf(context, subscription).slice(1) : [];
    return [head, [stateOf(context, one), by].join(say('spaced')), ...open].join('\n');
  });
  const { managers } = sender;
  const own = ownPlan(context);
  const who = managers.length
    ? say('managers', { names: managers.join(say('join')) })
    : sender.mayManage
      ? say('anyone')
      : '';
  return done(
    context,
    [
      ...(lines.length ? lines : [say('settingsNone', { here })]),
      ...(own ? [say('planLine', { title: own.facts.title })] : []),
      ...(await registeredLines(context)),
      who,
    ],
    {
      title: say('settingsTitle', { here }),
    },
  );
}

const reasons: Record<string, CommandPhrase> = {
  superseded: 'reasonSuperseded',
  'too-late': 'reasonTooLate',
  'not-wanted': 'reasonNotWanted',
  'nothing-due': 'reasonNothingDue',
  paused: 'reasonPaused',
  suspended: 'reasonSuspended',
  ended: 'reasonEnded',
  'gave-up': 'reasonGaveUp',
  final: 'reasonFinal',
  unanswered: 'reasonUnanswered',
};

export async function deliveries(context: CommandContext): Promise<CommandReply> {
  const { say, deliveryContext, sender, language } = context;
  const { live, ended } = await subscriptionsHere(context);
  const rows = await channelDeliveries(deliveryContext, sender.door, sender.channel, maxRows);
  if (!rows.length) return done(context, [say('deliveriesNone')]);
  const several = live.length + ended.size > 1;
  const lines = rows.map(({ slotAt, subscriptionId, state, reason, attempts }) => {
    const key = reason === null ? undefined : reasons[reason];
    const because = key && state !== 'sent' ? say('stateBecause', { state: say(state), reason: say(key) }) : say(state);
    const owner = live.find(({ row }) => row.id === subscriptionId);
    return [
      formatMoment(slotAt, owner?.row.timeZone ?? context.zone, deliveryContext.now(), language),
      several && owner ? nameOf(context, owner) : '',
      because,
      attempts > 1 ? say('attempts', { count: attempts }) : '',
    ]
      .filter(Boolean)
      .join(say('spaced'));
  });
  return done(context, [lines.join('\n')], { title: say('deliveriesTitle') });
}
