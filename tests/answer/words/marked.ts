/** Phrases without their words: each says only its name and its slots, between marks that no text holds, to be read back. */
import { type Phrases, phrases } from '../../../src/language/answer-phrases.ts';
import { monthNames } from '../../../src/language/format.ts';

const open = '\ue000';
const named = '\ue001';
const slot = '\ue002';
const slotEnd = '\ue003';
const close = '\ue004';

const marked = (key: string, template: string): string => {
  const slots = [...new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))];
  return `${open}${key}${named}${slots.map((name) => `${name}${slot}{${name}}${slotEnd}`).join('')}${close}`;
};

function each<K extends string>(of: Readonly<Record<K, string>>, prefix = ''): Record<K, string> {
  const entries = Object.entries<string>(of).map(([key, template]) => [key, marked(`${prefix}${key}`, template)]);
  return Object.fromEntries(entries) as Record<K, string>;
}

/** Phrases of typed queries are named `query.…`. */
export const queryPrefix = 'query.';
const { answer, query } = phrases;

export const markedPhrases: Phrases = {
  answer: { zh: each(answer.zh), en: each(answer.en) },
  query: { zh: each(query.zh, queryPrefix), en: each(query.en, queryPrefix) },
};

/** A phrase as it was said: its name, and what stood in each slot. */
export interface Said {
  key: string;
  slots: Record<string, Part[]>;
}

/** Text that came from no phrase, or a phrase. */
export type Part = string | Said;

/** Reads a text made with marked phrases back into its parts. */
export function readMarked(text: string): Part[] {
  let at = 0;
  const until = (ends: string): string => {
    const from = at;
    while (at < text.length && !ends.includes(text[at]!)) at++;
    return text.slice(from, at);
  };
  const parts = (end: string): Part[] => {
    const found: Part[] = [];
    while (at < text.length && text[at] !== end) {
      if (text[at] === open) found.push(phrase());
      else found.push(until(open + end));
    }
    return found;
  };
  const phrase = (): Said => {
    at++;
    const key = until(named);
    at++;
    const slots: Said['slots'] = {};
    while (text[at] !== close) {
      const name = until(slot);
      at++;
      slots[name] = parts(slotEnd);
      at++;
    }
    at++;
    return { key, slots };
  };
  return parts('');
}

export function everyPhrase(parts: readonly Part[]): Said[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? [] : [part, ...Object.values(part.slots).flatMap((inner) => everyPhrase(inner))],
  );
}

/** Text parts outside the slots of any phrase. */
export const looseText = (parts: readonly Part[]) => parts.filter((part) => typeof part === 'string');

/** What stands in a slot, where it is text alone. */
export function textOf(parts: readonly Part[] | undefined): string {
  return (parts ?? []).map((part) => (typeof part === 'string' ? part : '')).join('');
}

/** The month of the phrase `month`, `YYYY-MM`; English names it by its name. */
export function monthSaid({ slots }: Said): string {
  const month = textOf(slots.month);
  const number = monthNames.indexOf(month as (typeof monthNames)[number]) + 1 || Number(month);
  return `${textOf(slots.year)}-${String(number).padStart(2, '0')}`;
}
