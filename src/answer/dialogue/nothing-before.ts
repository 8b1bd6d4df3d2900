/** Turns that could only go on from another one, where there is none: asked back. */
import type { Analysis } from '../analyse/analysis.ts';
import { chooseReading } from '../choose/readings.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { AnswerContext } from '../response.ts';
import { subjectFloor } from '../retrieve/thresholds.ts';
import { type Followed, has, isShort } from './leaning.ts';
import { readMove } from './moves/read-move.ts';
import { readPick } from './pick.ts';

/** 那十二月的呢, 其中公安局的呢: sounds like a step from something said before, and names no kind of record. */
function leansByItsWords({ asked }: AnswerContext): boolean {
  const goesOn = /^(?:那|其中|里面|它|再)/.test(asked.text) || /呢$/.test(asked.text.replace(/[?!.]+$/, ''));
  if (!goesOn || asked.kinds.length || asked.rows.length || asked.text.length > longestElliptical) return false;
  const [likeliest] = readMove(asked);
  return likeliest!.move !== 'alone' && likeliest!.move !== 'chat' && likeliest!.chance >= likely;
}
const longestElliptical = 12;
/** From here on a short turn sounds like a step from something said before. */
const likely = 0.5;

/** Without a turn before: words that could only point at one are asked back. */
export function withNothingBefore(context: AnswerContext, analysis: Analysis): Followed {
  const { asked } = context;
  const bare = analysis.subject < subjectFloor;
  const found = readPick(asked.text);
  const dated = asked.periods.length > 0 || (chooseReading(analysis)?.read.conditions ?? 0) > 0;
  if (bare && !dated && found?.row !== undefined && asked.rows.length === 0) return { restart: `第${found.row}项` };
  const ordinal = asked.rows.find((row) => row.ordinal && row.kind === undefined);
  if (ordinal && /个/.test(asked.text.slice(ordinal.start, ordinal.end)) && bare)
    return askWhichOne(context, 'a position in a list that is not there');
  if (has(context, 'more') && bare && isShort(context)) return askWhichOne(context, 'nothing was listed before');
  const changes =
    /^(?:换成|改成|换到|改为)/.test(asked.text) || /^那(?:\d{1,2}月|[上下]个?月|本月|带?★)的?呢$/.test(asked.text);
  if (changes && asked.text.length < 10) return askWhichOne(context, 'a change of a question that is not there');
  if (leansByItsWords(context) && bare) return askWhichOne(context, 'a turn that goes on from one that is not there');
  if (/^(?:其中|只看|只要|这里面|这些里)/.test(asked.text) && !asked.units.length && asked.text.length < 14)
    return askWhichOne(context, 'a part of a list that is not there');
  return undefined;
}
