/** The period of a phase: 2024年7月—2025年6月, 2024年7月30日前, in its title, in brackets, or at the head of its text. */
import { plainDigits } from '../text/numbers.ts';

const dash = '[—–\\-~～至到]+';
const month = '(1[0-2]|0?[1-9])';
const ranged = new RegExp(`^(20\\d\\d)年${month}月?(?:\\d{1,2}日)?${dash}(?:(20\\d\\d)年)?${month}月(?:\\d{1,2}日)?`);
const single = new RegExp(`^(20\\d\\d)年${month}月(?:\\d{1,2}日)?(?:底|末)?(前)?`);
const yearEnd = /^(20\d\d)年(?:底|末)(前)?/;
const monthOf = (year: string, number: string) => `${year}-${number.padStart(2, '0')}`;

export interface Period {
  period: string;
  from?: string;
  to: string;
}

function readPeriod(text: string): Period | undefined {
  const plain = plainDigits(text);
  // Digits are exchanged one for one, so that a length found in the plain text cuts the printed one.
  const printed = (found: RegExpExecArray) => text.slice(0, found[0].length);
  const range = ranged.exec(plain);
  if (range) {
    const [, year, first, lastYear, last] = range;
    return { period: printed(range), from: monthOf(year!, first!), to: monthOf(lastYear ?? year!, last!) };
  }
  const one = single.exec(plain);
  const end = one ?? yearEnd.exec(plain);
  if (!end) return undefined;
  const to = one ? monthOf(one[1]!, one[2]!) : monthOf(end[1]!, '12');
  const open = Boolean(one ? one[3] : end[2]);
  return open ? { period: printed(end), to } : { period: printed(end), from: to, to };
}

/** A phase says its time after its title, in brackets behind the title, or at once. */
export function findPeriod(content: string, title: string): Period | undefined {
  const inBrackets = [...title.matchAll(/[(（]([^()（）]+)[)）]/g)].map((found) => readPeriod(found[1]!));
  return readPeriod(content.slice(content.indexOf('。') + 1)) ?? inBrackets.find(Boolean) ?? readPeriod(content);
}
