/** Turns that go back to something talked of before: 说回检察院那几项, 刚才那个工作站谁牵头, 回到刚才的单子. */
import { readNumber } from '../../language/number.ts';
import { chooseReading } from '../choose/readings.ts';
import { type Condition, conjuncts, type Select } from '../query.ts';
import { stateRecord, stateSelect } from '../respond/state.ts';
import { clean } from '../text/text.ts';
import { editSelect } from './edits/edit.ts';
import { type Followed, has, keepList, type Leaning, linkedTo } from './leaning.ts';
import type { Shown } from './memory.ts';
import { picked, readPick } from './pick.ts';

const same = (one: Condition, before: Condition) => JSON.stringify(one) === JSON.stringify(before);

/** Do both tests name the same units, in whatever role? */
const sameUnits = (one: Condition, before: Condition) =>
  'units' in one && 'units' in before && one.units.join() === before.units.join();

/** Does an earlier condition mean the same or more? A unit without a role stands for any. */
const covers = (one: Condition, before: Condition) =>
  same(one, before) || (sameUnits(one, before) && 'column' in one && one.column === 'units');

/** 刚才四项里: how many the list had. */
const ofNumber = /([两二三四五六七八九十]{1,3}|\d{1,2})[项条个](?:里|中|当中|任务|那|的|版|,|$)/;

function numberIn(text: string): number | undefined {
  const digits = ofNumber.exec(text)?.[1];
  return digits ? readNumber(digits) : undefined;
}

/** 回到那六条: the list that had as many. */
export function listOfNumber({ context, turn }: Leaning): Shown['list'] {
  const count = numberIn(context.asked.text);
  return count ? [turn as Shown, ...turn.earlier].find(({ list }) => list?.ids.length === count)?.list : undefined;
}

/** The earlier list that is meant, narrowed by what else the turn asks for. */
function listMeant({ context, turn }: Leaning, asked: Select | undefined): Followed {
  const lists = [turn as Shown, ...turn.earlier].flatMap(({ list }) => list ?? []);
  const named = context.asked.units.flatMap(({ role, units, not }) =>
    role === 'any' || not ? [] : [{ column: role, is: 'has' as const, units }],
  );
  const read = conjuncts(asked?.where);
  const wanted = [...named.filter((one) => !read.some((other) => same(one, other))), ...read];
  const count = numberIn(context.asked.text);
  const counted = count ? lists.find(({ ids }) => ids.length === count) : undefined;
  const [, ...older] = lists;
  const latestWith = (meets: typeof same) =>
    [...older, ...lists].find(({ query }) =>
      conjuncts(query.where).some((one) => wanted.some((other) => meets(other, one))),
    );
  /** 回到全部★: the list of which these are all the conditions. */
  const whole = older.find(({ query }) => {
    const held = conjuncts(query.where);
    return held.length === wanted.length && held.every((one) => wanted.some((other) => covers(other, one)));
  });
  const base = counted ?? whole ?? latestWith(same) ?? latestWith(sameUnits);
  if (!base) return undefined;
  const rest = read.filter((one) => !conjuncts(base.query.where).some((other) => covers(one, other)));
  context.trace('went back', JSON.stringify(base.query.where ?? {}));
  const position = /最后|末|第[一二三四五六七八九十\d]|头一/.test(context.asked.text)
    ? readPick(context.asked.text)
    : undefined;
  const at = position && picked(position, base.ids, undefined);
  if (at) return { ...stateRecord(context, at), list: base };
  const [only] = base.ids;
  if (base.ids.length === 1 && context.asked.aspects.size && !rest.length) return stateRecord(context, only!);
  if (!asked || !rest.length) return stateSelect(context, base.query);
  const more: Select = { ...asked, kind: base.query.kind, where: rest.length > 1 ? { all: rest } : rest[0]! };
  return stateSelect(context, editSelect(base.query, more, 'narrow'));
}

/** Characters of the question that brought a record up, that the turn says again. */
function overlap(text: string, question: string): number {
  const characters = new Set(clean(text));
  return [...new Set(clean(question))].filter((character) => characters.has(character)).length;
}

/** Longer lists are not talked of row by row. */
const maxListed = 10;

/** Records that were shown, the latest first, each with the question that brought it up; empty for a row of a list. */
function recordsShown(shown: readonly Shown[]): Map<string, string> {
  const questions = new Map<string, string>();
  for (const { focus, list, questionText } of shown) {
    const listed = list && list.ids.length <= maxListed ? list.ids : [];
    for (const id of [...focus, ...listed])
      if (!questions.has(id)) questions.set(id, focus.includes(id) ? questionText : '');
  }
  return questions;
}

/** The record talked of before whose words, or whose question's, the turn says again. */
export function recordMeant({ context, turn }: Leaning): string | undefined {
  const { asked, engine } = context;
  const subject = [asked.rest, ...asked.terms.map(({ text }) => text)].join(' ').trim();
  if (!subject) return undefined;
  const pool = recordsShown([turn as Shown, ...turn.earlier]);
  const scored = engine
    .rank(subject, (id) => pool.has(id))
    .hits.map(({ id, score }) => ({ id, score: score * (1 + overlap(subject, pool.get(id)!) / 4) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  return best && best.score > (next?.score ?? 0) * 1.1 ? best.id : undefined;
}

const listWord = /单子|列表|清单|名单|那[几些]/;

/** A row of the latest list (回到名单里第二个), or the number of its rows. */
function inLatest({ context }: Leaning, latest: NonNullable<Shown['list']>): Followed {
  const place = readPick(context.asked.text);
  const at = place && !place.row ? picked(place, latest.ids, undefined) : undefined;
  if (at) return { ...stateRecord(context, at), list: latest };
  return context.asked.wantsCount ? stateSelect(context, { ...latest.query, as: 'count' }) : undefined;
}

/** The record that is meant, or the measure that it belongs to. */
function recordAgain(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const id = recordMeant(leaning);
  if (!id) return undefined;
  context.trace('went back', id);
  const owner = context.asked.kinds.includes('measure') ? linkedTo(context.engine.pack, id, 'measure') : undefined;
  if (owner) return stateRecord(context, owner, { whole: true });
  return keepList(stateRecord(context, id, { plain: true }), turn);
}

export function wentBack(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  if (!has(context, 'goback')) return undefined;
  const read = chooseReading(analysis)?.read;
  const query = read && read.conditions > 0 ? read.query : undefined;
  const list = listMeant(leaning, query);
  if (list) return list;
  const latest = listWord.test(context.asked.text)
    ? [turn as Shown, ...turn.earlier].find((one) => one.list)?.list
    : undefined;
  const found = (latest && inLatest(leaning, latest)) ?? recordAgain(leaning);
  if (found || !latest) return found;
  const more = query && { ...query, kind: latest.query.kind };
  return stateSelect(context, more ? editSelect(latest.query, more, 'narrow') : latest.query);
}
