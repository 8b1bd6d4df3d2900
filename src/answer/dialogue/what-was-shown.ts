/** What was just shown, stated again; and answers that list everything though nobody asked for it. */
import { stateRecord, stateRows, stateSelect } from '../respond/state.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { Response } from '../response.ts';
import { focusOf, keepList, type Leaning, ofWholePlan } from './leaning.ts';

/** Words for the plan's own list. */
const ofTable = /总共|清单|名单|任务|\ball\b/;

/** States every record of a kind. */
export const listsAll = ({ list }: Response): boolean =>
  list !== undefined && !list.query.where && !list.query.order && typeof list.query.as === 'string';

/** The same, though neither the kind nor all of them was asked for. */
export function listsEverything(response: Response, { asked }: Leaning['context']): boolean {
  return listsAll(response) && !asked.kinds.length && !ofWholePlan.test(asked.text) && !ofTable.test(asked.text);
}

/** What was just shown, where all that was understood is that something of it is asked: 把它内容念一遍, 这两项是不是同一个月. */
export function whatWasShown({ context, turn }: Leaning): Response {
  const [only, ...more] = turn.last === 'list' && turn.list && turn.list.ids.length > 1 ? [] : focusOf(turn);
  if (only && !more.length) return keepList(stateRecord(context, only, { whole: true, plain: true }), turn);
  if (only) return stateRows(context, turn.focus);
  if (!turn.list) return askWhichOne(context, 'nothing said which records');
  return stateSelect(context, { ...turn.list.query, as: context.asked.wantsCount ? 'count' : 'list' });
}
