/** The invented documents of `tests/fixtures/import-cases`, each with what has to be read from it. */
import { readdirSync, readFileSync } from 'node:fs';
import { readDocument, type SourceDocument } from '../../../src/knowledge/import/formats/read.ts';

const folder = new URL('../../fixtures/import-cases/', import.meta.url);

export interface ExpectedDeadline {
  kind: string;
  month?: string;
  inferredYear?: boolean;
}

export interface ExpectedRecord {
  number: number;
  textStartsWith: string;
  lead?: string[];
  cooperating?: string[];
  jointly?: string[];
  deadline?: ExpectedDeadline;
  deadlines?: ExpectedDeadline[];
  part?: number;
  group?: string;
  item?: string;
  extra?: Record<string, string>;
  place?: string;
  kind?: string;
  leader?: string;
  target?: string;
  children?: number;
}

export interface Expected {
  input: string;
  title?: string;
  exit?: number;
  count?: number;
  remarks?: string[];
  annexes?: { number: number; title: string }[];
  records?: ExpectedRecord[];
  recordsEach?: Omit<ExpectedRecord, 'number' | 'textStartsWith'>;
  /** What each deadline cell means: a month, `ongoing`, or `other`. */
  deadlines?: Record<string, string>;
  sameAs?: string;
}

const readExpected = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as Expected;

export const caseNames = readdirSync(folder)
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => name.replace('.expected.json', ''));

/** What a case expects; records of another case where it says so. */
export function expectedOf(name: string): Expected {
  const expected = readExpected(name);
  const { records } = expected.sameAs ? readExpected(expected.sameAs) : expected;
  return records ? { ...expected, records } : expected;
}

export function bytesOf(name: string): { file: string; bytes: Uint8Array } {
  const { input } = readExpected(name);
  return { file: input, bytes: new Uint8Array(readFileSync(new URL(input, folder))) };
}

export function documentOf(name: string): Promise<SourceDocument> {
  const { file, bytes } = bytesOf(name);
  return readDocument(file, bytes);
}
