/** What a person is shown before subscribing to a plan whose deadlines have all passed, and what can still be had instead. */
import { hasEnded, isSpent, lastInScope, monthAt } from '../digest/ended.ts';
import { sayScope } from '../digest/format-scope.ts';
import { sayMonth } from '../digest/group-tasks.ts';
import { digestSpeaker } from '../digest/phrases.ts';
import { formatRequest } from '../digest/request/format-request.ts';
import { packsOf } from '../digest/select.ts';
import { formatterFor } from '../language/format.ts';
import type { Choice } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Schedule, Subscription } from '../model/subscription.ts';
import { partsOf } from '../shared/day.ts';
import { type CommandContext, type CommandReply, refused } from './context.ts';

const current = ({ deliveryContext }: CommandContext, { timing }: Subscription) =>
  monthAt(deliveryContext.now(), timing.zone);

/** A line for each plan of several that has ended, where others of the subscription go on. */
export function endedNotes(context: CommandContext, subscription: Subscription): string[] {
  const { packs } = context.deliveryContext;
  const month = current(context, subscription);
  if (isSpent(subscription, packs, month)) return [];
  const chosen = packsOf(packs, subscription.scope);
  if (chosen.length < 2) return [];
  const ended = chosen.filter((pack) =>
    isSpent({ ...subscription, scope: { ...subscription.scope, plans: [pack.id] } }, packs, month),
  );
  return ended.map(({ facts: { title } }) => context.say('endedPart', { title }));
}

/** What still makes sense: the closing report, recurring duties, the same for the whole plan, and plans that go on. */
function alternatives(
  context: CommandContext,
  subscription: Subscription,
  ended: readonly KnowledgePack[],
): Subscription[] {
  const { deliveryContext } = context;
  const { scope, content } = subscription;
  const month = current(context, subscription);
  const none = { due: [], leads: [], overdue: false, duties: false, phases: false, report: false };
  const monthly: Schedule = { kind: 'nth-workday', every: 'month', nth: 1, at: ['09:00'] };
  const timing = { ...subscription.timing, schedule: monthly };
  const whole = { ...scope, units: [], groups: [], starredOnly: false };
  const others = deliveryContext.packs.filter((pack) => !ended.includes(pack) && !hasEnded(pack, whole, month));
  const wanted: Subscription[] = [
    { ...subscription, timing, content: { ...none, report: true } },
    { ...subscription, timing, content: { ...none, duties: true } },
    ...(ended.some((pack) => !hasEnded(pack, whole, month)) ? [{ ...subscription, content, scope: whole }] : []),
    ...others.map(({ id }) => ({ ...subscription, scope: { ...whole, plans: [id] } })),
  ];
  return wanted.filter((one) => !isSpent(one, deliveryContext.packs, month));
}

/** Undefined where something will still fall due, or was asked for beside deadlines. */
export function refusalAtEnd(context: CommandContext, subscription: Subscription): CommandReply | undefined {
  const { deliveryContext, say, language, today, zone } = context;
  const { packs } = deliveryContext;
  if (!isSpent(subscription, packs, current(context, subscription))) return undefined;
  const ended = packsOf(packs, subscription.scope);
  const { scope } = subscription;
  const isNarrow = scope.units.length > 0 || scope.groups.length > 0 || scope.starredOnly;
  const last = Math.max(...ended.map((pack) => lastInScope(pack, scope) ?? 0));
  const sayDigest = digestSpeaker(language);
  const titles = ended.map(({ facts: { title } }) => say('wholePlan', { title })).join(say('join'));
  const narrowed = isNarrow ? sayScope(sayDigest, formatterFor(ended[0]!, partsOf(today), language), scope) : titles;
  const asCommand = (one: Subscription): Choice => {
    const question = say('readAsWords', { words: formatRequest(one, packs, language, zone) });
    return { label: question, question };
  };
  const anyway = say('endedAnyway', { words: formatRequest(subscription, packs, language, zone) });
  const choices = [...alternatives(context, subscription, ended).map(asCommand), { label: anyway, question: anyway }];
  return refused(context, [say('ended', { what: narrowed, date: sayMonth(sayDigest, last) })], {
    choices,
    choicesLabel: say('endedChoices'),
  });
}
