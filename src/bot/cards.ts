/** Builds the bot's own cards: greeting, help, single sentences. */

import { dayAt } from '../knowledge/month.ts';
import type { Language } from '../language/answer-phrases.ts';
import type { Block, Card, Choice } from '../model/card.ts';
import { exampleQuestions } from '../model/pack/example-questions.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Audience } from './intents.ts';
import { type BotPhrase, say } from './phrases.ts';

const maxExamples = 3;

export const sentence = (language: Language, key: BotPhrase, slots?: Record<string, string | number>): Card => ({
  blocks: [{ type: 'text', text: say(language, key, slots) }],
  choices: [],
  sources: [],
});

const asksForRow = /第\s*\d+\s*项|^\d+号/;

/** Of the questions of several plans those that mean only one of them: 第1项是什么 stands in each. */
export function telling(all: readonly (readonly string[])[]): (readonly string[])[] {
  if (all.length < 2) return [...all];
  return all.map((own, at) => {
    const others = all.filter((_, other) => other !== at).flat();
    const apart = own.filter((question) => !asksForRow.test(question) && !others.includes(question));
    return apart.length ? apart : own;
  });
}

/** Three example questions, taken from the packs in turn. */
function examplesOf(packs: readonly KnowledgePack[], audience: Audience, at: Date): Choice[] {
  const all = telling(packs.map((pack) => exampleQuestions(pack, audience, dayAt(at, pack.facts.timeZone))));
  const picked: string[] = [];
  for (let n = 0; picked.length < maxExamples; n++) {
    const round = all.flatMap((questions) => questions[n] ?? []);
    if (!round.length) break;
    picked.push(...round);
  }
  return picked.slice(0, maxExamples).map((question) => ({ label: question, question }));
}

export interface Welcome {
  packs: readonly KnowledgePack[];
  /** Id of the plan that the channel's questions are about where they name none. */
  plan?: string;
  language: Language;
  /** When it is shown: the examples fit the month. */
  at: Date;
  /** Whose examples are shown; the other kind is offered as a choice. */
  audience: Audience;
  /** Commands as typed and what they do; empty where there are none. */
  commands: (language: Language) => readonly { say: string; does: string }[];
  /** What else is to be known of this place. */
  note?: string;
}

/** The plans that are answered from without being named, the channel's own first. */
function offered({ packs, plan }: Welcome): KnowledgePack[] {
  const current = packs.filter(({ id, facts }) => id === plan || !packs.some((other) => other.id === facts.successor));
  return current.toSorted((a, b) => Number(b.id === plan) - Number(a.id === plan));
}

/** The plan of the channel, else all that are answered from. */
export function currentPlans(welcome: Welcome): KnowledgePack[] {
  const all = offered(welcome);
  return all[0]?.id === welcome.plan ? all.slice(0, 1) : all;
}

/** Questions of officials: those ask for lists. */
export const listExamples = (welcome: Welcome): Choice[] => examplesOf(currentPlans(welcome), 'official', welcome.at);

function choicesOf(welcome: Welcome): Choice[] {
  const { language, audience } = welcome;
  const packs = currentPlans(welcome);
  const other =
    audience === 'enterprise'
      ? { label: say(language, 'forOfficials'), question: say(language, 'askForOfficials') }
      : { label: say(language, 'forEnterprises'), question: say(language, 'askForEnterprises') };
  return [...examplesOf(packs, audience, welcome.at), other];
}

/** Several plans are listed, with how to choose one. */
function planLines(welcome: Welcome, packs: readonly KnowledgePack[]): Block[] {
  const { language, plan } = welcome;
  const lines = packs.map(({ id, facts: { title, edition } }) => {
    const line = `《${title}》${edition ? `（${edition}）` : ''}`;
    return id === plan ? say(language, 'ownPlan', { title: line }) : line;
  });
  return [
    { type: 'text', text: [say(language, 'helloSeveral', { count: packs.length }), ...lines].join('\n') },
    { type: 'text', text: say(language, 'namePlan') },
  ];
}

/** The first words to somebody. */
export function greetingCard(welcome: Welcome): Card {
  const { language } = welcome;
  const packs = offered(welcome);
  const titles = packs.map(({ facts }) => `《${facts.title}》`).join('');
  return {
    blocks: packs.length > 1 ? planLines(welcome, packs) : sentence(language, 'hello', { titles }).blocks,
    sources: [],
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
