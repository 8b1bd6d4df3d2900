/** Notes on what is odd in the original (原文如此): printed as it is, never corrected. */

import { type Formatter, units } from '../../language/format.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { Aspect, ParsedQuestion } from '../analyse/parse-question.ts';
import { columnName } from './describe.ts';

type Oddity = NonNullable<PlanRecord['oddities']>[number];
type Task = Extract<PlanRecord, { kind: 'task' }>;

/** Which aspects an oddity touches: a note is said where it bears on what was asked, or all was asked. */
const touches: Record<Oddity['code'], readonly Aspect[]> = {
  'leader-of-another-unit': ['leader', 'responsible'],
  'unit-named-twice': ['cooperating', 'responsible'],
  'due-before-notice': ['deadline'],
  'separator-missing': ['cooperating'],
};

interface Shown {
  /** Undefined where the whole row is shown. */
  asked: ParsedQuestion | undefined;
  /** The words of the record are the answer, not one of its cells. */
  ofText: boolean;
}

function oddityText(formatter: Formatter, record: Task, oddity: Oddity): string {
  const { say, pack } = formatter;
  const responsible = columnName(formatter, 'task', 'responsible');
  switch (oddity.code) {
    case 'leader-of-another-unit': {
      const role = columnName(formatter, 'task', 'leader');
      return say('oddLeader', { role, leader: record.leader?.text ?? '', responsible });
    }
    case 'unit-named-twice': {
      const cooperating = columnName(formatter, 'task', 'cooperating');
      return say('oddTwice', { unit: oddity.unit, responsible, cooperating });
    }
    case 'due-before-notice':
      return say('oddEarly', { date: pack.plan.document.issued?.text ?? '' });
    case 'separator-missing':
      return say('oddSeparator', { units: units(oddity.units) });
  }
}

/** Oddities of a task's cells that bear on what was asked. */
function cellNotes(formatter: Formatter, record: PlanRecord, asked: ParsedQuestion | undefined): string[] {
  if (record.kind !== 'task') return [];
  const isRelevant = ({ code }: Oddity) =>
    !asked || asked.aspects.size === 0 || touches[code].some((aspect) => asked.aspects.has(aspect));
  return (record.oddities ?? []).filter(isRelevant).map((oddity) => oddityText(formatter, record, oddity));
}

/** Notes that the pack holds on the words of a record; a cell that is asked for is not what such a note is about. */
function textNotes({ pack }: Formatter, { id }: PlanRecord, { asked, ofText }: Shown): string[] {
  const asksText = !asked || [...asked.aspects].every((aspect) => aspect === 'content' || aspect === 'target');
  if (!ofText || !asksText) return [];
  return pack.notes.filter(({ records }) => records.includes(id)).map(({ text }) => text);
}

export function oddityNotes(formatter: Formatter, record: PlanRecord, shown: Shown): string[] {
  return [...cellNotes(formatter, record, shown.asked), ...textNotes(formatter, record, shown)];
}
