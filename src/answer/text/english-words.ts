/** Replaces English words in a Chinese sentence by what they stand for: 把 lead 的 list 给我. */
import { chinese } from './text.ts';

const longest = 3;

/** The words with every phrase that is known replaced, the longest first. */
function replaced(words: readonly string[], english: Readonly<Record<string, string>>): string {
  const said: string[] = [];
  for (let at = 0; at < words.length; ) {
    const meanings = Array.from({ length: longest }, (_, n) => english[words.slice(at, at + longest - n).join(' ')]);
    const known = meanings.findIndex((meaning) => meaning !== undefined);
    said.push(meanings[known] ?? words[at]!);
    at += known < 0 ? 1 : Math.min(longest - known, words.length - at);
  }
  return said.join(' ');
}

/** @param text cleaned; one that is English throughout is left as it is. @param english Chinese by English words */
export function inChinese(text: string, english: Readonly<Record<string, string>>): string {
  if (!chinese.test(text)) return text;
  const said = text.replace(/[a-z]+(?: [a-z]+)*/g, (letters) => replaced(letters.split(' '), english));
  return said === text ? text : said.replace(/(?<=[\u3400-\u9fff★]) (?=[\u3400-\u9fff★])/g, '');
}
