/** Turns that lean on the one before: ellipsis, corrections, 换成…呢, 只看…, 第二个, 还有吗. */

import type { Filter } from '../knowledge/select.ts';
import { currentMonth } from '../language/format.ts';
import { readNumber } from '../language/number.ts';
import { pageSize } from './compose/list.ts';
import { isSocial, isSoft } from './decline.ts';
import { readFilter } from './filter.ts';
import type { Turn } from './memory.ts';
import type { Asking, Response } from './response.ts';
import { stateList, stateRecord, stateRows } from './state.ts';
import { subjectScore } from './subject.ts';
import { subjectFloor } from './thresholds.ts';
import { marked, understand } from './understand.ts';
import { askWhichOne } from './unstated.ts';

export type Followed = Response | { restart: string } | undefined;

const has = ({ asked }: Asking, tag: string) => marked(asked, tag);

function onlyNumber(text: string): number | undefined {
  const match = /^(?:那|看)?[第#]?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[个号项.、]?\s*呢?$/.exec(text);
  return match ? readNumber(match[1]!) : undefined;
}

/** 第二个, 最后一个, 2: which of the things just shown. */
function position(asking: Asking, length: number): number | undefined {
  const { text } = asking.asked;
  if (/最后[一那]?[个项条]|末[一]?[个项条]/.test(text)) return length;
  if (/头一[个项条]|第一[个项条]/.test(text)) return 1;
  const row = asking.asked.rows.find((one) => one.ordinal && one.kind === undefined);
  return row?.number ?? onlyNumber(text) ?? englishOrdinal(text);
}

function englishOrdinal(text: string): number | undefined {
  const at = ['first', 'second', 'third', 'fourth', 'fifth'].findIndex((word) =>
    new RegExp(`\\bthe ${word}\\b`).test(text),
  );
  return at < 0 ? undefined : at + 1;
}

function pick(asking: Asking, turn: Turn): Followed {
  const { asked } = asking;
  const ids = turn.list?.ids ?? turn.candidates;
  const typed = asked.text.includes('个') ? undefined : onlyNumber(asked.text);
  const listed = typed === undefined ? undefined : ids.find((id) => turn.list && id.endsWith(`:${typed}`));
  if (listed) return keepList(stateRecord(asking, listed, { whole: true }), turn);
  const at = position(asking, ids.length || turn.choices.length);
  if (at === undefined || at < 1) return undefined;
  if (at <= ids.length) {
    asking.trace('picked', `${at} of ${ids.length}`);
    const asks = asked.aspects.size > 0 && !asked.aspects.has('content');
    return keepList(stateRecord(asking, ids[at - 1]!, { whole: !asks }), turn);
  }
  const choice = turn.choices[at - 1];
  return !turn.list && choice ? { restart: choice.question } : undefined;
}

/** A record of a list was looked at: the list stays at hand. */
function keepList(response: Response, turn: Turn): Response {
  return turn.list && response.outcome === 'answer' ? { ...response, list: turn.list } : response;
}

/** 下一项呢: the neighbour in the list just shown, else in the document. */
function neighbour(asking: Asking, turn: Turn): Followed {
  // 上一项 by itself goes back; with a question (上一条的时限) it is the one just talked of.
  const back = has(asking, 'previous') || /^那?上一[项条个]呢?$/.test(asking.asked.text);
  const step = has(asking, 'next') ? 1 : back ? -1 : 0;
  const [focus] = turn.focus;
  if (!step || !focus) return undefined;
  const listed = turn.list?.ids.indexOf(focus) ?? -1;
  const [kind, number] = focus.split(':');
  const id = listed >= 0 ? turn.list?.ids[listed + step] : `${kind}:${Number(number) + step}`;
  if (!id || !asking.engine.pack.records.has(id)) return undefined;
  asking.trace('neighbour', id);
  return keepList(stateRecord(asking, id), turn);
}

/** The next page; the whole set stays what is stated. */
function more(asking: Asking, turn: Turn | undefined): Followed {
  if (!turn?.list)
    return turn?.focus.length ? stateRows(asking, turn.focus) : askWhichOne(asking, 'nothing was listed before');
  const { filter, ids, from } = turn.list;
  const next = from + pageSize < ids.length ? from + pageSize : from;
  return stateList(asking, filter, [], next);
}

/** Conditions of this turn put into the filter of the turn before: replaced where it had one of the kind, else added. */
function merge(before: Filter, asking: Asking, narrow: boolean): Filter | undefined {
  const { filter, narrowed } = readFilter(asking.asked, asking.engine.pack, currentMonth(asking.voice));
  const bareRole = asking.asked.units.length === 0 && before.units.length > 0 && roleOnly(asking);
  if (!narrowed && !bareRole) return undefined;
  const merged: Filter = { ...before };
  if (filter.strangers.length) merged.strangers = filter.strangers;
  if (filter.units.length) {
    const role = before.units.findLast((unit) => !unit.not)?.role;
    const named = filter.units.map((unit) => (unit.role === 'any' && role && !narrow ? { ...unit, role } : unit));
    const [replacing] = named;
    // Of several units (区县配合, 其中公安牵头) the one in the same role is changed, a single one in any case.
    const several = before.units.filter((unit) => !unit.not).length > 1;
    const kept = narrow
      ? before.units
      : before.units.filter((unit) => unit.not || (several && unit.role !== replacing?.role));
    merged.units = [...kept, ...named];
    merged.unitsJoin = kept.some((unit) => !unit.not) ? 'all' : filter.unitsJoin;
    merged.kind = filter.kind;
  }
  if (bareRole) merged.units = before.units.map((unit) => ({ ...unit, role: bareRole }));
  if (filter.periods.length) {
    merged.periods = filter.periods;
    if (narrow && before.periods.length) merged.among = undefined;
  }
  if (filter.starred !== undefined) merged.starred = filter.starred;
  if (filter.noCooperating) merged.noCooperating = true;
  if (filter.status) merged.status = filter.status;
  if (filter.order) merged.order = filter.order;
  if (filter.groups.length) merged.groups = filter.groups;
  if (filter.leader) merged.leader = filter.leader;
  return merged;
}

function roleOnly({ asked }: Asking): 'responsible' | 'cooperating' | undefined {
  const roles = new Set(asked.marks.filter((mark) => mark.tag.startsWith('role.')).map((mark) => mark.tag.slice(5)));
  if (roles.size !== 1) return undefined;
  const [role] = roles;
  return role === 'responsible' || role === 'cooperating' ? role : undefined;
}

const asksWho = /谁|哪|什么|啥|单位|部门|who|which/;

/** True where the words could only be meant of something said before. */
function leans(asking: Asking): boolean {
  const { asked } = asking;
  return has(asking, 'back') || /^(?:那|那么|其中|只看|只要|换|改)|呢$/.test(asked.text) || asked.text.length <= 12;
}

export function follow(asking: Asking, turn: Turn | undefined): Followed {
  const { asked, engine, voice: formatter } = asking;
  const bare = subjectScore(asking) < subjectFloor;
  const conditions = readFilter(asked, engine.pack, currentMonth(formatter));
  if (turn?.focus[0] && has(asking, 'samegroup') && bare) {
    const group = groupOf(asking, turn.focus[0]);
    if (group !== undefined) return stateList(asking, { ...conditions.filter, groups: [group] });
  }
  const listing = asked.wantsList || asked.wantsCount;
  if (turn && asked.units.length && /(?:那个|那项|那条)$/.test(asked.text) && turn.last !== 'list') {
    const chosen = chooseByWords(asking, turn);
    if (chosen) return chosen;
  }
  const wholeMore = has(asking, 'more') && bare && !conditions.narrowed && asked.rows.length === 0;
  if (wholeMore && !listing) return more(asking, turn);
  const explicitRow = asked.rows.some((row) => row.kind !== undefined);
  if (!turn) {
    const ordinal = asked.rows.find((row) => row.ordinal && row.kind === undefined);
    if (ordinal && /个/.test(asked.text.slice(ordinal.start, ordinal.end)) && bare)
      return askWhichOne(asking, 'a position in a list that is not there');
    if (onlyNumber(asked.text) !== undefined && asked.rows.length === 0)
      return { restart: `第${onlyNumber(asked.text)}项` };
    if (/^(?:其中|只看|只要|这里面|这些里|换成|改成)/.test(asked.text) && !asked.units.length && asked.text.length < 14)
      return askWhichOne(asking, 'a part of a list that is not there');
    return undefined;
  }
  if (!explicitRow && bare && !conditions.filter.periods.length) {
    const picked = pick(asking, turn) ?? neighbour(asking, turn);
    if (picked) return picked;
    if (onlyNumber(asked.text) !== undefined) return { restart: `第${onlyNumber(asked.text)}项` };
  }
  if (asked.rows.length) return undefined;
  if (asking.cues.find(asked.text).some((cue) => !isSocial(cue) && !isSoft(cue))) return undefined;
  if (!bare) return stillAbout(asking, turn) ?? chooseByWords(asking, turn);
  const narrow = has(asking, 'only') || /^(?:其中|只|里面|这些)/.test(asked.text);
  const switching = has(asking, 'correct') || has(asking, 'switch') || /呢$/.test(asked.text);
  // 配合单位有哪些 lists units of the record, not records.
  const unitsAsked = asked.marks.some(
    (mark) => mark.tag === 'ask.unit' || (mark.tag.startsWith('role.') && /单位|部门|unit/.test(mark.text)),
  );
  const focusAsked =
    turn.focus.length > 0 &&
    turn.last === 'answer' &&
    !(listing && !unitsAsked && !has(asking, 'original')) &&
    !asked.kinds.includes('task');
  const propertyOnly = asked.aspects.size > 0 || has(asking, 'original') || asked.wantsYesNo || has(asking, 'back');
  if (focusAsked && !narrow && !conditions.filter.periods.length && !conditions.filter.status && propertyOnly) {
    if (!conditions.filter.units.length || asked.wantsYesNo || (switching && !turn.list) || has(asking, 'back'))
      return keepList(onFocus(asking, turn), turn);
  }
  if (focusAsked && switching && asked.units.length && !turn.list) return onFocus(asking, turn);
  if (turn.list) {
    const { list } = turn;
    if (conditions.narrowed || (roleOnly(asking) && list.filter.units.length && !asksWho.test(asked.text))) {
      const complete = conditions.filter.units.some((unit) => unit.role !== 'any') && !narrow && !switching;
      const dated =
        conditions.filter.periods.length > 0 ||
        conditions.filter.status !== undefined ||
        conditions.filter.starred !== undefined;
      // 版权局要配合的是哪几个, said of a list without units: which of these.
      const within =
        complete &&
        !dated &&
        !list.filter.units.some((unit) => !unit.not) &&
        !asked.kinds.includes('task') &&
        /的(?:是|有)?(?:哪|几)/.test(asked.text);
      const standsAlone =
        !within &&
        (complete || (dated && listing && asked.kinds.includes('task'))) &&
        !narrow &&
        !switching &&
        !leansOnList(asking);
      if (standsAlone) return undefined;
      const merged = merge(list.filter, asking, narrow || within);
      if (merged) return stateList(asking, merged);
    }
    if (asked.aspects.size && !conditions.narrowed && leans(asking)) {
      if (list.ids.length === 1) return stateRecord(asking, list.ids[0]!);
      if (list.ids.length > 1) return stateList(asking, list.filter, [], list.from);
    }
    if (has(asking, 'back') && list.ids.length === 1) return stateRecord(asking, list.ids[0]!);
  }
  if (turn.candidates.length && asked.units.length) return chooseByWords(asking, turn);
  return undefined;
}

function leansOnList({ asked }: Asking): boolean {
  return asked.text.length <= 8 && asked.units.length === 0;
}

function groupOf({ engine }: Asking, task: string): number | undefined {
  for (const [owner, tasks] of engine.pack.tasksOf) {
    const record = tasks.includes(task) ? engine.pack.records.get(owner) : undefined;
    if (record?.kind === 'measure') return record.group;
  }
  return undefined;
}

/** 那这个委员会是哪家在建: points back, and the words fit what was talked of well enough. */
function stillAbout(asking: Asking, turn: Turn): Followed {
  const [focus] = turn.focus;
  if (
    !focus ||
    turn.last !== 'answer' ||
    !/这个|那个|这项|那项|这条|该|这家|这种|它/.test(asking.asked.text) ||
    asking.asked.text.length > 20
  )
    return undefined;
  const { hits } = asking.engine.rank(asking.asked.text, (id) => asking.engine.pack.records.has(id));
  const own = hits.find((hit) => hit.id === focus);
  return own && own.score > hits[0]!.score * 0.5 ? onFocus(asking, turn) : undefined;
}

/** The same records, another question about them. */
function onFocus(asking: Asking, turn: Turn): Response {
  asking.trace('leans on', turn.focus.join(' '));
  const [only] = turn.focus;
  if (turn.focus.length > 1 || !only) return stateRows(asking, turn.focus);
  const whole = asking.asked.aspects.has('content') || has(asking, 'original');
  return stateRecord(asking, only, { whole, plain: true });
}

/** After a question back: 公安那个 chooses among what was offered. */
function chooseByWords(asking: Asking, turn: Turn): Followed {
  const { asked, engine, trace } = asking;
  const named = new Set(asked.units.flatMap((unit) => unit.units));
  const pointing = /(?:那个|那项|那条|的那)$/.test(asked.text) && turn.questionText !== '';
  const pool = turn.candidates.length
    ? turn.candidates
    : pointing && named.size
      ? engine
          .rank(turn.questionText, (id) => engine.pack.records.has(id))
          .hits.slice(0, 12)
          .map((hit) => hit.id)
      : [];
  if (!pool.length || asked.text.length > 16) return undefined;
  const allowed = new Set(pool);
  const hits = turn.candidates.length ? engine.rank(asked.text, (id) => allowed.has(id)).hits : [];
  const byUnit = pool.filter((id) => {
    const record = engine.pack.records.get(id);
    return record?.kind === 'task' && record.responsible.units.some((unit) => named.has(unit));
  });
  const best = (turn.candidates.length ? byUnit.length === 1 : byUnit.length > 0) ? byUnit[0] : hits[0]?.id;
  if (!best) return undefined;
  trace('chosen', best);
  return stateRecord({ ...asking, asked: { ...asked, units: [] } }, best);
}

/** 说错了，是法院: what stands before the correction does not count. */
export function afterCorrection(asking: Asking): Asking {
  const { asked, engine, voice: formatter } = asking;
  const match =
    /^(?:我)?(?:不是|不问|没问|不要|不找)[^,.!不]{1,10}[,.!]\s*(?:我)?(?:说的是|问的是|要的是|说的|问的|是|要|说|问|找)/.exec(
      asked.text,
    ) ??
    /^(?:.{0,6}?)(?:不对|说错了|错了|搞错了|打错了|弄错了|口误|更正|算了)[,，.\s!]*(?:我)?(?:说的是|是说|问的是|想问的是|是|要的是|还是看|看|应该是)?/.exec(
      asked.text,
    );
  if (!match || match[0].length >= asked.text.length) return asking;
  const text = asked.text.slice(match[0].length).replace(/的吧$|吧$/, '');
  const again = understand(text, formatter.now, engine.vocabulary);
  again.marks.push({ tag: 'correct', value: '', text: match[0], start: 0, end: 0 });
  return { ...asking, asked: again };
}
