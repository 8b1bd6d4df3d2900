/** Sentences that answer whether a unit, a ★ or a month is in a row: 是, 不是, and what the row says. */
import { monthDue, unitsIn } from '../../knowledge/select.ts';
import { columnLabel, currentMonth, type Formatter, formatMonth, units } from '../../language/format.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Understanding } from '../understand.ts';

type Role = 'responsible' | 'cooperating';

function ofUnit(
  formatter: Formatter,
  record: PlanRecord,
  condition: Understanding['units'][number],
  asked: Understanding,
): string {
  const { say } = formatter;
  const n = record.number;
  const unit = units(condition.units);
  const has = (role: Role) => unitsIn(record, role).some((name) => condition.units.includes(name));
  const label = (role: Role) => columnLabel(formatter, record.kind, role);
  const role = condition.role === 'any' ? (has('responsible') ? 'responsible' : 'cooperating') : condition.role;
  const other = role === 'responsible' ? 'cooperating' : 'responsible';
  const listed = (of: Role) => units(unitsIn(record, of)) || say('noCooperating');
  if (has(role)) return say(asked.wantsYesNo ? 'isRole' : 'hasRole', { unit, n, role: label(role) });
  const slots = { unit, n, other: label(other), role: label(role), units: listed(role) };
  if (has(other)) return say(asked.wantsYesNo ? 'isNotRole' : 'isOtherRole', slots);
  return say('notNamed', { unit, n, role: label('responsible'), units: listed('responsible') });
}

/** Does the question ask about the units that it names, or name them in passing? */
function asksOfUnits({ wantsYesNo, rows, aspects, units: named }: Understanding): boolean {
  // A story that names half the city asks of none of them in particular.
  if (!named.length || named.length > 2) return false;
  const roled = named.some(({ role }) => role !== 'any');
  return (wantsYesNo && (roled || !aspects.size)) || (rows.length > 0 && (!aspects.size || roled));
}

/** None where nothing such was asked. */
export function yesNoAnswers(formatter: Formatter, record: PlanRecord, asked: Understanding): string[] {
  const { say } = formatter;
  if (record.kind !== 'task' && record.kind !== 'support') return [];
  const said = asksOfUnits(asked) ? asked.units.map((condition) => ofUnit(formatter, record, condition, asked)) : [];
  if (record.kind !== 'task') return said;
  const n = record.number;
  if (asked.aspects.has('star')) said.push(say(record.starred ? 'starYes' : 'starNo', { n }));
  const month = monthDue(record);
  const [period] = asked.periods;
  if (asked.wantsYesNo && asked.status === 'overdue' && month !== undefined)
    said.push(
      say(month < currentMonth(formatter) ? 'isOverdue' : 'isNotOverdue', { n, date: formatMonth(formatter, month) }),
    );
  else if (asked.wantsYesNo && month !== undefined && period && asked.periods.length === 1) {
    const { from = month, to = month } = period;
    const date = formatMonth(formatter, month);
    said.push(say(from <= month && month <= to ? 'isDue' : 'isNotDue', { n, date }));
  }
  return said;
}
