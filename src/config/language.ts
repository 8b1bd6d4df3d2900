/** The language of help, errors and notices: QINZHI_LANG, else that of the locale. */
import { faultIn, SetupError } from '../model/fault.ts';
import type { Language } from '../model/text.ts';
import { settingText } from './messages.ts';
import { type Environment, variable } from './variables.ts';

/** In the order in which POSIX reads them. */
const localeVariables = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

const localeLanguage = (env: Environment): Language => {
  const locale = localeVariables.map((name) => variable(env, name)).find((value) => value !== undefined);
  return /^zh/i.test(locale ?? '') ? 'zh' : 'en';
};

/** What is readable of it, also where QINZHI_LANG is wrong: an error has to be written in some language. */
export function languageOf(env: Environment): Language {
  const named = variable(env, 'QINZHI_LANG')?.toLowerCase();
  return named === 'zh' || named === 'en' ? named : localeLanguage(env);
}

/** @throws {SetupError} where QINZHI_LANG names another language. */
export function checkLanguage(env: Environment): void {
  const named = variable(env, 'QINZHI_LANG')?.toLowerCase();
  if (named !== undefined && named !== 'zh' && named !== 'en')
    throw new SetupError(settingText('serviceWrong'), [faultIn('QINZHI_LANG', settingText('language'))]);
}
