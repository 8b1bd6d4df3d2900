/** A month said of a list without its year (去掉12月的) is the one that the list holds. */
import { currentMonth } from '../../../language/format.ts';
import { execute } from '../../execute/execute.ts';
import { type Condition, conjuncts, type Select } from '../../query.ts';
import type { Leaning } from '../leaning.ts';

const namesYear = /20\d\d|年|本月|这个?月|上个?月|下个?月|季/;

const shifted = (month: string, years: number) => `${Number(month.slice(0, 4)) + years}${month.slice(4)}`;

/** The same condition with its month in another year; undefined where it holds none. */
function inYear(condition: Condition, years: number): Condition | undefined {
  if ('not' in condition) {
    const inner = inYear(condition.not, years);
    return inner && { not: inner };
  }
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    const moved = parts.map((part) => inYear(part, years) ?? part);
    if (moved.every((part, at) => part === parts[at])) return undefined;
    return 'all' in condition ? { all: moved } : { any: moved };
  }
  return 'column' in condition && 'month' in condition
    ? { ...condition, month: shifted(condition.month, years) }
    : undefined;
}

/** 12月的全算, said of a list of 2024年12月: the month that it holds, and no other year's. */
function sameMonth(before: Select, stated: Condition): Condition | undefined {
  const held = conjuncts(before.where).flatMap((one) => ('column' in one && one.is === 'on' ? [one.month] : []));
  const [month, ...more] = held;
  const named = conjuncts(stated).flatMap((one) => ('column' in one && one.is === 'on' ? [one.month] : []));
  if (!month || more.length || named.length !== 1 || named[0]!.slice(4) !== month.slice(4)) return undefined;
  return inYear(stated, Number(month.slice(0, 4)) - Number(named[0]!.slice(0, 4)));
}

/**
 * @param edit makes a query of what was said
 * @returns the edited query; with the month a year earlier or later where the year said by nobody gives nothing, or takes nothing away
 */
export function inNearestYear(
  { context }: Leaning,
  before: Select,
  stated: Select,
  edit: (one: Select) => Select,
): Select {
  const query = edit(stated);
  if (!stated.where || namesYear.test(context.asked.text)) return query;
  const again = sameMonth(before, stated.where);
  if (again) return edit({ ...stated, where: again });
  const { engine, formatter } = context;
  const size = (one: Select) => execute(one, engine.pack, currentMonth(formatter)).records.length;
  const [was, now] = [size({ ...before, as: 'list' }), size({ ...query, as: 'list' })];
  if (now > 0 && now !== was) return query;
  for (const years of [-1, 1]) {
    const where = inYear(stated.where, years);
    const other = where && edit({ ...stated, where });
    const found = other ? size({ ...other, as: 'list' }) : 0;
    if (other && found > 0 && found !== was) return other;
  }
  return query;
}
