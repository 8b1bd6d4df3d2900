/** Sentences that answer whether a unit, a ★ or a month is in a row: 是, 不是, and what the row says. */
import { monthDue, unitsIn } from '../../knowledge/select.ts';
import { currentMonth, type Formatter, formatMonth, units } from '../../language/format.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { ParsedQuestion } from '../analyse/parse-question.ts';
import { columnName } from './describe.ts';

type Role = 'responsible' | 'cooperating';

function ofUnit(
  formatter: Formatter,
  record: PlanRecord,
  condition: ParsedQuestion['units'][number],
  asked: ParsedQuestion,
): string {
  const { say } = formatter;
  const n = record.number;
  const unit = units(condition.units);
  const has = (role: Role) => unitsIn(record, role).some((name) => condition.units.includes(name));
  const label = (role: Role) => columnName(formatter, record.kind, role);
  const role = condition.role === 'any' ? (has('responsible') ? 'responsible' : 'cooperating') : condition.role;
  const other = role === 'responsible' ? 'cooperating' : 'responsible';
  const listed = (of: Role) => units(unitsIn(record, of)) || say('noCooperating');
  if (has(role)) return say(asked.wantsYesNo ? 'isRole' : 'hasRole', { unit, n, role: label(role) });
  const slots = { unit, n, other: label(other), role: label(role), units: listed(role) };
  if (has(other)) return say(asked.wantsYesNo ? 'isNotRole' : 'isOtherRole', slots);
  const context = condition.role === 'cooperating' ? 'cooperating' : 'responsible';
  return say('notNamed', { unit, n, role: label(context), units: listed(context) });
}

const whether = /^(?:是不是|是否|是吧|对吧|对吗|对不对|算不算|没错吧|不是吗|is it|is|are)$/;

/** Asks whether something is so, not whether there is something. */
export const asksWhether = ({ tokens }: Pick<ParsedQuestion, 'tokens'>): boolean =>
  tokens.some(({ tag, text }) => tag === 'ask.yesno' && whether.test(text));

/** Does the question ask about a unit that it names, or name it in passing? What a unit helps with is told either way. */
function asksOf(record: PlanRecord, condition: ParsedQuestion['units'][number], asked: ParsedQuestion): boolean {
  const has = (role: Role) => unitsIn(record, role).some((name) => condition.units.includes(name));
  const roled = condition.role !== 'any';
  if (asked.aspects.has('deadline') && !roled) return false;
  if (asked.wantsYesNo || asked.rows.length) return roled || has('cooperating') || !asked.aspects.size;
  return roled || (!asked.aspects.size && has('cooperating') && !has('responsible'));
}

/** 带星吗, or 不带星，对不对: what is confirmed is what was said. */
const starAnswer = ({ say }: Formatter, starred: boolean, denied: boolean, n: number): string => {
  if (denied) return say(starred ? 'starDenialWrong' : 'starDenialRight', { n });
  return say(starred ? 'starYes' : 'starNo', { n });
};

/** A story that names half the city asks of none of them in particular. */
const maxUnits = 2;

/** None where nothing such was asked. */
export function yesNoAnswers(formatter: Formatter, record: PlanRecord, asked: ParsedQuestion): string[] {
  const { say } = formatter;
  if (!unitsIn(record, 'any').length) return [];
  const named = asked.units.length <= maxUnits ? asked.units : [];
  const answers = named
    .filter((condition) => asksOf(record, condition, asked))
    .map((condition) => ofUnit(formatter, record, condition, asked));
  if (record.kind !== 'task') return answers;
  const n = record.number;
  if (asked.aspects.has('star')) answers.push(starAnswer(formatter, record.starred, asked.starred === false, n));
  const month = monthDue(record);
  const [period] = asked.periods;
  if (asked.wantsYesNo && asked.status === 'overdue' && month !== undefined)
    answers.push(
      say(month < currentMonth(formatter) ? 'isOverdue' : 'isNotOverdue', { n, date: formatMonth(formatter, month) }),
    );
  else if (asked.wantsYesNo && month !== undefined && period && asked.periods.length === 1) {
    const { from = month, to = month } = period;
    const date = formatMonth(formatter, month);
    answers.push(say(from <= month && month <= to ? 'isDue' : 'isNotDue', { n, date }));
  }
  return answers;
}
