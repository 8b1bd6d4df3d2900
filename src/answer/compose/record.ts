/** The card of one record: first what was asked, then the plan's own words and the source; no more than was asked. */

import { monthDue, unitsIn } from '../../knowledge/select.ts';
import { type Formatter, formatMonth, sourceOf } from '../../language/format.ts';
import type { Block, Card, Choice } from '../../model/card.ts';
import type { ServicePoint } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { type Aspect, hasToken, type ParsedQuestion } from '../analyse/parse-question.ts';
import { extraFacts, type Fact, type FactKey, type Facts, factsOf } from './facts.ts';
import { oddityNotes } from './notes.ts';
import { quoteOf } from './quote.ts';
import { leadOf, nextStep } from './service-point.ts';
import { asksWhether, yesNoAnswers } from './yes-no.ts';

/** Characters of the plan's words beside what was asked, and where they are the answer. */
const briefQuote = 60;
const longQuote = 140;

export interface RecordCardInput {
  record: PlanRecord;
  asked: ParsedQuestion;
  /** Turns everyday words of the question into the plan's, so that the right sentences are quoted. */
  expand: (text: string) => string;
  /** A need was said, and no place by its name. */
  forNeed?: boolean;
  servicePoint?: ServicePoint | undefined;
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

const allFacts: FactKey[] = ['responsible', 'cooperating', 'deadline', 'leader', 'target', 'period'];
/** Told of a record that was named by its number, and of one that was found by its subject. */
const rowFacts: FactKey[] = ['responsible', 'cooperating', 'deadline', 'target', 'period'];
const subjectFacts: FactKey[] = ['responsible', 'deadline', 'target', 'period'];
/** In the order in which they are told; cells of many units last, so that the first line holds the rest. */
const askable: Aspect[] = ['leader', 'responsible', 'deadline', 'target', 'cooperating'];

interface Parts {
  formatter: Formatter;
  input: RecordCardInput;
  facts: Facts;
  /** Columns that are asked and that the record has. */
  wanted: FactKey[];
  /** Sentences that answer whether something is so. */
  answers: string[];
}

const pick = (facts: Facts, keys: readonly FactKey[]): Fact[] =>
  keys.map((key) => facts[key]).filter((fact) => fact !== undefined);

/** A heading or item without the mark that it ends with, since another one follows it. */
const unended = (text: string) => text.replace(/[。；，、：:;,.]+$/, '');

function titled(record: PlanRecord, words: string): string {
  if ('item' in record && record.item) return `${unended(record.item.text)}：${words}`;
  const extra =
    'title' in record && record.title.text !== record.text.text && !record.text.text.startsWith(record.title.text);
  return extra ? `${unended(record.title.text)}。${words}` : words;
}

/** 原文: the row as it is printed. */
function wholeBlocks({ formatter, input: { record, asked }, facts }: Parts): Block[] {
  const first = askable.filter((aspect) => asked.aspects.has(aspect));
  const lead = pick(facts, first);
  const title = rowTitle(formatter, record);
  const rest = [
    ...pick(
      facts,
      allFacts.filter((key) => !first.some((one) => one === key)),
    ),
    ...extraFacts(formatter, record, 'all'),
  ];
  return [
    ...(lead.length
      ? [{ type: 'facts' as const, facts: lead }]
      : title
        ? [{ type: 'text' as const, text: title }]
        : []),
    { type: 'quote', text: titled(record, record.text.text) },
    ...(rest.length ? [{ type: 'facts' as const, facts: rest }] : []),
  ];
}

/** A need and the place that meets it: whom to turn to, the plan's words, one next step. */
function needBlocks({ formatter, input }: Parts, servicePoint: ServicePoint): Block[] {
  const { record, asked, expand } = input;
  // Who needs a place wants to know whom to turn to; who asks about the place wants what the plan says of it.
  const limit = input.forNeed || asked.aspects.has('responsible') ? briefQuote : longQuote;
  return [
    { type: 'text', text: leadOf(formatter, servicePoint) },
    { type: 'quote', text: titled(record, quoteOf(record, asked.text, expand, limit)) },
    { type: 'text', text: nextStep(formatter, servicePoint) },
  ];
}

/** A story counts other things than the units of a cell. */
const longestCount = 24;

/** 配合单位一共几个: the number of units in the cell that is asked, in its label. */
function counted(
  { say }: Formatter,
  record: PlanRecord,
  { aspects, wantsCount, text }: ParsedQuestion,
  found: Fact[],
): Fact[] {
  const role = aspects.has('cooperating') ? 'cooperating' : aspects.has('responsible') ? 'responsible' : undefined;
  const n = role ? unitsIn(record, role).length : 0;
  const [first, ...rest] = found;
  if (!wantsCount || !n || !first || text.length > longestCount) return found;
  return [{ ...first, label: say('cellCount', { role: first.label, n }) }, ...rest];
}

/** The first of what was asked bears the row's number, where the row was named by it. */
function leadFacts({ formatter, input: { record, asked }, facts, wanted }: Parts): Fact[] {
  const [first, ...rest] = [
    ...extraFacts(formatter, record, asked.columns),
    ...counted(formatter, record, asked, pick(facts, wanted)),
  ];
  if (!first || !asked.rows.length || !hasRow(record)) return first ? [first, ...rest] : [];
  return [{ ...first, label: formatter.say('rowFact', { n: record.number, role: first.label }) }, ...rest];
}

/** Whether something is done is not stated; when it is due is. */
export function doneAnswer(formatter: Formatter, record: PlanRecord): string {
  const month = monthDue(record);
  if (month === undefined) return formatter.say('notDoneKnown');
  return formatter.say('notDoneKnownDue', { date: formatMonth(formatter, month) });
}

/** What was asked: sentences that answer it, then facts; empty where nothing in particular was asked. */
function answerBlocks(parts: Parts): Block[] {
  const { formatter, input, facts } = parts;
  const done = input.doneAsked && !parts.answers.length;
  const answers = done ? [doneAnswer(formatter, input.record)] : parts.answers;
  const sentence = answers.join('');
  // What a sentence has stated is not stated again as a fact.
  const isOpen = (key: FactKey) => !sentence.includes((facts[key]?.value ?? '').replace(/（.*$/, ''));
  const wanted = answers.length ? parts.wanted.filter(isOpen) : parts.wanted;
  const lead = leadFacts({ ...parts, wanted });
  return [
    ...(sentence ? [{ type: 'text' as const, text: sentence }] : []),
    ...(lead.length ? [{ type: 'facts' as const, facts: lead }] : []),
  ];
}

/** Before the plan's words where nothing in particular was asked: the row's number, or that the plan states it. */
function openingBlocks(formatter: Formatter, record: PlanRecord, asked: ParsedQuestion): Block[] {
  const title = asked.rows.length || asked.aspects.has('place') ? rowTitle(formatter, record) : '';
  if (title) return [{ type: 'text', text: title }];
  return asksWhether(asked) ? [{ type: 'text', text: formatter.say('stated') }] : [];
}

function lookupBlocks(parts: Parts): Block[] {
  const { formatter, input, facts } = parts;
  const { record, asked, expand } = input;
  const answered = answerBlocks(parts);
  const byRow = asked.rows.length > 0;
  // Of a row that was named by its number the words begin at the beginning.
  const about = byRow ? '' : asked.text;
  const quote = (limit: number): Block => ({
    type: 'quote',
    text: titled(record, quoteOf(record, about, expand, limit)),
  });
  if (answered.length)
    return [...answered, quote(asked.aspects.has('content') || facts.period ? longQuote : briefQuote)];
  // Where nothing in particular was asked: who does it; of a row that was named by its number also with whom and by when.
  const shownFacts = pick(facts, byRow ? rowFacts : subjectFacts);
  return [
    ...openingBlocks(formatter, record, asked),
    quote(byRow ? Number.POSITIVE_INFINITY : longQuote),
    ...(shownFacts.length ? [{ type: 'facts' as const, facts: shownFacts }] : []),
  ];
}

/** 牵头和配合, of no unit in particular: both columns. */
const asksBothRoles = (asked: ParsedQuestion) =>
  !asked.units.length && !asked.aspects.size && hasToken(asked, 'role.any');

/** The units that the question names, in no role, are those that run the place: the place says it all. */
const isRunByNamed = (asked: ParsedQuestion, point: ServicePoint | undefined) =>
  point !== undefined &&
  asked.units.length > 0 &&
  !asksWhether(asked) &&
  asked.units.every((named) => named.role === 'any' && named.units.every((unit) => point.runBy.includes(unit)));

/** Is the place what was asked for? A column of the row, or who answers for a row of others, is no need. */
function meetsNeed(record: PlanRecord, asked: ParsedQuestion, point: ServicePoint | undefined): boolean {
  if (!point || asked.columns.length || [...asked.aspects].some((aspect) => aspect !== 'responsible')) return false;
  if (hasToken(asked, 'role.responsible') || asksBothRoles(asked)) return false;
  return (
    !asked.aspects.has('responsible') || unitsIn(record, 'responsible').every((unit) => point.runBy.includes(unit))
  );
}

/** Columns of half-width characters that a door shows on one line, less the marks between two facts. */
const lineLength = 34;

function fitsOneLine({ responsible, cooperating }: Facts): boolean {
  if (!responsible || !cooperating) return false;
  return (
    [responsible, cooperating].reduce((sum, { label, value }) => sum + label.length + value.length, 0) <= lineLength
  );
}

/** Columns of a record that answer the question, and those that belong to them. */
function wantedFacts(facts: Facts, asked: ParsedQuestion): FactKey[] {
  const wanted: FactKey[] = askable.filter((aspect) => asked.aspects.has(aspect) && facts[aspect]);
  if (asksBothRoles(asked)) wanted.push(...(['responsible', 'cooperating'] as const).filter((role) => facts[role]));
  if (facts.period) wanted.push('period');
  if (facts.target && !wanted.includes('target')) wanted.push('target');
  // With whom a unit works is told with who leads, and the other way round where the line has room for both.
  if (wanted.includes('cooperating') && !wanted.includes('responsible')) wanted.push('responsible');
  else if (wanted.length === 1 && wanted[0] === 'responsible' && fitsOneLine(facts)) wanted.push('cooperating');
  return wanted;
}

function mainBlocks(parts: Parts, point: ServicePoint | undefined): Block[] {
  if (parts.input.whole) return wholeBlocks(parts);
  return point ? needBlocks(parts, point) : lookupBlocks(parts);
}

function noteBlocks({ formatter, input: { record, asked, whole }, answers }: Parts): Block[] {
  const notes = oddityNotes(formatter, record, { asked: whole ? undefined : asked, ofText: !answers.length });
  return notes.map((note) => ({ type: 'text', text: formatter.say('asPrinted', { note }) }));
}

/** The card of one record. */
export function recordCard(formatter: Formatter, input: RecordCardInput): Card {
  const { record, asked, servicePoint, whole } = input;
  const facts = factsOf(formatter, record);
  const wanted = wantedFacts(facts, asked);
  const answers = whole || isRunByNamed(asked, servicePoint) ? [] : yesNoAnswers(formatter, record, asked);
  const point = answers.length || !meetsNeed(record, asked, servicePoint) ? undefined : servicePoint;
  const parts: Parts = { formatter, input, facts, wanted, answers };
  const blocks = [...mainBlocks(parts, point), ...(point ? [] : noteBlocks(parts))];
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
