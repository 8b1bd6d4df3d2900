/** Turns about what is left beside what was shown last: 剩下的呢, 另外三个, 除了这条，海关还在哪几条. */
import { allOf, type Condition, conjuncts, type Select } from '../query.ts';
import { stateRows, stateSelect } from '../respond/state.ts';
import { respond } from '../respond.ts';
import type { Response } from '../response.ts';
import { about } from './about.ts';
import { listShown } from './edits/edit.ts';
import { type Followed, focusOf, type Leaning, maxRowsTold } from './leaning.ts';
import type { Turn } from './memory.ts';

function without({ where, ...query }: Select, ids: readonly string[]): Select {
  const left: Condition = { not: { ids: [...ids] } };
  return { ...query, where: allOf([...conjuncts(where), left])! };
}

type List = NonNullable<Turn['list']>;

/** The list, and those of it that were looked at; else the list before, of which the present one is a part. */
function wholeAndPart({ list, focus, earlier }: Turn): { whole: List; part: readonly string[] } | undefined {
  if (!list) return undefined;
  if (focus.length && focus.length < list.ids.length && focus.every((id) => list.ids.includes(id)))
    return { whole: list, part: focus };
  const whole = earlier.find(
    (shown) =>
      shown.list && shown.list.ids.length > list.ids.length && list.ids.every((id) => shown.list?.ids.includes(id)),
  )?.list;
  return whole && list.ids.length ? { whole, part: list.ids } : undefined;
}

const namesRest = /剩|余下|其余|其[他它]|另外|旁的|别的/;

/** 剩下的呢, 另外三个呢，时限: the list without what was looked at. */
export function restOfShown({ context, turn }: Leaning): Followed {
  const { asked } = context;
  if (!namesRest.test(asked.text) || asked.units.length || asked.periods.length) return undefined;
  const found = wholeAndPart(turn);
  if (!found) return undefined;
  const { whole, part } = found;
  const ids = whole.ids.filter((id) => !part.includes(id));
  const asksCells = asked.aspects.size > 0 && !asked.aspects.has('content') && ids.length <= maxRowsTold;
  if (asksCells) return { ...stateRows(context, ids), list: { query: without(listShown(whole), part), ids, from: 0 } };
  return stateSelect(context, without(listShown(whole), part));
}

/** 除了这条, 除开我这葡萄的事: the clause that sets the record just talked of aside. */
const setAside = /^(.{0,8}?)除[了开去]?(?:这|它|此|该|那|我这|上面|刚才)[^,.;:]{0,10}?(?:以外|之外)?[,:;]/;
const others = /除[了开去]|别的|其[他它]|此外|另外|还/;

/** 除了这条，海关还在哪几条: the question by itself, without the record just talked of. */
export function besideFocus({ context, turn }: Leaning): Followed {
  const focus = focusOf(turn);
  const { text } = context.asked;
  if (!focus.length || !others.test(text)) return undefined;
  const own = about(context, text.replace(setAside, '$1'));
  const response: Response = respond(own);
  const { list } = response;
  if (!list || response.focus.length || !focus.some((id) => list.ids.includes(id))) return undefined;
  return stateSelect(context, without(list.query, focus));
}
