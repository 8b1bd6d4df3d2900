/** Reads days of the week: 周一到周五, 一、四, 周末, Monday to Friday. */

export const weekdays: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 7,
  天: 7,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
  '6': 6,
  '7': 7,
};
const englishDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const englishDay = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?';

const range = (from: number, to: number) => {
  const days: number[] = [];
  for (let day = from; ; day = (day % 7) + 1) {
    days.push(day);
    if (day === to) return days;
  }
};

/** Each once, in order. */
export const sorted = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

export function weekdaysIn(text: string): number[] {
  const days: number[] = [];
  let rest = text.replace(
    /(?:周|星期|礼拜)?([一二三四五六日天1-7])\s*(?:到|至|-|—|~)\s*(?:周|星期|礼拜)?([一二三四五六日天1-7])/g,
    (_, a: string, b: string) => {
      days.push(...range(weekdays[a]!, weekdays[b]!));
      return ' ';
    },
  );
  rest = rest.replace(/末/g, '六日');
  for (const character of rest) if (character in weekdays) days.push(weekdays[character]!);
  return sorted(days);
}

export function englishWeekdays(text: string): number[] {
  const days: number[] = [];
  const index = (word: string) => englishDays.findIndex((name) => word.startsWith(name)) + 1;
  const rest = text.replace(
    new RegExp(`(${englishDay})\\s*(?:to|through|until|-|–)\\s*(${englishDay})`, 'g'),
    (_, a: string, b: string) => {
      days.push(...range(index(a), index(b)));
      return ' ';
    },
  );
  for (const [word] of rest.matchAll(new RegExp(englishDay, 'g'))) days.push(index(word));
  return sorted(days);
}

export const week = '(?:周|星期|礼拜)';
export const weekdayList = `${week}?(?:末|[一二三四五六日天1-7])(?:\\s*(?:、|,|和|及|与|到|至|-|—|~|\\s)?\\s*${week}?(?:末|[一二三四五六日天1-7]))*`;
