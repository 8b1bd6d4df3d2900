/** Commands that a short message nearly is: 订月 sounds like 订阅, susbcribe has two letters swapped. */
import { createRequire } from 'node:module';
import type { Language } from '../language/answer-phrases.ts';
import { type ParseContext, parseCommand, tidy } from './parse.ts';
import { commandSpeaker } from './phrases.ts';
import type { CommandPhrase } from './phrases-zh.ts';

const require = createRequire(import.meta.url);

/** Longer messages are questions; what looks like a command in them is chance. */
const longest = 24;

const names: Record<Language, readonly CommandPhrase[]> = {
  zh: ['subscribe', 'unsubscribe', 'pause', 'resume', 'preview', 'next', 'deliveries', 'settings', 'undo', 'done'],
  en: ['subscribe', 'unsubscribe', 'pause', 'resume', 'preview', 'deliveries', 'settings'],
};

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

let sounds: ((text: string) => string) | undefined;
function soundOf(text: string): string {
  sounds ??= (() => {
    const { pinyin } = require('pinyin-pro') as typeof import('pinyin-pro');
    return (said: string) => pinyin(said, { toneType: 'none', v: true, nonZh: 'removed' });
  })();
  return sounds(text);
}

/** Sounds the same and shares a character, or, of four characters and more, differs in one. */
function isLikeChinese(head: string, word: string): boolean {
  if (word.length >= 4 && distance(head, word) <= 1) return true;
  if (head.length !== word.length || ![...head].some((character, i) => character === word[i])) return false;
  return /^[\u3400-\u9fff]+$/.test(head) && soundOf(head) === soundOf(word);
}

const isLikeEnglish = (head: string, word: string) => distance(head, word) <= (word.length >= 8 ? 2 : 1);

/** Heads of the text that could be the word; what follows them are its words. */
function headsOf(text: string, word: string, language: Language): string[] {
  if (language === 'en') return [/^[a-z]+/.exec(text)?.[0] ?? ''].filter(Boolean);
  const lengths = word.length >= 4 ? [word.length, word.length + 1, word.length - 1] : [word.length];
  return lengths.filter((length) => length <= text.length).map((length) => text.slice(0, length));
}

export interface Suggestion {
  language: Language;
  /** The whole message as it was probably meant. */
  text: string;
}

/** Only what would then be a command from its first word to its last; a message that is one is not asked about. */
export function suggest(said: string, known: ParseContext): Suggestion[] {
  const { text } = tidy(said);
  if (!text || text.length > longest || /\?$/.test(text)) return [];
  const found = new Map<string, Suggestion>();
  for (const language of ['zh', 'en'] as const) {
    const say = commandSpeaker(language);
    for (const name of names[language]) {
      const word = say(name);
      for (const head of headsOf(text, word, language)) {
        if (head === word || !(language === 'zh' ? isLikeChinese : isLikeEnglish)(head, word)) continue;
        const rest = text.slice(head.length);
        // 恢复原状 and 完成时限 begin like one and go on as something else.
        if (rest && !/^[\s\d每第到全:]/.test(rest)) continue;
        const meant = `${word}${rest}`;
        const command = parseCommand(meant, known)?.command;
        const isWhole = command?.name === name && !('request' in command && command.request?.unread.length);
        if (isWhole) found.set(meant, { language, text: meant });
      }
    }
  }
  return [...found.values()].slice(0, 3);
}
