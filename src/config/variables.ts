/** The environment, read in this one place; every group of settings is checked as a whole. */
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import type { z } from 'zod';
import { type Fault, SetupError } from '../model/fault.ts';

/**
 * A `.env` in the working folder adds what the environment does not say itself.
 * @throws {SetupError} where it can't be read.
 */
export function readEnvFile(folder: string): void {
  const file = join(folder, '.env');
  try {
    loadEnvFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    throw new SetupError('The settings can’t be read:', [{ file, place: '', message }]);
  }
}

/** An empty variable is as good as none. */
export const variable = (name: string): string | undefined => process.env[name]?.trim() || undefined;

export const variablesBeginningWith = (prefix: string): string[] =>
  Object.keys(process.env).filter((name) => name.startsWith(prefix));

/** What is wrong goes to `faults`, and the result is undefined then. */
export function readVariables<S extends z.ZodRawShape>(schema: z.ZodObject<S>, faults: Fault[]) {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, variable(name)]));
  const { data, error } = schema.safeParse(given);
  for (const { path, message } of error?.issues ?? []) faults.push({ file: String(path[0]), place: '', message });
  return data;
}

/** @throws {SetupError} with every variable that is wrong. */
export function readAll<S extends z.ZodRawShape>(title: string, schema: z.ZodObject<S>): z.infer<z.ZodObject<S>> {
  const faults: Fault[] = [];
  const read = readVariables(schema, faults);
  if (!read) throw new SetupError(title, faults);
  return read;
}
