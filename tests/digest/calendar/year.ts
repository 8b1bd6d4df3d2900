/** 2026 counted without the product: the arrangement as the State Council announced it, and days by plain dates. */

const span = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00Z`); at <= Date.parse(`${to}T00:00Z`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

/** 元旦, 春节, 清明节, 劳动节, 端午节, 中秋节, 国庆节. */
const daysOff2026 = new Set([
  ...span('2026-01-01', '2026-01-03'),
  ...span('2026-02-15', '2026-02-23'),
  ...span('2026-04-04', '2026-04-06'),
  ...span('2026-05-01', '2026-05-05'),
  ...span('2026-06-19', '2026-06-21'),
  ...span('2026-09-25', '2026-09-27'),
  ...span('2026-10-01', '2026-10-07'),
]);
/** 上班 */
const makeUp2026 = new Set(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);

export const days2026 = span('2026-01-01', '2026-12-31');
/** 0 = Sunday. */
export const weekday = (date: string): number => new Date(`${date}T00:00Z`).getUTCDay();
export const works = (date: string): boolean =>
  makeUp2026.has(date) || (!daysOff2026.has(date) && weekday(date) > 0 && weekday(date) < 6);
