/** Reads numbers as people write them: 12, 十二, 一百二十, two. */

/** How a small number may be written, as part of a pattern. */
export const numeral = '(?:\\d{1,3}|[一二两三四五六七八九十]{1,3})';

const numerals: Record<string, number> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十一: 11,
  十二: 12,
  半: 0.5,
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
};

/** Whole numbers below 1,000, and 半 as 0.5; undefined where the text is no number. */
export function readNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (text in numerals) return numerals[text];
  const match = /^(?:([一二两三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(
    text,
  );
  if (!match || !text) return undefined;
  const [, hundreds, tens, ten, ones] = match;
  return (
    (hundreds ? numerals[hundreds]! * 100 : 0) +
    (ten ? (tens ? numerals[tens]! : 1) * 10 : 0) +
    (ones ? numerals[ones]! : 0)
  );
}

/** Every number of a list such as 1、3和15日, in its order. */
export const numbersIn = (text: string): number[] =>
  (text.match(new RegExp(numeral, 'g')) ?? []).map(readNumber).filter((number) => number !== undefined);

const places: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** Reads 3000, 三千, 两百四十, 一万二千: whole numbers written by digits or by places. Undefined where it is none. */
export function readQuantity(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of text) {
    const place = places[character];
    if (place === 10_000) {
      total += (section + digit || 1) * place;
      section = 0;
      digit = 0;
    } else if (place) {
      section += (digit || 1) * place;
      digit = 0;
    } else if (character !== '零') {
      const value = readNumber(character);
      if (value === undefined) return undefined;
      digit = value;
    }
  }
  return text ? total + section + digit : undefined;
}
