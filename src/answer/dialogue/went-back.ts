/** Turns that go back to something talked of before: 说回检察院那几项, 刚才那个工作站谁牵头, 回到刚才的单子. */
import { chooseReading } from '../choose/readings.ts';
import { type Condition, conjuncts, type Select } from '../query.ts';
import { stateRecord, stateSelect } from '../respond/state.ts';
import { clean } from '../text/text.ts';
import { editSelect } from './edits/edit.ts';
import { type Followed, has, keepList, type Leaning, linkedTo } from './leaning.ts';
import type { Shown } from './memory.ts';
import { picked, readPick } from './pick.ts';

const same = (said: Condition, before: Condition) => JSON.stringify(said) === JSON.stringify(before);

/** Do both tests name the same units, in whatever role? */
const sameUnits = (said: Condition, before: Condition) =>
  'units' in said && 'units' in before && said.units.join() === before.units.join();

/** Does the earlier condition hold all that was said? A unit without a role stands for any. */
const says = (said: Condition, before: Condition) =>
  same(said, before) || (sameUnits(said, before) && 'column' in said && said.column === 'units');

/** 刚才四项里: how many the list had. */
const ofNumber = /([两二三四五六七八九十]|\d{1,2})[项条个](?:里|中|当中|任务|$)/;
const numerals = '零一二三四五六七八九十';

function numberSaid(text: string): number | undefined {
  const said = ofNumber.exec(text)?.[1];
  if (!said) return undefined;
  return said === '两' ? 2 : numerals.includes(said) ? numerals.indexOf(said) : Number(said);
}

/** 回到那六条: the list that had as many. */
export function listOfNumber({ context, turn }: Leaning): Shown['list'] {
  const count = numberSaid(context.asked.text);
  return count ? [turn as Shown, ...turn.earlier].find(({ list }) => list?.ids.length === count)?.list : undefined;
}

/** The earlier list that is meant, and what the turn says besides. */
function listMeant({ context, turn }: Leaning, said: Select | undefined): Followed {
  const lists = [turn as Shown, ...turn.earlier].flatMap(({ list }) => list ?? []);
  const named = context.asked.units.flatMap(({ role, units, not }) =>
    role === 'any' || not ? [] : [{ column: role, is: 'has' as const, units }],
  );
  const read = conjuncts(said?.where);
  const wanted = [...named.filter((one) => !read.some((other) => same(one, other))), ...read];
  const count = numberSaid(context.asked.text);
  const counted = count ? lists.find(({ ids }) => ids.length === count) : undefined;
  const [, ...older] = lists;
  const met = (meets: typeof same) =>
    [...older, ...lists].find(({ query }) =>
      conjuncts(query.where).some((one) => wanted.some((other) => meets(other, one))),
    );
  /** 回到全部★: the list of which these are all the conditions. */
  const whole = older.find(({ query }) => {
    const held = conjuncts(query.where);
    return held.length === wanted.length && held.every((one) => wanted.some((other) => says(other, one)));
  });
  const base = counted ?? whole ?? met(same) ?? met(sameUnits);
  if (!base) return undefined;
  const rest = read.filter((one) => !conjuncts(base.query.where).some((other) => says(one, other)));
  context.trace('went back', JSON.stringify(base.query.where ?? {}));
  const position = /最后|末|第[一二三四五六七八九十\d]|头一/.test(context.asked.text)
    ? readPick(context.asked.text)
    : undefined;
  const at = position && picked(position, base.ids, undefined);
  if (at) return { ...stateRecord(context, at), list: base };
  const [only] = base.ids;
  if (base.ids.length === 1 && context.asked.aspects.size && !rest.length) return stateRecord(context, only!);
  if (!said || !rest.length) return stateSelect(context, base.query);
  const more: Select = { ...said, kind: base.query.kind, where: rest.length > 1 ? { all: rest } : rest[0]! };
  return stateSelect(context, editSelect(base.query, more, 'narrow'));
}

/** Characters of the question that brought a record up, that the turn says again. */
function overlap(text: string, question: string): number {
  const said = new Set(clean(text));
  return [...new Set(clean(question))].filter((character) => said.has(character)).length;
}

/** The record talked of before whose words, or whose question's, the turn says again. */
export function recordMeant({ context, turn }: Leaning): string | undefined {
  const { asked, engine } = context;
  const subject = [asked.rest, ...asked.terms.map(({ text }) => text)].join(' ').trim();
  if (!subject) return undefined;
  const shown = [turn as Shown, ...turn.earlier];
  const pool = new Map<string, string>();
  for (const { focus, list, questionText } of shown)
    for (const id of [...focus, ...(list?.ids.length && list.ids.length <= 10 ? list.ids : [])])
      if (!pool.has(id)) pool.set(id, focus.includes(id) ? questionText : '');
  const scored = engine
    .rank(subject, (id) => pool.has(id))
    .hits.map(({ id, score }) => ({ id, score: score * (1 + overlap(subject, pool.get(id)!) / 4) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  return best && best.score > (next?.score ?? 0) * 1.1 ? best.id : undefined;
}

const listWord = /单子|列表|清单|名单|那[几些]/;

export function wentBack(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  if (!has(context, 'goback')) return undefined;
  const read = chooseReading(analysis)?.read;
  const list = listMeant(leaning, read && read.conditions > 0 ? read.query : undefined);
  if (list) return list;
  const found = listWord.test(context.asked.text) ? readPick(context.asked.text) : undefined;
  const shown = [turn as Shown, ...turn.earlier].find((one) => one.list)?.list;
  const at = found && !found.row && shown ? picked(found, shown.ids, undefined) : undefined;
  if (at) return { ...stateRecord(context, at), list: shown };
  if (shown && listWord.test(context.asked.text) && context.asked.wantsCount)
    return stateSelect(context, { ...shown.query, as: 'count' });
  const id = recordMeant(leaning);
  if (id) {
    context.trace('went back', id);
    const kind = context.asked.kinds.find((one) => one === 'measure');
    const owner = kind && linkedTo(context.engine.pack, id, kind);
    if (owner) return stateRecord(context, owner, { whole: true });
    return keepList(stateRecord(context, id, { plain: true }), turn);
  }
  const latest = [turn as Shown, ...turn.earlier].find((one) => one.list)?.list;
  if (!latest || !listWord.test(context.asked.text)) return undefined;
  const more = read && read.conditions > 0 ? { ...read.query, kind: latest.query.kind } : undefined;
  return stateSelect(context, more ? editSelect(latest.query, more, 'narrow') : latest.query);
}
