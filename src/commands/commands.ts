/** What people may tell the assistant to do, in the same words through every door: a card, or nothing where it was a question. */
import { Refusal } from '../delivery/subscriptions.ts';
import type { Asker, Commands } from '../model/command.ts';
import { timeZoneOf } from '../model/zone.ts';
import { register, takeBack } from './completion.ts';
import { cardOf, dayOf, type Parts, type Reply, refused, type Turn, turnOf } from './context.ts';
import { pauseSome, resumeSome, unsubscribe } from './lifecycle.ts';
import { more } from './next-page.ts';
import { deliveries, next, preview, settings } from './overview.ts';
import { type Command, type Known, type Recognised, recognise } from './parse.ts';
import { commandSpeaker } from './phrases.ts';
import { subscribe } from './subscribe.ts';
import { suggest } from './suggest.ts';

/** These change what a channel gets or says; the others only show it. */
const changing = new Set<Command['name']>(['subscribe', 'unsubscribe', 'pause', 'resume', 'done', 'undo']);

/** As long as a dialogue: next after a list that was just answered means the list. */
const dialogueMs = 30 * 60_000;

function act(turn: Turn, command: Command): Promise<Reply> {
  switch (command.name) {
    case 'subscribe':
      return subscribe(turn, command.words, command.request);
    case 'unsubscribe':
      return unsubscribe(turn, command.which);
    case 'pause':
      return pauseSome(turn, command.which, command.until);
    case 'resume':
      return resumeSome(turn, command.which);
    case 'preview':
      return preview(turn, command.which, command.request);
    case 'next':
      return next(turn, command.which);
    case 'deliveries':
      return deliveries(turn);
    case 'settings':
      return settings(turn);
    case 'done':
      return register(turn, command);
    case 'undo':
      return takeBack(turn, command);
  }
}

/** Why it is not done here, or not for this person. */
function hindrance(turn: Turn): Reply | undefined {
  const { asker, say, name, canPush } = turn;
  if (name === 'subscribe' && !canPush(asker.door)) return refused(turn, [say('noPush')]);
  if (!changing.has(name) || asker.mayManage) return undefined;
  const names = asker.managers.join(say('join'));
  return refused(turn, [say(names ? 'notAllowed' : 'notAllowedNobody', { command: say(name), names })]);
}

/** 下次 is the bot's; next alone, soon after an answer, is the next page of that answer. */
function isOfTheAnswer({ command }: Recognised, { lastAnsweredAt, at }: Asker): boolean {
  if (command.name !== 'next' || !command.bare || !lastAnsweredAt) return false;
  return at.getTime() - lastAnsweredAt.getTime() < dialogueMs;
}

function suggestion(text: string, known: Known): Reply | undefined {
  const [first, ...others] = suggest(text, known);
  if (!first) return undefined;
  const say = commandSpeaker(first.language);
  const choices = [first, ...others].map((one) => ({ label: one.text, question: one.text }));
  return { card: cardOf([], { choices, choicesLabel: say('didYouMean') }), outcome: 'suggested' };
}

/** Nothing is read from the store before the words have been found to be a command. */
export function createCommands(parts: Parts): Commands {
  return async (text, asker) => {
    const { ledger } = parts;
    const known: Known = { packs: ledger.packs, today: dayOf(asker.at, timeZoneOf(ledger.packs)) };
    const found = recognise(text, known);
    if (!found) return (await more(text, asker, ledger)) ?? suggestion(text, known);
    if (isOfTheAnswer(found, asker)) return undefined;
    const turn = turnOf(parts, asker, found.command.name, found.language);
    try {
      return hindrance(turn) ?? (await act(turn, found.command));
    } catch (trouble) {
      if (!(trouble instanceof Refusal)) throw trouble;
      // What was there a moment ago has been changed by somebody else.
      ledger.note(`${turn.name} in ${asker.door} ${asker.channel}: ${trouble.message}`);
      return refused(turn, [turn.say('raced')]);
    }
  };
}
