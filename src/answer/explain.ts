/** A question as it was understood, in one line for `--explain`. */
import type { ParsedQuestion } from './analyse/parse-question.ts';

export function describeAsked(asked: ParsedQuestion, subject: number): string {
  const parts = [
    asked.units.length
      ? `units ${asked.units.map((unit) => `${unit.not ? 'not ' : ''}${unit.units.join('+')} as ${unit.role}`).join(', ')}`
      : '',
    asked.rows.length ? `rows ${asked.rows.map((row) => `${row.kind ?? '?'}:${row.number}`).join(' ')}` : '',
    asked.periods.length
      ? `months ${asked.periods.map((p) => `${p.from ?? ''}–${p.to ?? ''}`).join(', ')} (year × 12 + month − 1)`
      : '',
    asked.starred === undefined ? '' : asked.starred ? '★' : 'no ★',
    asked.status ?? '',
    asked.order ?? '',
    asked.aspects.size ? `asks ${[...asked.aspects].join(', ')}` : '',
    asked.wantsList ? 'list' : '',
    asked.wantsCount ? 'count' : '',
    asked.wantsYesNo ? 'yes/no' : '',
    `subject 「${[asked.rest, ...asked.terms.map((term) => term.text)].join(' ').trim()}」 ${subject.toFixed(1)}`,
  ];
  return parts.filter(Boolean).join('; ');
}
