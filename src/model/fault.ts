/** What is wrong with settings or data; all faults are reported together. */
import type { Language, Text } from './text.ts';

export interface Fault {
  file: string;
  /** A line (`12`) or a path inside the file (`channels[3].records[0]`). */
  place: string;
  /** In English. */
  message: string;
  /** In Chinese; absent for what the system or a library says. */
  zh?: string;
}

/** A fault of `file`, in both languages. */
export const faultIn = (file: string, { en, zh }: Text, place = ''): Fault => ({ file, place, message: en, zh });

const inEnglish = (text: string | Text) => (typeof text === 'string' ? text : text.en);

/** One line for people. @param language of the message where there is one */
export function faultLine({ file, place, message, zh }: Fault, language: Language): string {
  return `  ${file}${place ? `:${place}` : ''}  ${language === 'zh' ? (zh ?? message) : message}`;
}

/** Settings, data or arguments that the person who runs the program has to correct; lists every fault. The message is English. */
export class SetupError extends Error {
  readonly faults: readonly Fault[];
  private readonly summary: string | Text;

  constructor(summary: string | Text, faults: readonly Fault[]) {
    super([inEnglish(summary), ...faults.map((fault) => faultLine(fault, 'en'))].join('\n'));
    this.name = 'SetupError';
    this.summary = summary;
    this.faults = faults;
  }

  /** The same as `message`, in one language. */
  toText(language: Language): string {
    const summary = typeof this.summary === 'string' ? this.summary : this.summary[language];
    return [summary, ...this.faults.map((fault) => faultLine(fault, language))].join('\n');
  }
}

/** What a person reads of an error: every fault of a SetupError, else its message. */
export function errorText(error: unknown, language: Language): string {
  if (error instanceof SetupError) return error.toText(language);
  return error instanceof Error ? error.message : String(error);
}
