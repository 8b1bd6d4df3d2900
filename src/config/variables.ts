/** Reads settings from environment variables and a `.env` file; every group of settings is checked as a whole. */
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import type { Text } from '../model/text.ts';
import { readRegularFile, utf8Of } from '../shared/read-file.ts';
import { isSettingMessage, must, settingText } from './messages.ts';

export type Environment = Record<string, string | undefined>;

/**
 * Adds to `env` what a `.env` in the folder says and `env` does not say itself.
 * @throws {SetupError} where it can't be read.
 */
export function readEnvFile(folder: string, env: Environment): void {
  const file = join(folder, '.env');
  try {
    const text = utf8Of(readRegularFile(file));
    if (text === undefined) throw new SetupError(settingText('unreadable'), [faultIn(file, settingText('notUtf8'))]);
    for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value;
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    throw new SetupError(settingText('unreadable'), [{ file, place: '', message }]);
  }
}

/** An empty variable is as good as none. */
export const variable = (env: Environment, name: string): string | undefined => env[name]?.trim() || undefined;

/** Entries separated by commas or spaces. */
export const listOf = (entry: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(/[\s,，]+/).filter(Boolean))
    .pipe(z.array(entry))
    .default([]);

export const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** Of an API: encrypted, or on this machine; ends with a slash. */
export const apiAddress = z
  .string()
  .regex(/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])\S*\/$/, must('apiAddress'));

/** Puts what is wrong into `faults`; the result is undefined then. A message of the schema is a key of `messages.ts`. */
export function readVariables<S extends z.ZodRawShape>(env: Environment, schema: z.ZodObject<S>, faults: Fault[]) {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, variable(env, name)]));
  const { data, error } = schema.safeParse(given);
  for (const { path, message } of error?.issues ?? []) {
    const file = String(path[0]);
    faults.push(isSettingMessage(message) ? faultIn(file, settingText(message)) : { file, place: '', message });
  }
  return data;
}

/** @throws {SetupError} with every variable that is wrong. */
export function readAll<S extends z.ZodRawShape>(
  env: Environment,
  title: Text,
  schema: z.ZodObject<S>,
): z.infer<z.ZodObject<S>> {
  const faults: Fault[] = [];
  const read = readVariables(env, schema, faults);
  if (!read) throw new SetupError(title, faults);
  return read;
}

/** Of the user; a number without a name, as containers run with, has none, and gets one of its own among the temporary folders. */
export function homeFolder(env: Environment): string {
  const named = variable(env, 'HOME');
  if (named) return named;
  try {
    return homedir();
  } catch {
    return join(tmpdir(), `qinzhi-${process.getuid?.() ?? 'user'}`);
  }
}
