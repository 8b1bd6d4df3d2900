/** Cards of the bot's own: a greeting, help, and single sentences. */

import type { Language } from '../language/answer-phrases.ts';
import type { Block, Card, Choice } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Audience } from './intents.ts';
import { type BotPhrase, say } from './phrases.ts';

const mostExamples = 3;

export const sentence = (language: Language, key: BotPhrase, slots?: Record<string, string | number>): Card => ({
  blocks: [{ type: 'text', text: say(language, key, slots) }],
  choices: [],
  sources: [],
});

/** Real questions of the packs: three in all, each pack's best before any pack's second. */
function examplesOf(packs: readonly KnowledgePack[], audience: Audience): Choice[] {
  const picked: string[] = [];
  for (let n = 0; picked.length < mostExamples; n++) {
    const round = packs.flatMap(({ facts }) => facts.examples[audience][n] ?? []);
    if (!round.length) break;
    picked.push(...round);
  }
  return picked.slice(0, mostExamples).map((question) => ({ label: question, question }));
}

export interface Welcome {
  packs: readonly KnowledgePack[];
  language: Language;
  /** Examples of this kind of asker; those of the other kind are offered. */
  audience: Audience;
  /** As they are typed, and what they do; none where there are none. */
  commands: (language: Language) => readonly { say: string; does: string }[];
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
  return { blocks, choices: choicesOf(welcome), choicesLabel: say(language, 'examples'), sources: [] };
}
