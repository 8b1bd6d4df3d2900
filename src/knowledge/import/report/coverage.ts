/** Nothing lost in silence: every printed line is in the plan, known as a heading, or reported. */
import type { Plan, Span } from '../../../model/plan.ts';
import { type Findings, finding } from '../text/findings.ts';
import { type Line, sample } from '../text/span.ts';

function isSpan(value: object): value is Span {
  return 'text' in value && typeof value.text === 'string' && 'lines' in value;
}

/** Every verbatim text of a plan, wherever it stands in it. */
export function spansOf(value: unknown): Span[] {
  if (typeof value !== 'object' || value === null) return [];
  return isSpan(value) ? [value] : Object.values(value).flatMap(spansOf);
}

/** Reports each printed line that no rule took, whatever the reason. */
export function reportLeftOver(lines: readonly Line[], plan: Plan, { faults, remarks, headings }: Findings): void {
  const known = new Set([...headings, ...[...faults, ...remarks].map(({ line }) => line)]);
  for (const { text, lines } of spansOf(plan)) {
    // An empty text only says where something is missing.
    for (let line = lines[0]; text && line <= lines[1]; line++) known.add(line);
  }
  for (const { number, text } of lines) {
    if (text.trim() && !known.has(number)) faults.push(finding(number, 'line-left-over', { text: sample(text) }));
  }
}
