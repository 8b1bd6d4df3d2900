/** Suggests commands for a short misspelt message: 订月 sounds like 订阅, susbcribe has two letters swapped. */
import { createRequire } from 'node:module';
import type { Language } from '../language/answer-phrases.ts';
import { editDistance } from '../language/edit-distance.ts';
import { type ParseContext, parseCommand, tidy } from './parse.ts';
import { commandSpeaker } from './phrases/phrases.ts';
import type { CommandPhrase } from './phrases/zh.ts';

const require = createRequire(import.meta.url);

/** Longer messages are questions; what looks like a command in them is chance. */
const maxLength = 24;

const names: Record<Language, readonly CommandPhrase[]> = {
  zh: ['subscribe', 'unsubscribe', 'pause', 'resume', 'preview', 'next', 'deliveries', 'settings', 'undo', 'done'],
  en: ['subscribe', 'unsubscribe', 'pause', 'resume', 'preview', 'deliveries', 'settings'],
};

let sounds: ((text: string) => string) | undefined;
function soundOf(text: string): string {
  sounds ??= (() => {
    const { pinyin } = require('pinyin-pro') as typeof import('pinyin-pro');
    return (words: string) => pinyin(words, { toneType: 'none', v: true, nonZh: 'removed' });
  })();
  return sounds(text);
}

/** Sounds the same and shares a character, or, of four characters and more, differs in one. */
function isLikeChinese(head: string, word: string): boolean {
  if (word.length >= 4 && editDistance(head, word) <= 1) return true;
  if (head.length !== word.length || ![...head].some((character, i) => character === word[i])) return false;
  return /^[\u3400-\u9fff]+$/.test(head) && soundOf(head) === soundOf(word);
}

const isLikeEnglish = (head: string, word: string) => editDistance(head, word) <= (word.length >= 8 ? 2 : 1);

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

/** The text with a head of it replaced by the command's word, where that is a command from its first word to its last. */
function corrections(text: string, name: CommandPhrase, language: Language, context: ParseContext): string[] {
  const word = commandSpeaker(language)(name);
  const isLike = language === 'zh' ? isLikeChinese : isLikeEnglish;
  return headsOf(text, word, language).flatMap((head) => {
    const rest = text.slice(head.length);
    // 恢复原状 and 完成时限 begin like a command and go on as something else.
    if (head === word || !isLike(head, word) || (rest && !/^[\s\d每第到全:]/.test(rest))) return [];
    const command = parseCommand(`${word}${rest}`, context)?.command;
    const isWhole = command?.name === name && !('request' in command && command.request?.unread.length);
    return isWhole ? [`${word}${rest}`] : [];
  });
}

/** Somebody asks for a reminder without the command's word. */
const wishes =
  /提醒|推送|通知(?:我|大家|一下|一声)|发一次|发(?:到|给|进)(?:我们|本|这个)?群|\b(?:remind|notify) (?:me|us)\b/;

/** 每天早上提醒我们: a whole request with its time, which only lacks the command's word. */
function wish(text: string, context: ParseContext): Suggestion[] {
  if (!wishes.test(text)) return [];
  const language = /[\u3400-\u9fff]/.test(text) ? 'zh' : 'en';
  const meant = `${commandSpeaker(language)('subscribe')} ${text}`;
  const command = parseCommand(meant, context)?.command;
  if (command?.name !== 'subscribe') return [];
  const { request, unread, problem } = command.request;
  return request.schedule && !unread.length && !problem ? [{ language, text: meant }] : [];
}

/** At most three; nothing where the message is a command already. */
export function suggest(input: string, context: ParseContext): Suggestion[] {
  const { text } = tidy(input);
  if (!text || /\?$/.test(text)) return [];
  if (text.length > maxLength) return wish(text, context);
  const found = new Map<string, Suggestion>();
  for (const language of ['zh', 'en'] as const)
    for (const meant of names[language].flatMap((name) => corrections(text, name, language, context)))
      found.set(meant, { language, text: meant });
  return [...found.values(), ...(found.size ? [] : wish(text, context))].slice(0, 3);
}
