/** Executes chat commands (subscribe, pause, preview, …); undefined where a message is a question. */
import { CommandError } from '../delivery/subscriptions.ts';
import type { Commands, Sender } from '../model/command.ts';
import { timeZoneOf } from '../shared/zone.ts';
import { planOfChannel } from '../store/channel-plans.ts';
import { showPlan, usePlan } from './channel-plan.ts';
import { register, takeBack } from './completion.ts';
import {
  type CommandContext,
  type CommandReply,
  type CommandServices,
  cardOf,
  commandContext,
  dayOf,
  refused,
} from './context.ts';
import { pauseSome, resumeSome, unsubscribe } from './lifecycle.ts';
import { more } from './next-page.ts';
import { deliveries, next, preview, settings } from './overview.ts';
import { type Command, type ParseContext, type ParsedCommand, parseCommand } from './parse.ts';
import { commandSpeaker } from './phrases/phrases.ts';
import { subscribe } from './subscribe.ts';
import { suggest } from './suggest.ts';

/** These change what a channel gets or says; the others only show it. */
const changing = new Set<Command['name']>(['usePlan', 'subscribe', 'unsubscribe', 'pause', 'resume', 'done', 'undo']);

/** As long as a dialogue: next after a list that was just answered means the list. */
const dialogueMs = 30 * 60_000;

function act(context: CommandContext, command: Command): Promise<CommandReply> {
  switch (command.name) {
    case 'subscribe':
      return subscribe(context, command.words, command.request);
    case 'unsubscribe':
      return unsubscribe(context, command.which);
    case 'pause':
      return pauseSome(context, command.which, command.until);
    case 'resume':
      return resumeSome(context, command.which);
    case 'preview':
      return preview(context, command.which, command.request);
    case 'next':
      return next(context, command.which);
    case 'plan':
      return Promise.resolve(showPlan(context));
    case 'usePlan':
      return usePlan(context, command.choice);
    case 'deliveries':
      return deliveries(context);
    case 'settings':
      return settings(context);
    case 'done':
      return register(context, command);
    case 'undo':
      return takeBack(context, command);
  }
}

/** Why it is not done here, or not for this person. */
function denialOf(context: CommandContext): CommandReply | undefined {
  const { sender, say, name, canPush } = context;
  if (name === 'subscribe' && !canPush(sender.door)) return refused(context, [say('noPush')]);
  if (!changing.has(name) || sender.mayManage) return undefined;
  const names = sender.managers.join(say('join'));
  return refused(context, [say(names ? 'notAllowed' : 'notAllowedNobody', { command: say(name), names })]);
}

/** 下次 is the bot's; next alone, soon after an answer, is the next page of that answer. */
function isOfTheAnswer({ command }: ParsedCommand, { lastAnsweredAt, at }: Sender): boolean {
  if (command.name !== 'next' || !command.bare || !lastAnsweredAt) return false;
  return at.getTime() - lastAnsweredAt.getTime() < dialogueMs;
}

function suggestion(text: string, known: ParseContext): CommandReply | undefined {
  const [first, ...others] = suggest(text, known);
  if (!first) return undefined;
  const say = commandSpeaker(first.language);
  const choices = [first, ...others].map((one) => ({ label: one.text, question: one.text }));
  return { card: cardOf([], { choices, choicesLabel: say('didYouMean') }), outcome: 'suggested' };
}

/** Nothing is read from the store before the words have been found to be a command. */
export function createCommands(parts: CommandServices): Commands {
  return async (text, sender) => {
    const { deliveryContext } = parts;
    const known: ParseContext = {
      packs: deliveryContext.packs,
      today: dayOf(sender.at, timeZoneOf(deliveryContext.packs)),
    };
    const found = parseCommand(text, known);
    if (!found) return (await more(text, sender, deliveryContext)) ?? suggestion(text, known);
    if (isOfTheAnswer(found, sender)) return undefined;
    // Looked up only where there is a choice.
    const several = deliveryContext.packs.length > 1;
    const plan = several ? await planOfChannel(deliveryContext.db, sender) : undefined;
    const context = commandContext(parts, sender, found.command.name, found.language, plan);
    try {
      return denialOf(context) ?? (await act(context, found.command));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // What was there a moment ago has been changed by somebody else.
      deliveryContext.warn(`${context.name} in ${sender.door} ${sender.channel}: ${error.message}`);
      return refused(context, [context.say('raced')]);
    }
  };
}
