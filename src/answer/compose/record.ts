/** One record as a card: first what was asked, then the plan's own words and the source; no more than was asked. */

import { type Formatter, formatDeadline, sourceOf } from '../../language/format.ts';
import type { Block, Card, Choice } from '../../model/card.ts';
import type { ServicePoint } from '../../model/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Aspect, Understanding } from '../understand.ts';
import { type Fact, type FactKey, factsOf } from './facts.ts';
import { oddityNotes } from './notes.ts';
import { quoteOf } from './quote.ts';
import { leadOf, nextStep } from './service-point.ts';
import { yesNoAnswers } from './yes-no.ts';

/** Characters of the plan's words beside what was asked, and where they are the answer. */
const briefQuote = 60;
const longQuote = 140;

export interface RecordCardInput {
  record: PlanRecord;
  asked: Understanding;
  /** Turns everyday words of the question into the plan's, so that the right sentences are quoted. */
  expand: (text: string) => string;
  channel?: ServicePoint | undefined;
  choices?: Choice[];
  whole?: boolean;
  /** The question asks whether it is done already; the plan can't say. */
  doneAsked?: boolean;
}

export function heading(record: PlanRecord): string {
  const star = record.kind === 'task' && record.starred ? '★' : '';
  return `${record.number}${star}`;
}

const hasRow = ({ kind }: PlanRecord) => kind === 'task' || kind === 'support' || kind === 'indicator';

export function rowTitle({ say }: Formatter, record: PlanRecord): string {
  if (!hasRow(record)) return '';
  return say(record.kind === 'task' && record.starred ? 'rowStar' : 'rowTitle', { n: record.number });
}

const standing: FactKey[] = ['responsible', 'cooperating', 'deadline'];
/** In the order in which they are told; cells of many units last, so that the first line holds the rest. */
const askable: Aspect[] = ['responsible', 'leader', 'deadline', 'target', 'cooperating'];

interface Parts {
  formatter: Formatter;
  input: RecordCardInput;
  facts: Partial<Record<FactKey, Fact>>;
  /** Columns that are asked and that the record has. */
  wanted: FactKey[];
}

const pick = (facts: Parts['facts'], keys: readonly FactKey[]): Fact[] =>
  keys.map((key) => facts[key]).filter((fact) => fact !== undefined);

function titled(record: PlanRecord, words: string): string {
  const extra =
    'title' in record && record.title.text !== record.text.text && !record.text.text.startsWith(record.title.text);
  return extra ? `${record.title.text}。${words}` : words;
}

/** 原文: the row as it is printed. */
function wholeBlocks({ formatter, input: { record }, facts }: Parts): Block[] {
  const title = rowTitle(formatter, record);
  const rest = pick(facts, ['responsible', 'cooperating', 'deadline', 'leader', 'target', 'period']);
  return [
    ...(title ? [{ type: 'text' as const, text: title }] : []),
    { type: 'quote', text: titled(record, record.text.text) },
    ...(rest.length ? [{ type: 'facts' as const, facts: rest }] : []),
  ];
}

/** A need and the place that meets it: whom to turn to, the plan's words, one next step. */
function needBlocks({ formatter, input }: Parts, channel: ServicePoint): Block[] {
  const { record, asked, expand } = input;
  return [
    { type: 'text', text: leadOf(formatter, channel) },
    { type: 'quote', text: titled(record, quoteOf(record, asked.text, expand, briefQuote)) },
    { type: 'text', text: nextStep(formatter, channel) },
  ];
}

/** The first of what was asked bears the row's number, where the row was named by it. */
function leadFacts({ formatter, input: { record, asked }, facts, wanted }: Parts): Fact[] {
  const [first, ...rest] = pick(facts, wanted);
  if (!first || !asked.rows.length || !hasRow(record)) return first ? [first, ...rest] : [];
  return [{ ...first, label: formatter.say('rowFact', { n: record.number, role: first.label }) }, ...rest];
}

function doneAnswer({ say }: Formatter, date: string | undefined): string {
  return date ? say('notDoneKnownDue', { date }) : say('notDoneKnown');
}

function lookupBlocks(parts: Parts): Block[] {
  const { formatter, input, facts } = parts;
  const { record, asked, expand } = input;
  const answers = yesNoAnswers(formatter, record, asked);
  const said = answers.join('');
  if (input.doneAsked && !answers.length) answers.push(doneAnswer(formatter, formatDeadline(formatter, record)));
  // What a sentence has said is not said again as a fact.
  const wanted = answers.length
    ? parts.wanted.filter((key) => key !== 'deadline' && !said.includes(facts[key]?.value ?? ''))
    : parts.wanted;
  const lead = leadFacts({ ...parts, wanted });
  const blocks: Block[] = answers.length ? [{ type: 'text', text: answers.join('') }] : [];
  if (lead.length) blocks.push({ type: 'facts', facts: lead });
  const byRow = asked.rows.length > 0;
  const plain = !blocks.length;
  const title = plain && (byRow || asked.aspects.has('place')) ? rowTitle(formatter, record) : '';
  if (title) blocks.push({ type: 'text', text: title });
  const limit = byRow && plain ? Number.POSITIVE_INFINITY : plain ? longQuote : briefQuote;
  blocks.push({ type: 'quote', text: titled(record, quoteOf(record, asked.text, expand, limit)) });
  // Where nothing in particular was asked: who does it; of a row that was named by its number also with whom and by when.
  const rest = plain
    ? pick(facts, byRow ? [...standing, 'target', 'period'] : ['responsible', 'target', 'period'])
    : [];
  if (rest.length) blocks.push({ type: 'facts', facts: rest });
  return blocks;
}

export function recordCard(formatter: Formatter, input: RecordCardInput): Card {
  const { record, asked, channel, whole } = input;
  const facts = factsOf(formatter, record);
  const wanted: FactKey[] = askable.filter((aspect) => asked.aspects.has(aspect) && facts[aspect]);
  if (facts.period) wanted.push('period');
  if (facts.target && !wanted.includes('target')) wanted.push('target');
  const parts = { formatter, input, facts, wanted };
  const blocks = whole ? wholeBlocks(parts) : channel ? needBlocks(parts, channel) : lookupBlocks(parts);
  const notes = channel ? [] : oddityNotes(formatter, record, whole ? undefined : asked);
  for (const note of notes) blocks.push({ type: 'text', text: formatter.say('asPrinted', { note }) });
  const choices = input.choices ?? [];
  const actions = whole ? [] : originalOf(formatter, record);
  return {
    blocks,
    choices,
    ...(actions.length ? { actions } : {}),
    ...(choices.length ? { choicesLabel: formatter.say('also') } : {}),
    sources: sourceOf(formatter, [record]),
  };
}

/** Asks for the whole row, where the record is one of a table; said in the plan's language, as the table is. */
function originalOf({ say, pack }: Formatter, record: PlanRecord): Choice[] {
  const annex = pack.plan.annexes.find(({ kind }) => kind === record.kind)?.number;
  if (!annex) return [];
  const question = say(record.kind === 'task' ? 'askOriginal' : 'askOriginalIn', { annex, n: record.number });
  return [{ label: say('originalLabel'), question }];
}
