/** The original's oddities, said as they are printed (原文如此) and never corrected. */

import { type Formatter, units } from '../../language/format.ts';
import type { PlanRecord } from '../../model/plan.ts';
import type { ParsedQuestion } from '../analyse/parse-question.ts';
import { columnName } from './describe.ts';

type Code = NonNullable<PlanRecord['oddities']>[number]['code'];

/** Which aspects an oddity touches: a note is said where it bears on what was asked, or all was asked. */
const touches: Record<Code, readonly string[]> = {
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

export function oddityNotes(formatter: Formatter, record: PlanRecord, { asked, ofText }: Shown): string[] {
  const { say, pack } = formatter;
  const bears = (code: Code) =>
    !asked || asked.aspects.size === 0 || touches[code].some((aspect) => asked.aspects.has(aspect as never));
  const label = (role: string) => columnName(formatter, 'task', role);
  const notes: string[] = [];
  for (const odd of record.oddities ?? []) {
    if (!bears(odd.code) || record.kind !== 'task') continue;
    if (odd.code === 'leader-of-another-unit')
      notes.push(
        say('oddLeader', {
          role: label('leader'),
          leader: record.leader?.text ?? '',
          responsible: label('responsible'),
        }),
      );
    if (odd.code === 'unit-named-twice')
      notes.push(
        say('oddTwice', { unit: odd.unit, responsible: label('responsible'), cooperating: label('cooperating') }),
      );
    if (odd.code === 'due-before-notice') notes.push(say('oddEarly', { date: pack.plan.document.issued?.text ?? '' }));
    if (odd.code === 'separator-missing') notes.push(say('oddSeparator', { units: units(odd.units) }));
  }
  // A cell that is asked for is not what such a note is about.
  const asksText = !asked || [...asked.aspects].every((aspect) => aspect === 'content' || aspect === 'target');
  for (const note of pack.notes) if (ofText && asksText && note.records.includes(record.id)) notes.push(note.text);
  return notes;
}
