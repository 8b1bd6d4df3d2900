/** The cells of a record as labelled facts, by the column that is asked, in the language of the asker. */
import { column, columnLabel, type Formatter, formatDeadline, units } from '../../language/format.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Aspect } from '../understand.ts';

export interface Fact {
  label: string;
  value: string;
}
export type FactKey = Aspect | 'period';

/** All that the plan's table says of a record. */
export function factsOf(formatter: Formatter, record: PlanRecord): Partial<Record<FactKey, Fact>> {
  const { say } = formatter;
  const label = (role: string) => columnLabel(formatter, record.kind, role);
  if (record.kind === 'indicator')
    return { target: { label: label('target'), value: `${record.target.text}${record.measuredIn.text}` } };
  if (record.kind === 'phase') return { period: { label: say('periodLabel'), value: record.period.text } };
  if (record.kind !== 'task' && record.kind !== 'support') return {};
  const facts: Partial<Record<FactKey, Fact>> = {
    responsible: { label: label('responsible'), value: units(record.responsible.units) },
  };
  if (record.kind === 'task') {
    const helpers = record.cooperating?.units ?? [];
    facts.cooperating = {
      label: label('cooperating'),
      value: helpers.length ? units(helpers) : say('noCooperating'),
    };
    const deadline = formatDeadline(formatter, record);
    if (deadline) facts.deadline = { label: label('deadline'), value: deadline };
    facts.star = { label: say('starLabel'), value: say(record.starred ? 'starMarked' : 'starUnmarked') };
  }
  if (column(formatter, record.kind, 'leader'))
    facts.leader = { label: label('leader'), value: record.leader?.text ?? say('notPrinted') };
  return facts;
}
