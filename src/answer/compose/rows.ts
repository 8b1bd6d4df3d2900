/** Several rows side by side, told in full: 28和29两项时限一样不. */
import { monthDue } from '../../knowledge/select.ts';
import { type Formatter, formatMonth, nameOf, shorten, sourceOf } from '../../language/format.ts';
import type { Block, Card } from '../../model/card.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { ParsedQuestion } from '../analyse/parse-question.ts';
import { extraFacts, type FactKey, factsOf } from './facts.ts';
import { quoteOf } from './quote.ts';
import { rowTitle } from './record.ts';
import { yesNoAnswers } from './yes-no.ts';

const quoteLimit = 140;
const titleLength = 60;

/** Whether the months of the rows are the same. */
function comparedMonths(formatter: Formatter, records: readonly PlanRecord[]): Block[] {
  const { say } = formatter;
  const months = records.map(monthDue).filter((month) => month !== undefined);
  if (months.length < records.length) return [];
  const dates = records.map((record, i) =>
    say('dateOf', { n: record.number, date: formatMonth(formatter, months[i]!) }),
  );
  const text =
    new Set(months).size === 1
      ? say('sameDate', { date: formatMonth(formatter, months[0]!) })
      : say('otherDate', { dates: dates.join(say('semicolon')) });
  return [{ type: 'text', text }];
}

function blocksOf(formatter: Formatter, record: PlanRecord, asked: ParsedQuestion, saysMonths: boolean): Block[] {
  const facts = factsOf(formatter, record);
  // Months that were compared are said already.
  if (saysMonths) delete facts.deadline;
  const wanted = [...asked.aspects].filter((aspect) => facts[aspect]);
  const columns = extraFacts(formatter, record, asked.columns);
  const shown: FactKey[] =
    wanted.length || columns.length ? wanted : ['period', 'target', 'responsible', 'cooperating', 'deadline'];
  const list = [...columns, ...shown.map((key) => facts[key]).filter((fact) => fact !== undefined)];
  const answers = yesNoAnswers(formatter, record, asked);
  const blocks: Block[] = [
    { type: 'text', text: `${rowTitle(formatter, record)} ${shorten(nameOf(record), titleLength)}`.trim() },
  ];
  if (record.kind === 'phase' || record.kind === 'guarantee' || record.kind === 'measure')
    blocks.push({ type: 'quote', text: quoteOf(record, asked.text, (text) => text, quoteLimit) });
  if (answers.length) blocks.push({ type: 'text', text: answers.join('') });
  if (list.length) blocks.push({ type: 'facts', facts: list });
  return blocks;
}

export function rowsCard(formatter: Formatter, records: readonly PlanRecord[], asked: ParsedQuestion): Card {
  const compared = asked.compares ? comparedMonths(formatter, records) : [];
  const blocks = [...compared, ...records.flatMap((record) => blocksOf(formatter, record, asked, compared.length > 0))];
  return { blocks, choices: [], sources: sourceOf(formatter, records) };
}
