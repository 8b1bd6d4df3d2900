/** 订阅: what was understood is subscribed and shown back with its next times; what was not is named, and nothing is done. */
import { isDeepStrictEqual } from 'node:util';
import { subscriptionOf } from '../delivery/subscription-row.ts';
import { add } from '../delivery/subscriptions.ts';
import { nextSlots } from '../digest/calendar/slots.ts';
import { wished } from '../digest/request/defaults.ts';
import { contentPhrases, optionPhrases, sayRequest, scopePhrases } from '../digest/request/format-request.ts';
import { openYears, sayMoment, saySchedule } from '../digest/request/format-schedule.ts';
import type { RequestRead } from '../digest/request/parse-request.ts';
import { nearUnits, resolveSubscription } from '../digest/request/validate.ts';
import { slotContext } from '../digest/select.ts';
import type { Choice } from '../model/card.ts';
import type { Subscription } from '../model/subscription.ts';
import { actorOf, done, type Reply, refused, subscriptionsHere, type Turn } from './context.ts';

/** More in one channel is a slip, or mischief. */
const most = 20;
const shown = 3;

type Wanted = RequestRead['wanted'];

/** The request with what is usual; its parts were read from the plans themselves, so nothing in it is unknown. */
export function subscriptionFrom({ ledger, zone, language, today }: Turn, wanted: Wanted): Subscription {
  return resolveSubscription(wished(wanted, { zone, language }), ledger.packs, 'request', today);
}

export const requestOf = ({ ledger, language, zone }: Turn, subscription: Subscription): string =>
  sayRequest(subscription, ledger.packs, language, zone);

/** What the digests say, in one line. */
function whatOf({ ledger, language, say }: Turn, subscription: Subscription): string {
  const scope = scopePhrases(subscription, ledger.packs, language);
  const content = contentPhrases(subscription.content, language);
  return [scope.length ? scope.join(say('join')) : say('whole'), content.join(say('join'))]
    .filter(Boolean)
    .join(say('clauses'));
}

/** Its next times, and what has to be said of them. */
export function timesOf({ ledger, language, say }: Turn, subscription: Subscription): string[] {
  const { packs, calendar, now } = ledger;
  const slots = nextSlots(slotContext(subscription, packs, calendar), now(), shown);
  if (!slots.length) return [say('never')];
  const times = slots.map(({ at }) => sayMoment(at, subscription.timing.zone, now(), language)).join(say('clauses'));
  const years = openYears(slots, subscription.timing, calendar);
  return [
    say('nextThree', { times }),
    ...(years.length ? [say('weekdayRule', { years: years.join(say('join')) })] : []),
  ];
}

function choiceOf(turn: Turn, wanted: Wanted): Choice {
  const question = turn.say('readAsWords', { words: requestOf(turn, subscriptionFrom(turn, wanted)) });
  return { label: question, question };
}

/** The readings nearest to words of which some mean nothing: with the units that were probably meant, and without those words. */
export function nearestReadings(turn: Turn, { wanted, unread, understood, problem }: RequestRead): Choice[] {
  if (problem) return [];
  const named = unread.flatMap((word) => nearUnits(turn.ledger.packs, word, 1).slice(0, 1));
  const units = wanted.scope?.units ?? [];
  const guess = named.length
    ? {
        ...wanted,
        scope: { ...wanted.scope, units: [...units, ...named.map((unit) => ({ unit, role: 'any' as const }))] },
      }
    : undefined;
  const readings = [...(guess ? [choiceOf(turn, guess)] : []), ...(understood ? [choiceOf(turn, wanted)] : [])];
  return readings.filter((one, index) => readings.findIndex(({ question }) => question === one.question) === index);
}

function example({ ledger, say }: Turn): string {
  const unit = ledger.packs[0]?.units.units.find(({ aliases }) => aliases.length)?.short ?? '';
  return say('example', { unit });
}

function notUnderstood(turn: Turn, request: RequestRead): Reply {
  const { say } = turn;
  const { unread, problem } = request;
  const why = problem ? say('notThis', { why: problem }) : say('unread', { words: unread.join(say('join')) });
  const choices = nearestReadings(turn, request);
  const more = choices.length ? { choices, choicesLabel: say('nearestReading') } : {};
  return refused(turn, [why, example(turn)], more);
}

export async function subscribe(turn: Turn, words: string, request: RequestRead): Promise<Reply> {
  const { asker, ledger, say, language, zone } = turn;
  if (request.problem || request.unread.length) return notUnderstood(turn, request);
  const subscription = subscriptionFrom(turn, request.wanted);
  const { live } = await subscriptionsHere(turn);
  const twin = live.find(({ row }) => isDeepStrictEqual(subscriptionOf(row), subscription));
  if (twin) return refused(turn, [say('same', { number: twin.number })]);
  if (live.length >= most) return refused(turn, [say('tooMany', { count: live.length })]);
  const { door, channel } = asker;
  const readAs = requestOf(turn, subscription);
  const wish = { door, channel, said: words || readAs, subscription };
  const { id } = await ledger.db.transaction((tx) => add(ledger, tx, wish, actorOf(asker)));
  const number = (await subscriptionsHere(turn)).live.find(({ row }) => row.id === id)?.number ?? live.length + 1;
  const options = optionPhrases(subscription, language, zone);
  const usual = subscription.whenNothing === 'line' ? [say('lineUsual')] : [];
  const facts = [
    { label: say('when'), value: saySchedule(subscription.timing.schedule, language) },
    { label: say('what'), value: whatOf(turn, subscription) },
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
    turn,
    [...request.notes, ...timesOf(turn, subscription), say('toChange', { number })],
    card,
  );
  return { card: { ...text, blocks: [{ type: 'facts', facts }, ...text.blocks] }, outcome };
}
