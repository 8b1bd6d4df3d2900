/** Reads one JSON file by its schema; every fault is reported with its line. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { z } from 'zod';
import { type Fault, faultIn } from '../../model/fault.ts';
import { issueText } from '../../model/issue-text.ts';
import { readRegularFile, utf8Of } from '../../shared/read-file.ts';
import { packText } from '../messages.ts';

type Path = readonly (string | number)[];

// Loaded only to tell where a fault stands: a pack without faults never pays for it.
const positions = () => createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser');

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** `line (path)` of a value inside a JSON text, or of the nearest value around it. */
export function placeOf(text: string, path: Path): string {
  const { parseTree, findNodeAtLocation } = positions();
  const tree = parseTree(text);
  const pathText = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
  for (let length = path.length; tree && length > 0; length--) {
    const node = findNodeAtLocation(tree, [...path.slice(0, length)]);
    if (node) return `${lineAt(text, node.offset)} (${pathText})`;
  }
  return pathText ? `1 (${pathText})` : '1';
}

export interface JsonFile<T> {
  name: string;
  text: string;
  value: T;
}

/** The parsers call themselves for each level, and a file nested so deeply is no pack. */
const isTooDeep = (error: unknown) => error instanceof RangeError && /call stack/i.test(error.message);

/** Undefined where the file is missing or wrong; why is then in `faults`. */
export function readJson<S extends z.ZodType>(
  path: string,
  schema: S,
  faults: Fault[],
  { optional = false } = {},
): JsonFile<z.output<S>> | undefined {
  const name = basename(path);
  if (!existsSync(path)) {
    if (!optional) faults.push(faultIn(name, packText('missing')));
    return undefined;
  }
  const text = utf8Of(readRegularFile(path));
  if (text === undefined) {
    faults.push(faultIn(name, packText('fileNotUtf8')));
    return undefined;
  }
  try {
    return readText(name, text, schema, faults);
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    faults.push(faultIn(name, packText('tooDeep'), '1'));
    return undefined;
  }
}

function readText<S extends z.ZodType>(
  name: string,
  text: string,
  schema: S,
  faults: Fault[],
): JsonFile<z.output<S>> | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    const errors: import('jsonc-parser').ParseError[] = [];
    const { parse, printParseErrorCode } = positions();
    parse(text, errors, { disallowComments: true });
    for (const { error, offset } of errors.slice(0, 5))
      faults.push(
        faultIn(name, packText('notJsonBecause', { why: printParseErrorCode(error) }), `${lineAt(text, offset)}`),
      );
    if (!errors.length) faults.push(faultIn(name, packText('notJson'), '1'));
    return undefined;
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { name, text, value: parsed.data };
  for (const issue of parsed.error.issues)
    faults.push(faultIn(name, issueText(issue), placeOf(text, issue.path as Path)));
  return undefined;
}
