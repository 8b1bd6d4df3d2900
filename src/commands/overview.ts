/** 预览, 下次, 投递记录, 本群设置: what a channel gets and got; open to everyone. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import { doneIn, registeredIn } from '../delivery/completions.ts';
import { subscriptionOf } from '../delivery/subscription-row.ts';
import { dayOfText } from '../digest/calendar/day.ts';
import { nextSlots } from '../digest/calendar/slots.ts';
import { composeDigest } from '../digest/compose.ts';
import { sayDate, sayMoment, saySchedule } from '../digest/request/format-schedule.ts';
import type { RequestRead } from '../digest/request/parse-request.ts';
import { slotContext } from '../digest/select.ts';
import type { Card } from '../model/card.ts';
import type { Subscription } from '../model/subscription.ts';
import { delivery } from '../store/schema.ts';
import {
  done,
  type Numbered,
  nameOf,
  noSuch,
  onDay,
  type Reply,
  refused,
  subscriptionsHere,
  type Turn,
  whichOne,
  whoIs,
} from './context.ts';
import { keepPages } from './next-page.ts';
import type { Which } from './parse.ts';
import type { CommandPhrase } from './phrases-zh.ts';
import { nearestReadings, requestOf, subscriptionFrom, timesOf } from './subscribe.ts';

/** Rows of the ledger on one card. */
const mostRows = 10;

/** The digest as it will be, under a line that says what it is; its further pages wait for 更多. */
async function previewOf(
  turn: Turn,
  subscription: Subscription,
  told: readonly string[],
  head: (time: string) => string,
): Promise<Reply> {
  const { ledger, asker, say, language } = turn;
  const { packs, calendar, now } = ledger;
  const at = nextSlots(slotContext(subscription, packs, calendar), now(), 1)[0]?.at;
  const registered = await doneIn(ledger, asker.door, asker.channel);
  const { cards } = composeDigest({
    subscription,
    packs,
    calendar,
    at: at ?? now(),
    done: registered,
    told: new Set(told),
  });
  const time = at && sayMoment(at, subscription.timing.zone, now(), language);
  const [first, ...pages] = cards;
  if (!first) return done(turn, [time ? say('previewedSilent', { time }) : say('nothingThen')]);
  await keepPages(turn, pages);
  const opening = { type: 'text', text: time ? head(time) : say('previewedNow') } as const;
  const card: Card = { ...first, blocks: [opening, ...first.blocks] };
  return { card, outcome: `command:${turn.name}` };
}

export async function preview(turn: Turn, which: Which, request: RequestRead | undefined): Promise<Reply> {
  const { say, language } = turn;
  if (request) {
    const { unread, problem } = request;
    if (unread.length || problem) {
      const choices = nearestReadings(turn, request).map(({ question }) => {
        const asked = question.replace(say('subscribe'), say('preview'));
        return { label: asked, question: asked };
      });
      const more = choices.length ? { choices, choicesLabel: say('nearestReading') } : {};
      return refused(turn, [problem ?? say('unreadPreview', { words: unread.join(say('join')) })], more);
    }
    const subscription = subscriptionFrom(turn, request.wanted);
    return previewOf(turn, subscription, [], (time) =>
      say('previewedWords', { request: requestOf(turn, subscription), time }),
    );
  }
  const { live, ended } = await subscriptionsHere(turn);
  const one = typeof which === 'number' ? live.find(({ number }) => number === which) : live[0];
  if (typeof which === 'number' && !one) return noSuch(turn, which, live, ended);
  if (!one) {
    const usual = subscriptionFrom(turn, {});
    const schedule = saySchedule(usual.timing.schedule, language);
    return previewOf(turn, usual, [], () => say('previewedUsual', { schedule }));
  }
  if (which !== one.number && live.length > 1) return whichOne(turn, live, false);
  return previewOf(turn, subscriptionOf(one.row), one.row.told, (time) =>
    say('previewed', { name: nameOf(turn, one), time }),
  );
}

export async function next(turn: Turn, which: Which): Promise<Reply> {
  const { say } = turn;
  const { live, ended } = await subscriptionsHere(turn);
  const rows = typeof which === 'number' ? live.filter(({ number }) => number === which) : live;
  if (typeof which === 'number' && !rows.length) return noSuch(turn, which, live, ended);
  if (!rows.length) return done(turn, [say('none')]);
  const texts = rows.map((one) => {
    const subscription = subscriptionOf(one.row);
    const times = one.row.state === 'active' ? timesOf(turn, subscription) : [stateOf(turn, one)];
    return [say('stateLine', { name: nameOf(turn, one), request: requestOf(turn, subscription) }), ...times].join('\n');
  });
  return done(turn, texts, { title: say('nextTitle') });
}

export function stateOf(
  { say, ledger, language, today }: Pick<Turn, 'say' | 'ledger' | 'language' | 'today'>,
  { row }: Pick<Numbered, 'row'>,
): string {
  if (row.state === 'paused')
    return row.pausedUntil
      ? say('statePausedUntil', { date: sayDate(dayOfText(row.pausedUntil), today, language) })
      : say('statePaused');
  if (row.state === 'suspended') return say('stateSuspended', { why: row.stateReason ?? '' });
  if (!row.nextAt) return say('stateNoNext');
  return say('stateActive', { time: sayMoment(row.nextAt, row.timeZone, ledger.now(), language) });
}

const hereOf = ({ say, asker }: Turn) => say(asker.direct ? 'hereDirect' : 'hereGroup');

async function registeredLines(turn: Turn): Promise<string[]> {
  const { ledger, asker, say } = turn;
  const rows = await registeredIn(ledger, asker.door, asker.channel);
  return [...Map.groupBy(rows, ({ pack }) => pack)].map(([id, registered]) => {
    const pack = ledger.packs.find((one) => one.id === id);
    const said = registered.map(({ record, doneBy, doneAt }) => {
      const number = pack?.records.get(record)?.number ?? record;
      return say('rowBy', { number, who: whoIs(doneBy), date: onDay(turn, doneAt) });
    });
    const key: CommandPhrase = ledger.packs.length > 1 ? 'registeredIn' : 'registered';
    return say(key, { title: pack?.facts.title ?? id, rows: said.join(say('join')) });
  });
}

export async function settings(turn: Turn): Promise<Reply> {
  const { say, asker } = turn;
  const { live } = await subscriptionsHere(turn);
  const here = hereOf(turn);
  const lines = live.map((one) => {
    const subscription = subscriptionOf(one.row);
    const head = say('stateLine', { name: nameOf(turn, one), request: requestOf(turn, subscription) });
    const by = say('subscribedBy', { who: whoIs(one.row.createdBy), date: onDay(turn, one.row.createdAt) });
    // Times are told with what has to be said of them: a year whose days off are not known.
    const open = one.row.state === 'active' ? timesOf(turn, subscription).slice(1) : [];
    return [head, [stateOf(turn, one), by].join(say('spaced')), ...open].join('\n');
  });
  const { managers } = asker;
  const who = managers.length
    ? say('managers', { names: managers.join(say('join')) })
    : asker.mayManage
      ? say('anyone')
      : '';
  return done(
    turn,
    [...(lines.length ? lines : [say('settingsNone', { here })]), ...(await registeredLines(turn)), who],
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

export async function deliveries(turn: Turn): Promise<Reply> {
  const { say, ledger, asker, language } = turn;
  const { live, ended } = await subscriptionsHere(turn);
  const rows = await ledger.db
    .select()
    .from(delivery)
    .where(and(eq(delivery.door, asker.door), eq(delivery.channel, asker.channel), isNull(delivery.cause)))
    .orderBy(desc(delivery.slotAt), desc(delivery.createdAt))
    .limit(mostRows);
  if (!rows.length) return done(turn, [say('deliveriesNone')]);
  const several = live.length + ended.size > 1;
  const lines = rows.map(({ slotAt, subscriptionId, state, reason, attempts }) => {
    const key = reason === null ? undefined : reasons[reason];
    const because = key && state !== 'sent' ? say('stateBecause', { state: say(state), reason: say(key) }) : say(state);
    const owner = live.find(({ row }) => row.id === subscriptionId);
    return [
      sayMoment(slotAt, owner?.row.timeZone ?? turn.zone, ledger.now(), language),
      several && owner ? nameOf(turn, owner) : '',
      because,
      attempts > 1 ? say('attempts', { count: attempts }) : '',
    ]
      .filter(Boolean)
      .join(say('spaced'));
  });
  return done(turn, [lines.join('\n')], { title: say('deliveriesTitle') });
}
