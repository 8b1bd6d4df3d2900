/** One record as a card: what was asked first, then the row's own words, unit, deadline, ★, notes and source. */

import { monthDue, unitsIn } from '../../knowledge/select.ts';
import { type Formatter, formatMonth, nameOf, shorten, sourceOf, units } from '../../language/format.ts';
import type { Block, Card, Choice } from '../../model/card.ts';
import type { ServicePoint } from '../../model/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Aspect, Understanding } from '../understand.ts';
import { columnName } from './describe.ts';
import { extraFacts, factsOf } from './facts.ts';
import { oddityNotes } from './notes.ts';
import { quoteOf } from './quote.ts';

const standing: Aspect[] = ['responsible', 'cooperating', 'deadline'];

/** The sentence that answers a yes/no question about a unit, ★ or the month; none where nothing such was asked. */
function directAnswers(formatter: Formatter, record: PlanRecord, asked: Understanding): string[] {
  const { say } = formatter;
  const said: string[] = [];
  const n = record.number;
  if (!unitsIn(record, 'any').length) return said;
  // A story that names half the city asks of none of them in particular.
  for (const condition of asked.units.length <= 2 ? asked.units : []) {
    const has = (role: 'responsible' | 'cooperating') =>
      unitsIn(record, role).some((unit) => condition.units.includes(unit));
    const unit = units(condition.units);
    const label = (role: 'responsible' | 'cooperating') => columnName(formatter, record.kind, role);
    const role = condition.role === 'any' ? (has('responsible') ? 'responsible' : 'cooperating') : condition.role;
    const other = role === 'responsible' ? 'cooperating' : 'responsible';
    const listed = units(unitsIn(record, role)) || say('noCooperating', { role: label(role) });
    if (has(role)) said.push(say('isRole', { unit, n, role: label(role) }));
    else if (has(other))
      said.push(say('isOtherRole', { unit, n, other: label(other), role: label(role), units: listed }));
    else if (asked.wantsYesNo || asked.aspects.size === 0)
      said.push(say('notNamed', { unit, n, role: label('responsible'), units: units(unitsIn(record, 'responsible')) }));
  }
  if (record.kind === 'task' && asked.aspects.has('star')) said.push(say(record.starred ? 'starYes' : 'starNo', { n }));
  return said;
}

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

function channelLead(formatter: Formatter, channel: ServicePoint): string {
  return formatter.say(channel.status, { name: channel.name, verb: channel.verb });
}

export function heading(record: PlanRecord): string {
  const star = record.kind === 'task' && record.starred ? '★' : '';
  return `${record.number}${star}`;
}

export function recordCard(formatter: Formatter, input: RecordCardInput): Card {
  const { say } = formatter;
  const { record, asked, channel } = input;
  const facts = factsOf(formatter, record);
  const blocks: Block[] = [];
  if (channel) blocks.push({ type: 'text', text: channelLead(formatter, channel) });
  const marked = record.kind === 'task' && record.starred;
  if (
    !channel &&
    (asked.rows.length || marked || input.whole) &&
    (record.kind === 'task' || record.kind === 'support' || record.kind === 'indicator')
  )
    blocks.push({ type: 'text', text: say(marked ? 'rowStar' : 'rowTitle', { n: record.number }) });
  const answers = directAnswers(formatter, record, asked);
  if (answers.length) blocks.push({ type: 'text', text: answers.join('') });
  const first = (['responsible', 'cooperating', 'leader', 'deadline', 'target'] as Aspect[]).filter(
    (aspect) => asked.aspects.has(aspect) && facts[aspect],
  );
  const shown = input.whole
    ? (Object.keys(facts) as Aspect[]).filter((aspect) => aspect !== 'star')
    : [...first, ...standing.filter((aspect) => !first.includes(aspect))];
  const list = (aspects: readonly string[]) =>
    aspects.map((aspect) => facts[aspect as Aspect]).filter((fact) => fact !== undefined);
  if (facts.period && !input.whole) first.push('period' as Aspect);
  if (facts.target && !first.includes('target') && !input.whole) first.push('target');
  const columns = extraFacts(formatter, record, input.whole ? 'all' : asked.columns);
  const lead = input.whole ? [] : [...columns, ...list(first)];
  if (lead.length) blocks.push({ type: 'facts', facts: lead });
  if (input.doneAsked) blocks.push({ type: 'text', text: say('notDoneKnown') });
  const title =
    'item' in record && record.item
      ? `${record.item.text}：`
      : 'title' in record && record.title.text !== record.text.text && !record.text.text.startsWith(record.title.text)
        ? `${record.title.text}。`
        : '';
  const words = input.whole || asked.rows.length ? record.text.text : quoteOf(record, asked.text, input.expand);
  blocks.push({ type: 'quote', text: `${title}${words}` });
  if (channel?.runBy.length && !facts.responsible)
    blocks.push({
      type: 'facts',
      facts: [{ label: columnName(formatter, 'task', 'responsible'), value: units(channel.runBy) }],
    });
  const rest = [
    ...list(input.whole ? shown : shown.filter((aspect) => !first.includes(aspect))),
    ...(input.whole ? columns : []),
  ];
  if (rest.length) blocks.push({ type: 'facts', facts: rest });
  const notes = oddityNotes(formatter, record, input.whole ? undefined : asked);
  for (const note of notes) blocks.push({ type: 'text', text: say('asPrinted', { note }) });
  if (channel) {
    const contact = formatter.pack.contacts.find((c) => c.servicePoint === channel.id);
    blocks.push({
      type: 'text',
      text: contact
        ? say('contact', { text: contact.text, date: contact.confirmedOn })
        : say('ask', { signpost: formatter.pack.facts.signpost }),
    });
  }
  const choices = input.choices ?? [];
  const actions = input.whole ? [] : originalOf(formatter, record);
  return {
    blocks,
    choices,
    ...(actions.length ? { actions } : {}),
    ...(choices.length ? { choicesLabel: say('also') } : {}),
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

/** Two or more rows side by side: 28和29两项时限一样不. */
export function rowsCard(formatter: Formatter, records: readonly PlanRecord[], asked: Understanding): Card {
  const { say } = formatter;
  const blocks: Block[] = [];
  const months = records.map(monthDue);
  if (asked.compares && months.every((month) => month !== undefined)) {
    const same = new Set(months).size === 1;
    const dates = records
      .map((record, i) => say('dateOf', { n: record.number, date: formatMonth(formatter, months[i]!) }))
      .join(say('semicolon'));
    blocks.push({
      type: 'text',
      text: same ? say('sameDate', { date: formatMonth(formatter, months[0]!) }) : say('otherDate', { dates }),
    });
  }
  for (const record of records) {
    const facts = factsOf(formatter, record);
    const wanted = [...asked.aspects].filter((aspect) => facts[aspect]);
    const columns = extraFacts(formatter, record, asked.columns);
    const shown: string[] = wanted.length || columns.length ? wanted : ['period', 'target', ...standing];
    const star = record.kind === 'task' && record.starred ? '★' : '';
    const number =
      record.kind === 'task' || record.kind === 'support' || record.kind === 'indicator'
        ? say('rowTitle', { n: record.number })
        : '';
    const title = nameOf(record);
    const answers = directAnswers(formatter, record, asked);
    blocks.push({ type: 'text', text: `${number}${star} ${shorten(title, 60)}`.trim() });
    if (record.kind === 'phase' || record.kind === 'guarantee' || record.kind === 'measure')
      blocks.push({ type: 'quote', text: quoteOf(record, asked.text, (text) => text) });
    if (answers.length) blocks.push({ type: 'text', text: answers.join('') });
    const list = [...columns, ...shown.map((aspect) => facts[aspect as Aspect]).filter((fact) => fact !== undefined)];
    if (list.length) blocks.push({ type: 'facts', facts: list });
  }
  return { blocks, choices: [], sources: sourceOf(formatter, records) };
}
