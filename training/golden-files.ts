/** The files of golden questions, for programs that learn from them. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const goldenFolder = resolve(import.meta.dirname, '../tests/golden');

/** Every file of questions, in one order. */
export const goldenFiles = (): string[] =>
  readdirSync(goldenFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(goldenFolder, name));
