/** A step to a neighbour: 上一条, 再下一项, 它前面那个, 上一条措施; in the list just shown, else in the document. */
import { stateRecord } from '../respond/state.ts';
import { type Followed, focusOf, has, isShort, keepList, type Leaning, linkedTo } from './leaning.ts';

export interface Step {
  by: 1 | -1;
  /** The words before it: what the step starts from, where they name something (条例前面那条). */
  from: string;
}

/** 上个月 and 前三项 are no steps. */
const step =
  /(再|紧接着)?(它的?|[这那该]一?[项条个]的?)?(?:紧|紧挨着|紧挨|紧接着)?(?<![目以年月日天最剩如靠落])([上前下后])([面边头])?的?(那)?(一)?([项条个款步行](?!月|季|周|半|年|批)|(?=任务|指标|措施|阶段|环节))/;

/** Columns that are asked of what was talked of, not of its neighbour: 上一条谁负责 is the one just said. */
export const asksCell = ({ context }: Leaning) => [...context.asked.aspects].some((aspect) => aspect !== 'content');

function readStep(leaning: Leaning): Step | undefined {
  const { context } = leaning;
  const { text } = context.asked;
  const found = step.exec(text);
  if (!found) return undefined;
  const [, again, anchor, way, face, that, one] = found;
  const from = anchor
    ? ''
    : text.slice(0, found.index).replace(/^(?:[那再哦嗯请]|退回到?|返回|回到?|看看?|说说|表里|麻烦)+|[之往]$/g, '');
  if (way === '下' || way === '后') return one || !face || that ? { by: 1, from } : undefined;
  const anchored = again !== undefined || anchor !== undefined || from.length > 1 || /^退/.test(text);
  if (face ? !(anchored || one) : !one && way === '前') return undefined;
  return anchored || way === '前' || !asksCell(leaning) ? { by: -1, from } : undefined;
}

/** What the step starts from: what its words name, the last thing of its kind, else what was talked of. */
function startOf(leaning: Leaning, { from }: Step): string | undefined {
  const { context, turn } = leaning;
  const { asked, engine } = context;
  const [focus] = focusOf(turn);
  if (from.length > 1) {
    const shown = new Set([...turn.focus, ...(turn.list?.ids ?? []), ...turn.earlier.flatMap((one) => one.focus)]);
    const [best] = engine.rank(from, (id) => shown.has(id)).hits;
    if (best) return best.id;
  }
  const [kind] = asked.kinds;
  if (!kind || focus?.startsWith(`${kind}:`)) return focus;
  const before = turn.earlier.flatMap((one) => one.focus).find((id) => id.startsWith(`${kind}:`));
  return before ?? (focus ? linkedTo(engine.pack, focus, kind) : undefined);
}

export function neighbour(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const forward =
    (has(context, 'next') && !/最后|末/.test(context.asked.text)) ||
    (has(context, 'forward') && turn.last === 'answer' && isShort(context));
  const back = has(context, 'previous') && /退/.test(context.asked.text);
  const bare = forward ? 1 : back ? -1 : undefined;
  const read = readStep(leaning) ?? (bare ? ({ by: bare, from: '' } as const) : undefined);
  return read && !context.asked.units.length && context.asked.text.length <= longestStep
    ? stepTo(leaning, read)
    : undefined;
}

/** The record one step on or back. */
export function stepTo(leaning: Leaning, read: Step): Followed {
  const { context, turn } = leaning;
  const start = startOf(leaning, read);
  if (!start) return undefined;
  const listed = turn.list?.ids.indexOf(start) ?? -1;
  const number = Number(/\d+$/.exec(start)?.[0]);
  const id =
    listed >= 0 && turn.list!.ids.length > 1
      ? turn.list?.ids[listed + read.by]
      : start.replace(/\d+$/, String(number + read.by));
  if (!id || !context.engine.pack.records.has(id)) return undefined;
  context.trace('neighbour', id);
  const asksNothing = context.asked.aspects.size === 0;
  return keepList(stateRecord(context, id, { whole: asksNothing }), turn);
}

const longestStep = 24;
