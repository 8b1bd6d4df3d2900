/** Numbers of official documents: ordinals in Chinese, Arabic and circled digits, years in Chinese digits. */

const digits: Record<string, number> = { 〇: 0, 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** Full-width digits as plain ones, for reading numbers; texts keep what is printed. */
export function plainDigits(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

const circledOne = '①'.charCodeAt(0);

/** Reads a Chinese, Arabic or circled ordinal (一, 十二, 二十, １２, 一百零三, ③); 0 where it is none. */
export function ordinal(text: string): number {
  const arabic = plainDigits(text);
  if (/^\d+$/.test(arabic)) return Number(arabic);
  if (/^[①-⑳]$/.test(text)) return text.charCodeAt(0) - circledOne + 1;
  const hundreds = /^([一二三四五六七八九])百(?:零([一二三四五六七八九])|(.+))?$/.exec(text);
  if (hundreds) {
    const rest = hundreds[2] ? digits[hundreds[2]]! : hundreds[3] ? ordinal(hundreds[3]) : 0;
    return digits[hundreds[1]!]! * 100 + rest;
  }
  const tens = /^([二三四五六七八九一]?)十([一二三四五六七八九]?)$/.exec(text);
  if (tens) return (tens[1] ? digits[tens[1]]! : 1) * 10 + (tens[2] ? digits[tens[2]]! : 0);
  return digits[text] ?? 0;
}

/** A year of four digits in either script (2025, 二〇二五), or of two (25); undefined where it is none. */
export function readYear(text: string): number | undefined {
  const arabic = text.replace(/[〇零一二三四五六七八九]/g, (char) => String(digits[char]));
  if (/^20\d\d$/.test(arabic)) return Number(arabic);
  return /^\d\d$/.test(arabic) ? 2000 + Number(arabic) : undefined;
}
