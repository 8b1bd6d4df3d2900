/** Reads the periods of a text from left to right, one at each place, with what bounds them (前, 截至, after); `period/spans.ts` gives the grammar every possible period instead. */
import { type Day, type Month, yearOf } from '../knowledge/month.ts';
import { type PeriodContext, periodContext } from './period/months.ts';
import { patterns } from './period/patterns.ts';

/** Bounds are inclusive; a missing bound is open. */
export interface Period {
  from?: Month;
  to?: Month;
  start: number;
  end: number;
  /** This year's month where a bare one was moved to the year in which something is due: what a bound (7月前) means. */
  own?: Month;
  /** True where the words name the moment itself (本月, 今年): it may be asked of phases too. */
  relative: boolean;
}

/** Words after a period that make it a bound: 底前 includes the month, 前 does not. */
const inclusiveBefore =
  /^\s*(?:底|末|月底|月末)\s*(?:之前|以前|前)?|^\s*(?:及|和)?(?:以前|之前)及?(?:当月)|^\s*(?:为止|止|及以前|及之前)/;
const exclusiveBefore = /^\s*(?:之前|以前|前)(?!后|三|两|几)/;
const inclusiveAfter = /^\s*(?:起|开始|及以后|及之后|往后|以来)/;
const exclusiveAfter = /^\s*(?:底|末)?\s*(?:之后|以后|后(?!面|续))/;
const upTo = /(?:截至|截止到?|(?<![缩收换改调限定锁圈])(?:到|至)|不晚于|不迟于|赶在|by|until|up to)\s*$/;
const englishBefore = /(?:before|prior to|earlier than)\s*(?:the )?$/;
const past = /(?:过了|过完|过)\s*$/;
const englishAfter = /(?:after|later than|since)\s*(?:the )?$/;

/** A month's end (月底前, 年底前) is in the period, and what is past already is not meant. */
function untilEnd(found: Period, from: Month, named: string, { now, current }: PeriodContext): Period | undefined {
  const isYearEnd = /年底|年末|岁末|年尾|年根/.test(named);
  if (!isYearEnd && !/月底|月末/.test(named)) return undefined;
  const { start, end, relative } = found;
  const to = found.own ?? found.to!;
  return { start, end, relative, from: isYearEnd && yearOf(from) === now.year ? current : from, to };
}

/** The period as the words after it bound it: 底前, 之前, 起, 之后. Undefined where none of them stands there. */
function boundByFollowing(text: string, found: Period, context: PeriodContext): Period | undefined {
  const after = text.slice(found.end);
  const from = found.own ?? found.from;
  const to = found.own ?? found.to;
  const reach = (pattern: RegExp) => pattern.exec(after)?.[0].length ?? 0;
  const open = (length: number) => ({ start: found.start, end: found.end + length, relative: found.relative });
  let length = reach(inclusiveBefore);
  if (length) {
    const isBound = /前|止/.test(after.slice(0, length)) && !found.relative;
    if (!isBound) return { ...found, end: found.end + length };
    return { ...open(length), ...(to === undefined ? {} : { to }) };
  }
  length = reach(exclusiveBefore);
  if (length && from !== undefined)
    return (
      untilEnd({ ...found, end: found.end + length }, from, text.slice(found.start, found.end), context) ?? {
        ...open(length),
        to: from - 1,
      }
    );
  length = reach(inclusiveAfter);
  if (length && from !== undefined) return { ...open(length), from };
  length = reach(exclusiveAfter);
  return length && to !== undefined ? { ...open(length), from: to + 1 } : undefined;
}

/** The period as the words before it bound it: 过了, 截至, before, after. */
function boundByPreceding(text: string, found: Period): Period | undefined {
  const before = text.slice(0, found.start);
  const from = found.own ?? found.from;
  const to = found.own ?? found.to;
  const led = (pattern: RegExp) => pattern.exec(before)?.[0].length ?? 0;
  const open = (length: number) => ({ start: found.start - length, end: found.end, relative: found.relative });
  let length = led(past);
  if (length && to !== undefined && !found.relative) return { ...open(length), from: to + 1 };
  length = led(upTo);
  const isWhole = /[年季](?:度|内)?$/.test(text.slice(found.start, found.end).trim());
  if (length && to !== undefined && !isWhole) return { ...open(length), to };
  length = led(englishBefore);
  if (length && from !== undefined) return { ...open(length), to: from - 1 };
  length = led(englishAfter);
  return length && to !== undefined ? { ...open(length), from: to + 1 } : undefined;
}

const bound = (text: string, found: Period, context: PeriodContext): Period =>
  boundByFollowing(text, found, context) ?? boundByPreceding(text, found) ?? found;

/** The longest period that begins at this place; of equally long ones the first pattern's. */
function periodAt(text: string, at: number, context: PeriodContext): Period | undefined {
  let longest: Period | undefined;
  for (const { pattern, read } of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match?.[0] || (longest && at + match[0].length <= longest.end)) continue;
    const bounds = read(match.slice(1), context);
    if (bounds) longest = { relative: false, ...bounds, start: at, end: at + match[0].length };
  }
  return longest;
}

/** Every period named in a clean text, from left to right. */
export function readPeriods(text: string, now: Day, due: readonly Month[]): Period[] {
  const context = periodContext(now, due);
  const found: Period[] = [];
  for (let at = 0; at < text.length; ) {
    // 几月底, 哪一月 ask for a month and name none.
    const asks = at > 0 && '几哪'.includes(text[at - 1]!);
    const period = text[at] === ' ' || asks ? undefined : periodAt(text, at, context);
    if (!period) {
      at++;
      continue;
    }
    found.push(bound(text, period, context));
    at = Math.max(found.at(-1)!.end, at + 1);
  }
  return found;
}
