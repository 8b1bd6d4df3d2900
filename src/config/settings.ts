/** Settings that asking needs: packs, cache, holidays and debugging. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultIn, SetupError } from '../model/fault.ts';
import { settingText } from './messages.ts';
import { type Environment, homeFolder, variable } from './variables.ts';

export interface Settings {
  /** The folder of packs that answers come from. */
  knowledge: string;
  /** Where compiled packs are kept between runs; undefined where they are not to be kept. */
  cache: string | undefined;
  /** The folder of corrections to the published working days; it may be missing. */
  holidays: string;
  /** Prints stacks of errors. */
  debug: boolean;
}

/** The folder that holds src, knowledge and docs. */
export const programRoot = fileURLToPath(new URL('../..', import.meta.url));

export const programVersion = (
  JSON.parse(readFileSync(resolve(programRoot, 'package.json'), 'utf8')) as { version: string }
).version;

const shipped = resolve(programRoot, 'knowledge');

/**
 * What the command line says (`knowledge`) goes before the environment.
 * @throws {SetupError} where a folder is named that is none.
 */
export function readSettings(env: Environment, given: { knowledge?: string | undefined } = {}): Settings {
  const [fromEnvironment, correctionsIn] = [variable(env, 'QINZHI_KNOWLEDGE'), variable(env, 'QINZHI_HOLIDAYS')];
  const [named, by] = given.knowledge ? [given.knowledge, '--knowledge'] : [fromEnvironment, 'QINZHI_KNOWLEDGE'];
  const knowledge = named ? resolve(named) : shipped;
  if (!statSync(knowledge, { throwIfNoEntry: false })?.isDirectory())
    throw new SetupError(settingText('knowledgeMissing'), [
      faultIn(knowledge, named ? settingText('namedMissing', { by }) : settingText('shippedMissing')),
    ]);
  if (correctionsIn && !statSync(resolve(correctionsIn), { throwIfNoEntry: false })?.isDirectory())
    throw new SetupError(settingText('holidaysMissing'), [
      faultIn(correctionsIn, settingText('namedMissing', { by: 'QINZHI_HOLIDAYS' })),
    ]);
  const holidays = correctionsIn ? resolve(correctionsIn) : resolve(knowledge, 'holidays');
  return { knowledge, cache: cacheFolder(env), holidays, debug: debugging(env) };
}

/** QINZHI_CACHE names a folder, or `off`; else the user's own cache folder (XDG Base Directory). */
function cacheFolder(env: Environment): string | undefined {
  const named = variable(env, 'QINZHI_CACHE');
  if (named?.toLowerCase() === 'off') return undefined;
  return named
    ? resolve(named)
    : resolve(variable(env, 'XDG_CACHE_HOME') ?? resolve(homeFolder(env), '.cache'), 'qinzhi');
}

const isDebug = (value: string | undefined) =>
  value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase());

/** Readable even where the other settings are wrong. */
export const debugging = (env: Environment) => isDebug(variable(env, 'QINZHI_DEBUG'));
