/** Turns that take something out of the list just shown, or put it back: 海关的拿走, 序号65、66剔除, 林长那个不算, 还是加回来吧. */
import { chooseReading } from '../../choose/readings.ts';
import { allOf, conjuncts, type Select } from '../../query.ts';
import { stateSelect } from '../../respond/state.ts';
import { type Followed, has, type Leaning, longestEllipsis } from '../leaning.ts';
import type { Shown } from '../memory.ts';
import { picked, readPick } from '../pick.ts';
import { dropConditions, editSelect, leavesOut, listShown } from './edit.ts';
import { inNearestYear } from './nearest-year.ts';

const removal =
  '(?:去|拿|撤|剔|刨|除|删|扣|划|排|踢|扔|丢|撇|抛|减|抠|挖|筛|滤|抹|略|摘|剪|移|挪|砍|舍|拣|勾|刷|甩)(?:掉|走|去|开|除|出去)|移除|隐去|别列|不列|不计|别算|搁一边|放一边|去掉|拿掉|拿走|拿开|撤掉|撤了|剔除|剔掉|刨掉|刨除|除掉|除开|除外|删掉|删了|扣掉|扣除|划掉|划走|排除|排开|不算|不要|别要|不看|不用看|用不着|免了|踢出去|踢掉|踢了|扔掉|扔了|丢掉|丢开|撇开|抛开|剔出去|请走';
const first = new RegExp(`^(?:那|把|再|先|就)?(?:${removal})`);
const last = new RegExp(`(?:都|也|还是|全|先|就)?(?:${removal})(?:了|吧|哈|啊|呗|掉|它|他们)*$`);

/** Does the turn, whole, take something away? */
const removes = (text: string) => first.test(text) || last.test(text);

/** What was read as asked for, where the turn takes it away; a reading that holds the exclusion already is kept. */
function excluded(stated: Select, { asked }: Leaning['context']): Select {
  const conditions = conjuncts(stated.where);
  const where = allOf(conditions);
  // 过了期的去掉 is read as what is still open.
  const open = asked.status === 'overdue' && conditions.some((one) => 'column' in one && one.is === 'open');
  return !where || open || conditions.some(leavesOut) ? stated : { ...stated, where: { not: where } };
}

/** Rows of the list by number, or the one that the words mean. */
function rowsNamed({ context, turn }: Leaning): string[] {
  const { asked, engine } = context;
  const ids = turn.list?.ids ?? [];
  const numbers = new Set(asked.rows.map(({ number }) => number));
  const named = ids.filter((id) => numbers.has(Number(/\d+$/.exec(id)?.[0])));
  if (named.length || asked.rows.some(({ ordinal }) => !ordinal)) return named;
  const place = readPick(asked.text.replace(last, ''));
  const at = place && picked(place, ids, turn.focus[0]);
  if (at) return [at];
  const pool = new Set(ids);
  const [best, next] = engine.rank(asked.text.replace(last, ''), (id) => pool.has(id)).hits;
  return best && best.score > (next?.score ?? 0) * 1.3 ? [best.id] : [];
}

export function takenAway(leaning: Leaning): Followed {
  const { asked } = leaning.context;
  if (asked.text.length > longestEllipsis || !removes(asked.text)) return undefined;
  if (asked.tokens.some(({ tag }) => tag.startsWith('slot.') || tag === 'edit.drop')) return undefined;
  return others.test(asked.text) ? undefined : takeAway(leaning);
}

/** 6月的留下，别的去掉: what is named stays. */
export const others =
  /(?:别的|别家的?|旁的|其[他它余]的?|剩下的|余下的)(?:统统|都|全|就|一律)?(?:不要|不看|不用|不算|不列|去掉|删|拿掉|甩|扔|撤|排|划|筛|免|滚)[^,;]*/;

/** The list without what the turn names: by what holds of it, by number, or by words. */
export function takeAway(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  const { asked } = context;
  const shown = turn.list;
  if (!shown) return undefined;
  const ranked = listShown(shown);
  // A count by leads still tells in which role a unit is left out.
  const before = ranked.where && 'ids' in ranked.where ? ranked : shown.query;
  const read = chooseReading(analysis)?.read;
  const edit = (one: Select) => editSelect(before, { ...one, kind: before.kind, as: 'list' }, 'narrow');
  const named = asked.rows.length || !read?.query.where ? rowsNamed(leaning) : [];
  if (named.length) {
    context.trace('taken away', named.join(' '));
    return stateSelect(context, edit({ ...before, where: { not: { ids: named } } }));
  }
  if (!read?.query.where || read.conditions === 0) return undefined;
  if (/条件|要求|限制/.test(asked.text))
    return stateSelect(context, dropConditions(before, conjuncts(read.query.where)));
  const stated = excluded(read.query, context);
  context.trace('taken away', JSON.stringify(stated.where));
  return stateSelect(context, inNearestYear(leaning, before, stated, edit));
}

export function takenBack(leaning: Leaning): Followed {
  const named = chooseReading(leaning.analysis)?.read.query.where !== undefined;
  return has(leaning.context, 'edit.restore') && !named ? takeBack(leaning) : undefined;
}

/** 还是加回来吧, with nothing named: the list as it was before the last change. */
export function takeBack({ context, turn }: Leaning): Followed {
  if (!turn.list) return undefined;
  const now = JSON.stringify(turn.list.query);
  const before = turn.earlier.find((one: Shown) => one.list && JSON.stringify(one.list.query) !== now)?.list;
  return before && stateSelect(context, before.query);
}
