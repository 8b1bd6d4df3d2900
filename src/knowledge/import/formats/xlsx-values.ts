/** Values of spreadsheet cells as they are shown: dates by their format, percentages, plain numbers. */

/** Built-in formats that show a date; those from 27 on are the Chinese, Japanese and Korean ones. */
const builtInDates = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
const monthOnly = new Set([17, 55, 57]);

const withoutQuoted = (code: string) => code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');

export interface NumberFormat {
  id: number;
  code: string | undefined;
}

function isDate({ id, code }: NumberFormat): boolean {
  if (code === undefined) return builtInDates(id);
  const tokens = withoutQuoted(code);
  return /y/i.test(tokens) || /m.*d|d.*m/i.test(tokens);
}

const dayMs = 86_400_000;

function dayOf(serial: number, from1904: boolean): Date {
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return new Date(epoch + Math.floor(serial) * dayMs);
}

const token = /"([^"]*)"|\[[^\]]*\]|\\(.)|yyyy|yy|e|mmmm|mmm|mm|m|dd|d|h+(?::mm)?(?::ss)?|AM\/PM|@|;.*$/gi;

function showDate(day: Date, code: string): string {
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, '0');
  const values: Record<string, string> = {
    yyyy: String(year),
    e: String(year),
    yy: two(year % 100),
    mm: two(month),
    m: String(month),
    mmm: String(month),
    mmmm: String(month),
    dd: two(date),
    d: String(date),
  };
  return code
    .replace(
      token,
      (found: string, quoted?: string, escaped?: string) => quoted ?? escaped ?? values[found.toLowerCase()] ?? '',
    )
    .trim();
}

const longest = 15;

/** A number as its format shows it. */
export function showNumber(value: string, format: NumberFormat, from1904: boolean): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (isDate(format) && number > 0 && number < 2_958_466) {
    const day = dayOf(number, from1904);
    if (format.code) return showDate(day, format.code);
    return showDate(day, monthOnly.has(format.id) ? 'yyyy"年"m"月"' : 'yyyy"年"m"月"d"日"');
  }
  const percent =
    format.id === 9 || format.id === 10 || (format.code !== undefined && withoutQuoted(format.code).includes('%'));
  if (percent) return `${Number((number * 100).toPrecision(longest))}%`;
  return String(Number(number.toPrecision(longest)));
}
