/** Builds the bot's own cards: greeting, help, single sentences. */

import type { Language } from '../language/answer-phrases.ts';
import type { Block, Card, Choice } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Audience } from './intents.ts';
import { type BotPhrase, say } from './phrases.ts';

const maxExamples = 3;

export const sentence = (language: Language, key: BotPhrase, slots?: Record<string, string | number>): Card => ({
  blocks: [{ type: 'text', text: say(language, key, slots) }],
  choices: [],
  sources: [],
});

/** Three example questions, taken from the packs in turn. */
function examplesOf(packs: readonly KnowledgePack[], audience: Audience): Choice[] {
  const picked: string[] = [];
  for (let n = 0; picked.length < maxExamples; n++) {
    const round = packs.flatMap(({ facts }) => facts.examples[audience][n] ?? []);
    if (!round.length) break;
    picked.push(...round);
  }
  return picked.slice(0, maxExamples).map((question) => ({ label: question, question }));
}

export interface Welcome {
  packs: readonly KnowledgePack[];
  language: Language;
  /** Whose examples are shown; the other kind is offered as a choice. */
  audience: Audience;
  /** Commands as typed and what they do; empty where there are none. */
  commands: (language: Language) => readonly { say: string; does: string }[];
  /** What else is to be known of this place. */
  note?: string;
}

function choicesOf({ packs, language, audience }: Welcome): Choice[] {
  const other =
    audience === 'enterprise'
      ? { label: say(language, 'forOfficials'), question: say(language, 'askForOfficials') }
      : { label: say(language, 'forEnterprises'), question: say(language, 'askForEnterprises') };
  return [...examplesOf(packs, audience), other];
}

/** The first words to somebody. */
export function greetingCard(welcome: Welcome): Card {
  const { packs, language } = welcome;
  const titles = packs.map(({ facts }) => `《${facts.title}》`).join('');
  return {
    ...sentence(language, 'hello', { titles }),
    choices: choicesOf(welcome),
    choicesLabel: say(language, 'examples'),
  };
}

export function helpCard(welcome: Welcome): Card {
  const { language } = welcome;
  const text = (key: BotPhrase): Block => ({ type: 'text', text: say(language, key) });
  const commands = welcome.commands(language).map((one) => ({ label: one.say, value: one.does }));
  const blocks = [text('helpAsk'), text('helpJudge')];
  if (commands.length) blocks.push(text('helpCommands'), { type: 'facts', facts: commands });
  if (welcome.note) blocks.push({ type: 'text', text: welcome.note });
  return { blocks, choices: choicesOf(welcome), choicesLabel: say(language, 'examples'), sources: [] };
}
