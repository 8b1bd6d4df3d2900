/** Cards that state no record: not stated, asked back, help, and facts of the document itself. */

import type { PhraseKey } from '../../language/answer-phrases.ts';
import { type Formatter, nameOf, shorten, sourceOf } from '../../language/format.ts';
import type { Block, Card, Choice } from '../../model/card.ts';
import { citedName } from '../../model/pack/cited-name.ts';
import type { Duty, KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { DocumentFact } from '../query.ts';
import { isSectionOf } from '../text/section-titles.ts';
import { doneAnswer, heading, rowTitle } from './record.ts';

const plain = (blocks: Block[]): Card => ({ blocks, choices: [], sources: [] });

/** More would read like an answer. */
const maxRelated = 1;

/** What is not stated: a topic by its label, a unit that the plan never names, or neither where that is not known. */
export interface NotStated {
  label?: string;
  stranger?: string;
}

function notStatedText({ say, pack }: Formatter, { label, stranger }: NotStated): string {
  const { signpost } = pack.facts;
  if (stranger) return say('stranger', { what: stranger, signpost });
  return label ? say('notStated', { label, signpost }) : say('notFound', { signpost });
}

/** Says that the plan does not state something; related records are offered apart and never as the answer. */
export function notStatedCard(formatter: Formatter, what: NotStated, near: readonly PlanRecord[]): Card {
  const related = near.slice(0, maxRelated);
  const { say } = formatter;
  const blocks: Block[] = [{ type: 'text', text: notStatedText(formatter, what) }];
  if (related.length) {
    blocks.push({
      type: 'list',
      label: say('related'),
      items: related.map((record) => ({
        id: record.id,
        number: record.number,
        text: `${heading(record).slice(String(record.number).length)}${shorten(nameOf(record), 36)}`,
      })),
    });
  }
  return { blocks, choices: [], sources: sourceOf(formatter, related) };
}

/** How far a row has got is not stated; when it is due is. */
export function progressCard(formatter: Formatter, record: PlanRecord): Card {
  const text = `${rowTitle(formatter, record)}：${doneAnswer(formatter, record)}`.replace(/^：/, '');
  return { blocks: [{ type: 'text', text }], choices: [], sources: sourceOf(formatter, [record]) };
}

export function noSuchRowCard(formatter: Formatter, place: string, last: number, n: number): Card {
  return plain([{ type: 'text', text: formatter.say('noSuchRow', { place, last, n }) }]);
}

export function noSuchAnnexCard(formatter: Formatter, count: number, n: number): Card {
  return plain([{ type: 'text', text: formatter.say('noSuchAnnex', { total: count, n }) }]);
}

function exampleChoices({ pack }: Formatter): Choice[] {
  const { enterprise, official } = pack.facts.examples;
  return [...enterprise, ...official].map((question) => ({ label: question, question }));
}

/** A sentence and, where it helps, real examples of what can be asked. */
export function talkCard(formatter: Formatter, key: PhraseKey, withExamples: boolean): Card {
  const { say, pack } = formatter;
  const card = plain([{ type: 'text', text: say(key, { title: pack.facts.title, signpost: pack.facts.signpost }) }]);
  return withExamples
    ? { ...card, choices: exampleChoices(formatter).slice(0, 6), choicesLabel: say('examples') }
    : card;
}

export function whichOneCard(formatter: Formatter): Card {
  const { say, pack } = formatter;
  return plain([{ type: 'text', text: say('whichOne', { example: pack.facts.examples.official.at(-1)! }) }]);
}

/** Choices are whole questions: the record by its own number, with the aspect that was asked. */
export function whichOfCard(
  formatter: Formatter,
  records: readonly PlanRecord[],
  ask: (record: PlanRecord) => string,
): Card {
  const { say } = formatter;
  const choices = records.map((record) => ({ label: shorten(nameOf(record), 40), question: ask(record) }));
  return {
    blocks: [{ type: 'text', text: say('whichOf') }],
    choices,
    choicesLabel: say('choose'),
    sources: sourceOf(formatter, records),
  };
}

/** Recurring duties in the plan's own words. */
export function dutiesCard(formatter: Formatter, duties: readonly Duty[]): Card {
  const { say, pack } = formatter;
  const blocks: Block[] = [{ type: 'text', text: say('dutiesIntro', { count: duties.length }) }];
  for (const duty of duties) blocks.push({ type: 'quote', text: duty.quote });
  const records = duties.flatMap((duty) => pack.records.get(duty.records[0]!) ?? []);
  return { blocks, choices: [], sources: sourceOf(formatter, records) };
}

type Plan = KnowledgePack['plan'];

/** Facts that are one value, each with its label. */
const values: Partial<Record<DocumentFact, readonly [label: PhraseKey, value: (plan: Plan) => string | undefined]>> = {
  number: ['docNumber', ({ document }) => document.number?.text],
  issued: ['docIssued', ({ document }) => document.issued?.text],
  issuer: ['docIssuer', ({ document }) => document.issuer?.text],
  title: ['docTitle', ({ document }) => document.title.text],
  public: ['docPublic', ({ document }) => document.publication?.text],
  addressees: ['docTo', ({ document }) => document.addressees?.text],
};

/** Facts that are told in the plan's own words. */
const quotes: Partial<Record<DocumentFact, (plan: Plan) => readonly string[]>> = {
  copied: ({ document: { copiedTo } }) => (copiedTo.length ? [copiedTo.map(({ text }) => text).join('')] : []),
  basis: ({ document }) => (document.basis ? [document.basis.text] : []),
  star: ({ annexes }) => annexes.flatMap(({ note }) => (note?.text.includes('★') ? [note.text] : [])),
  aim: ({ sections }) => paragraphsOf('aim', sections),
  goal: ({ sections }) => paragraphsOf('goal', sections),
};

/** The section of a plan that states its requirements or its goals, by its title; mostly the first and the second. */
function paragraphsOf(fact: 'aim' | 'goal', sections: Plan['sections']): string[] {
  const titled = sections.find(({ title, paragraphs }) => paragraphs.length > 0 && isSectionOf[fact].test(title.text));
  const section = titled ?? sections[fact === 'aim' ? 0 : 1];
  return section?.paragraphs.map(({ text }) => text) ?? [];
}

function factRows({ say, pack: { plan } }: Formatter, fact: DocumentFact): { label: string; value: string }[] {
  if (fact === 'annexes')
    return plan.annexes
      .filter(({ number }) => number > 0)
      .map(({ number, title }) => ({ label: `${say('docAnnexes')}${number}`, value: title.text }));
  const [label, read] = values[fact] ?? [];
  const value = read?.(plan);
  return label && value ? [{ label: say(label), value }] : [];
}

/** Facts of the document: number, date, issuer, who is copied, aims. Undefined where the plan prints no such thing. */
export function documentCard(formatter: Formatter, wanted: readonly DocumentFact[]): Card | undefined {
  const { plan } = formatter.pack;
  const facts = wanted.flatMap((fact) => factRows(formatter, fact));
  const quoted = wanted.flatMap((fact) => quotes[fact]?.(plan) ?? []);
  const blocks: Block[] = facts.length ? [{ type: 'facts', facts }] : [];
  blocks.push(...quoted.map((text): Block => ({ type: 'quote', text })));
  if (!blocks.length) return undefined;
  return { blocks, choices: [], sources: [citedName(formatter.pack)] };
}
