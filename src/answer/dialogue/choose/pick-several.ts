/** Several of the rows just listed by their places: 前两条发我原文, 后三个什么时限. */
import { readNumber } from '../../../language/number.ts';
import { stateRows } from '../../respond/state.ts';
import { type Followed, keepList, type Leaning } from '../leaning.ts';

const count = '([两二三四五六七八九]|\\d)';
const first = new RegExp(`(?:前面?|头|最前面?的?|打头)${count}[条个项]`);
const last = new RegExp(`(?:后面?|末尾?|最后面?的?)${count}[条个项]`);

export function pickSeveral({ context, turn }: Leaning): Followed {
  const ids = turn.list?.ids ?? [];
  const { text } = context.asked;
  const [fromStart, fromEnd] = [first, last].map((pattern) => readNumber(pattern.exec(text)?.[1] ?? ''));
  const found = fromStart ? ids.slice(0, fromStart) : fromEnd ? ids.slice(-fromEnd) : [];
  return found.length > 1 && found.length < ids.length ? keepList(stateRows(context, found), turn) : undefined;
}
