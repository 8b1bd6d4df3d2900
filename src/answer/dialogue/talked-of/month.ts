/** The month that was talked of, named again where a turn points at it: 同一个月里检察院配合的, 跟它一样时候到期的. */
import { deadlinesOf } from '../../../model/plan.ts';
import { focusOf, type Leaning } from '../leaning.ts';

const sameMonth =
  /(?:跟|和|与)?(?:它们?|这[条项个]|他们|它俩)?(?:在)?(?:同一个?月份?|同月|(?:同样|一样|相同)的?(?:时候|时间|月份|时限|期限))(?:里|内)?(?=.{2})/;

/** The only month in which what was talked of is due, as YYYY-MM. */
function monthTalkedOf({ context, turn }: Pick<Leaning, 'context' | 'turn'>): string | undefined {
  const ids = focusOf(turn).length ? focusOf(turn) : (turn.list?.ids ?? []);
  const months = new Set(
    ids.map((id) => {
      const record = context.engine.pack.records.get(id);
      const [deadline] = record ? deadlinesOf(record) : [];
      return deadline?.kind === 'month' ? deadline.month : undefined;
    }),
  );
  return months.size === 1 ? [...months][0] : undefined;
}

/** The turn with the month in place of the words that point at it. */
export function withMonthNamed({ context, turn }: Pick<Leaning, 'context' | 'turn'>): string | undefined {
  const { text, periods } = context.asked;
  const found = sameMonth.exec(text);
  if (!found) return undefined;
  const [from, to] = [found.index, found.index + found[0].length];
  // 同一个月 may itself be read as a period.
  if (periods.some(({ start, end }) => start >= to || end <= from)) return undefined;
  const month = monthTalkedOf({ context, turn });
  return month && text.replace(sameMonth, `${month.slice(0, 4)}年${Number(month.slice(5))}月`);
}
