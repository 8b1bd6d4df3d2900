/** Looks up what the page says, by language, and fills its slots. */
import type { Language } from '../../../src/model/text.ts';
import { en } from './en.ts';
import { type WebText, zh } from './zh.ts';

export type Say = (key: keyof WebText, slots?: Readonly<Record<string, string | number>>) => string;

const texts: Readonly<Record<Language, WebText>> = { zh, en };

export const sayIn =
  (language: Language): Say =>
  (key, slots = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(slots[name] ?? whole));
