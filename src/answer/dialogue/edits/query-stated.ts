/** The query that a turn states by itself, and what it exchanges for a part of the one before. */
import { numberOf, yearOf } from '../../../knowledge/month.ts';
import type { Analysis } from '../../analyse/analysis.ts';
import { chooseReading } from '../../choose/readings.ts';
import type { Condition, Select } from '../../query.ts';
import { stateSelect } from '../../respond/state.ts';
import type { AnswerContext } from '../../response.ts';
import { type Followed, type Leaning, longestEllipsis } from '../leaning.ts';

/** 司法局改工信局: the last query as it was said, with one unit for another. */
export function exchanged({ context, turn }: Leaning): Followed {
  const { asked } = context;
  const before = turn.list?.query;
  const units = asked.tokens.filter(({ tag }) => tag === 'unit');
  const [old, fresh, ...more] = units.filter((one, at) => units.findIndex(({ start }) => start === one.start) === at);
  if (!before || !old || !fresh || more.length) return undefined;
  if (!/^(?:换|改)(?:成|为|作|到)?市?$/.test(asked.text.slice(old.end, fresh.start))) return undefined;
  const text = JSON.stringify(before).replaceAll(JSON.stringify(old.value), JSON.stringify(fresh.value));
  return stateSelect(context, JSON.parse(text) as Select);
}

/** 三月改六月: what is said after the word; the month before it is the one that goes. */
function monthExchanged({ asked }: AnswerContext): Condition | undefined {
  const [old, fresh, ...more] = asked.periods;
  if (!old || !fresh || more.length || fresh.from === undefined || fresh.from !== fresh.to) return undefined;
  if (!/^(?:份|的)?(?:换|改)(?:成|为|作|到)?$/.test(asked.text.slice(old.end, fresh.start))) return undefined;
  return {
    column: 'deadline',
    is: 'on',
    month: `${yearOf(fresh.from)}-${String(numberOf(fresh.from)).padStart(2, '0')}`,
  };
}

/** What the turn says by itself: the reading, else the units that it names. */
export function queryStated(context: AnswerContext, analysis: Analysis): Select | undefined {
  const { asked } = context;
  const month = monthExchanged(context);
  if (month) return { ask: 'select', kind: 'task', where: month, as: 'list' };
  const read = chooseReading(analysis)?.read;
  if (read && read.conditions > 0) return read.query;
  const [unit] = asked.units;
  if (!unit || asked.units.length > 1 || asked.text.length > longestEllipsis) return undefined;
  const column = unit.role === 'any' ? 'units' : unit.role;
  const test: Condition = { column, is: 'has', units: unit.units };
  return { ask: 'select', kind: 'task', where: unit.not ? { not: test } : test, as: 'list' };
}
