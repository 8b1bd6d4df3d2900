/** What is stated of what was just shown, where a turn by itself gives nothing, or everything. */
import { stateRecord, stateRows, stateSelect } from '../respond/state.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { Response } from '../response.ts';
import { focusOf, keepList, type Leaning, ofWholePlan } from './leaning.ts';

/** From here on a question sounds like one that no record states. */
const likelyOutside = 0.6;
const longestAside = 14;

/** A short question that nothing answers by itself is asked of what was just talked of: 点名了哪几个产品, 是在哪些会上. */
export function insteadOfNothing(alone: Response, leaning: Leaning): Response | undefined {
  const { context, analysis, turn } = leaning;
  const { asked } = context;
  const [only, ...more] = focusOf(turn);
  const nothing = alone.outcome === 'not_found' || (alone.outcome === 'clarify' && !alone.records.length);
  if (!nothing || !only || more.length || turn.last === 'clarify') return undefined;
  if (asked.text.length > longestAside || analysis.cues.length || analysis.outsideness > likelyOutside)
    return undefined;
  if (asked.units.length || asked.unknownUnits.length || asked.periods.length || asked.rows.length) return undefined;
  if (!/[哪几什啥谁吗多怎]/.test(asked.text)) return undefined;
  context.trace('leans on', `${only}, as nothing else answers`);
  return keepList(stateRecord(context, only, { whole: true, plain: true }), turn);
}

/** Words for the plan's own list. */
const ofTable = /总共|清单|名单|任务|\ball\b/;

/** States every record of a kind, though neither the kind nor all of them was asked for. */
export function listsEverything({ list }: Response, { asked }: Leaning['context']): boolean {
  const nothing = list !== undefined && !list.query.where && !list.query.order && typeof list.query.as === 'string';
  return nothing && !asked.kinds.length && !ofWholePlan.test(asked.text) && !ofTable.test(asked.text);
}

/** What was just shown, where all that was understood is that something of it is asked: 把它内容念一遍, 这两项是不是同一个月. */
export function insteadOfEverything({ context, turn }: Leaning): Response {
  const [only, ...more] = turn.last === 'list' && turn.list && turn.list.ids.length > 1 ? [] : focusOf(turn);
  if (only && !more.length) return keepList(stateRecord(context, only, { whole: true, plain: true }), turn);
  if (only) return stateRows(context, turn.focus);
  if (!turn.list) return askWhichOne(context, 'nothing said which records');
  return stateSelect(context, { ...turn.list.query, as: context.asked.wantsCount ? 'count' : 'list' });
}
