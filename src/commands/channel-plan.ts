/** Command 本群方案: shows or sets the plan that questions of a channel are about where they name none. */
import type { KnowledgePack } from '../model/pack/pack.ts';
import { setPlanOfChannel } from '../store/channel-plans.ts';
import { actorOf, type CommandContext, type CommandReply, done, refused } from './context.ts';
import type { PlanChoice } from './plan-choice.ts';

const titleOf = ({ say }: CommandContext, { facts }: KnowledgePack) =>
  `${say('titled', { title: facts.title })}${facts.edition ? `（${facts.edition}）` : ''}`;

/** Every plan, as a command that chooses it. */
function choicesOf(context: CommandContext) {
  const { say, deliveryContext } = context;
  return deliveryContext.packs.map((pack) => ({
    label: titleOf(context, pack),
    question: say('withWords', { command: say('usePlan'), words: pack.facts.title }),
  }));
}

/** The channel's own plan, where it has one that is there. */
export const ownPlan = ({ plan, deliveryContext }: CommandContext): KnowledgePack | undefined =>
  deliveryContext.packs.find(({ id }) => id === plan);

export function showPlan(context: CommandContext): CommandReply {
  const { say, deliveryContext } = context;
  const own = ownPlan(context);
  const count = deliveryContext.packs.length;
  if (count === 1) return done(context, [say('planOnly', { title: titleOf(context, deliveryContext.packs[0]!) })]);
  const text = own ? say('planNow', { title: titleOf(context, own) }) : say('planNone', { count });
  return done(context, [text], { choices: choicesOf(context), choicesLabel: say('planChoose') });
}

export async function usePlan(context: CommandContext, choice: PlanChoice): Promise<CommandReply> {
  const { say, deliveryContext, sender } = context;
  if (choice !== 'clear' && 'unknown' in choice)
    return refused(context, [say('planUnknown', { words: choice.unknown })], { choices: choicesOf(context) });
  const id = choice === 'clear' ? undefined : choice.id;
  await setPlanOfChannel(deliveryContext.db, sender, id, actorOf(sender), deliveryContext.now());
  const pack = deliveryContext.packs.find((one) => one.id === id);
  return done(context, [pack ? say('planSet', { title: titleOf(context, pack) }) : say('planCleared')]);
}
