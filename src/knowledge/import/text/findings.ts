/** What the importer reports beside the plan: faults, remarks, and the lines that only order the text. */
import type { MessageCode } from '../report/messages.ts';

/** Something to tell of one line of `source.txt`; `report/messages.ts` has its words. */
export interface Finding {
  line: number;
  code: MessageCode;
  values: Readonly<Record<string, string | number>>;
}

export interface Findings {
  /** What could not be read; not empty means that something of the source is missing from the plan. */
  faults: Finding[];
  /** What was read, joined or passed over by a rule that the reader of the records should know of. */
  remarks: Finding[];
  /** Lines that only order the text: headings of annexes, heading rows of tables and their repeats. */
  headings: number[];
  /** Lines of the text that state an assignment which was read. */
  assignments: number[];
}

export function noFindings(): Findings {
  return { faults: [], remarks: [], headings: [], assignments: [] };
}

export function finding(line: number, code: MessageCode, values: Finding['values'] = {}): Finding {
  return { line, code, values };
}
