/** Turns that lean on the one before: picks, pages, neighbours, another question about the same record, edits of the last query. */
import type { Analysis } from '../analyse/analysis.ts';
import { isSocial, isSoft } from '../analyse/cues.ts';
import { chooseReading } from '../choose/readings.ts';
import { pageSize } from '../compose/selection.ts';
import { type Condition, conjuncts, type Select } from '../query.ts';
import { stateRecord, stateRows, stateSelect } from '../respond/state.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { Asking, Response } from '../response.ts';
import { strongSubject, subjectFloor } from '../retrieve/thresholds.ts';
import { edited } from './edited-query.ts';
import { type Followed, has, isBare, type Leaning, longestEllipsis } from './leaning.ts';
import type { Turn } from './memory.ts';
import { picked, readPick } from './pick.ts';

/** A record of a list was looked at: the list stays at hand. */
function keepList(response: Response, turn: Turn): Response {
  return turn.list && response.outcome === 'answer' ? { ...response, list: turn.list } : response;
}

/** What the turn before was about: its record, or the only one of its list. */
function focusOf({ focus, list }: Turn): readonly string[] {
  if (focus.length) return focus;
  return list?.ids.length === 1 ? list.ids : [];
}

/** A choice said word for word: the query behind it, else its question. */
function chosenByWords({ asking, turn }: Leaning): Followed {
  const at = turn.choices.findIndex(({ label, question }) => [label, question].includes(asking.asked.text));
  const offered = turn.offered?.[at];
  return offered ? stateSelect(asking, offered) : undefined;
}

function pick(leaning: Leaning): Followed {
  const { asking, turn } = leaning;
  const { asked } = asking;
  if (!isBare(leaning) || asked.periods.length || asked.text.length > longestEllipsis) return undefined;
  if (asked.rows.some(({ kind }) => kind !== undefined)) return undefined;
  const found = readPick(asked.text);
  if (!found) return undefined;
  if (turn.last === 'clarify' && turn.choices.length) {
    const at = (found.position ?? found.row ?? 0) - 1;
    const offered = turn.offered?.[at];
    if (offered) return stateSelect(asking, offered);
    const candidate = turn.candidates[at];
    if (candidate) return stateRecord(asking, candidate, { whole: true });
    const choice = turn.choices[at];
    if (choice) return { restart: choice.question };
  }
  const ids = turn.list?.ids ?? (turn.focus.length > 1 ? turn.focus : turn.last === 'clarify' ? turn.candidates : []);
  const id = picked(found, ids, turn.focus[0]);
  if (id) {
    const asks = asked.aspects.size > 0 && !asked.aspects.has('content');
    return keepList(stateRecord(asking, id, { whole: !asks }), turn);
  }
  const choice = turn.choices[(found.position ?? found.row ?? 0) - 1];
  if (choice && !turn.list) return { restart: choice.question };
  return found.row === undefined ? undefined : { restart: `第${found.row}项` };
}

/** 下一项呢: the neighbour in the list just shown, else in the document. */
function neighbour({ asking, turn }: Leaning): Followed {
  const back = has(asking, 'previous') || /^那?上一?[项条个](?:再讲一遍)?呢?$/.test(asking.asked.text);
  const forward = has(asking, 'next') || (has(asking, 'forward') && turn.last === 'answer' && isShort(asking));
  const step = forward ? 1 : back ? -1 : 0;
  const [focus] = focusOf(turn);
  if (!step || !focus) return undefined;
  const listed = turn.list?.ids.indexOf(focus) ?? -1;
  const number = Number(/\d+$/.exec(focus)?.[0]);
  const id = listed >= 0 ? turn.list?.ids[listed + step] : focus.replace(/\d+$/, String(number + step));
  if (!id || !asking.engine.pack.records.has(id)) return undefined;
  asking.trace('neighbour', id);
  return keepList(stateRecord(asking, id), turn);
}

/** The next page; the whole set stays what is stated. */
function nextPage({ asking, turn }: Leaning): Response {
  if (!turn.list)
    return turn.focus.length ? stateRows(asking, turn.focus) : askWhichOne(asking, 'nothing was listed before');
  const { query, ids, from } = turn.list;
  return stateSelect(asking, query, from + pageSize < ids.length ? from + pageSize : from);
}

/** 一共几个, 哪家多: what was shown, counted or compared. */
function aboutShown({ asking, turn, analysis }: Leaning): Followed {
  const { list } = turn;
  const said = [...analysis.sets.values()].some((readings) => (readings[0]?.conditions ?? 0) > 0);
  if (!list || said || asking.asked.text.length > longestEllipsis) return undefined;
  if (has(asking, 'shown.compare')) return compareShown(asking, turn);
  if (has(asking, 'shown.count') && isShort(asking)) return stateSelect(asking, { ...list.query, as: 'count' });
  return undefined;
}

/** The two sets last shown, side by side. */
function compareShown(asking: Asking, turn: Turn): Followed {
  const now = turn.list?.query;
  const before = turn.earlier.find(({ list }) => list)?.list?.query;
  const unique = (one: Select, other: Select) => {
    const common = new Set(conjuncts(other.where).map((part) => JSON.stringify(part)));
    return conjuncts(one.where).filter((part) => !common.has(JSON.stringify(part)));
  };
  if (!now || !before || now.kind !== before.kind) return undefined;
  const [a, b] = [unique(before, now)[0], unique(now, before)[0]];
  if (!a || !b) return undefined;
  const shared = conjuncts(now.where).filter((part) => JSON.stringify(part) !== JSON.stringify(b));
  return stateSelect(asking, {
    ask: 'select',
    kind: now.kind,
    ...(shared.length ? { where: shared.length > 1 ? { all: shared } : shared[0]! } : {}),
    as: { compare: [a, b] },
  });
}

const isShort = ({ asked }: Asking) => asked.text.length <= 12;

/** 换一个, 不对: the next nearest, or the next reading. */
function refused({ asking, turn }: Leaning): Followed {
  if (!has(asking, 'edit.refuse') || asking.asked.text.length > 8) return undefined;
  const rest = turn.candidates.filter((id) => !turn.focus.includes(id));
  const [next] = rest;
  if (!next) return askWhichOne(asking, 'what was shown was refused');
  asking.trace('refused', `${turn.focus.join(' ')}; next is ${next}`);
  const response = stateRecord(asking, next);
  return { ...response, candidates: rest.slice(1) };
}

/** 落到哪些任务上, 省里支持的呢: the records of another kind that go with what was talked of. */
function linkedKind({ asking, turn }: Leaning): Followed {
  const { asked, engine } = asking;
  const [only] = focusOf(turn);
  const kind = asked.kinds.find((one) => !only?.startsWith(`${one}:`));
  if (!only || !kind || !isShort(asking) || asked.units.length || asked.rows.length) return undefined;
  const tasks = kind === 'task' ? engine.pack.tasksOf.get(only) : undefined;
  if (tasks?.length) return stateSelect(asking, { ask: 'select', kind, where: { ids: [...tasks] }, as: 'list' });
  if (asked.wantsList || asked.wantsCount) return undefined;
  const near = engine.rank(`${turn.questionText} ${asked.text}`, (id) => id.startsWith(`${kind}:`)).hits[0];
  return near && near.score > strongSubject / 2 ? stateRecord(asking, near.id) : undefined;
}

/** 要定规范的那个, 公安那个: which of what was shown or offered, by words. */
function pointedAt({ asking, turn }: Leaning): Followed {
  const { asked, engine } = asking;
  if (!/(?:那个|那项|那条|的那|那一个)[呢吗,]?/.test(asked.text) || asked.text.length > longestEllipsis)
    return undefined;
  const pool = new Set([...(turn.list?.ids ?? []), ...turn.candidates, ...turn.focus]);
  if (pool.size < 2) return undefined;
  const [best, next] = engine.rank(asked.text, (id) => pool.has(id)).hits;
  return best && best.score > (next?.score ?? 0) * 1.2 ? keepList(stateRecord(asking, best.id), turn) : undefined;
}

/** The same records, another question about them (谁牵头, 几月的, 商务局在里面吗). */
function aboutFocus(leaning: Leaning): Followed {
  const { asking, turn, analysis } = leaning;
  const { asked } = asking;
  const focus = focusOf(turn);
  const [only] = focus;
  if (!only || turn.last === 'clarify' || !isBare(leaning) || asked.periods.length) return undefined;
  if (turn.last === 'list' && !turn.focus.length && asked.units.length) return undefined;
  const asks = asked.aspects.size > 0 || has(asking, 'original') || asked.wantsYesNo || has(asking, 'back');
  if (!asks || asked.text.length > longestEllipsis || asked.kinds.includes('task')) return undefined;
  const reading = chooseReading(analysis)?.read;
  const asksSet = asked.wantsList || asked.wantsCount;
  const ofUnits = asked.marks.some(
    ({ tag, text }) => tag === 'ask.unit' || (tag.startsWith('role.') && /单位|部门/.test(text)),
  );
  if (asksSet && !ofUnits && !has(asking, 'original')) return undefined;
  if (reading && reading.conditions > 1) return undefined;
  if (asked.units.length && !asked.wantsYesNo && !has(asking, 'back') && turn.list) return undefined;
  asking.trace('leans on', focus.join(' '));
  if (focus.length > 1) return stateRows(asking, focus);
  const whole = asked.aspects.has('content') || has(asking, 'original');
  return keepList(stateRecord(asking, only, { whole, plain: true }), turn);
}

/** 检察院那几项: a set or a record talked of before, gone back to by words. */
function wentBack({ asking, analysis, turn }: Leaning): Followed {
  if (!has(asking, 'goback') || !turn.earlier.length) return undefined;
  const said = chooseReading(analysis)?.read.query;
  const wanted = new Set(conjuncts(said?.where).map((one) => JSON.stringify(one)));
  const met = (where: Condition | undefined) => conjuncts(where).some((one) => wanted.has(JSON.stringify(one)));
  const shown = turn.earlier.find(({ list }) => list && met(list.query.where));
  return shown?.list && wanted.size === 1 ? stateSelect(asking, shown.list.query) : undefined;
}

/** Without a turn before: words that could only point at one are asked back. */
function withNothingBefore(asking: Asking, analysis: Analysis): Followed {
  const { asked } = asking;
  const bare = analysis.subject < subjectFloor;
  const found = readPick(asked.text);
  if (bare && found?.row !== undefined && asked.rows.length === 0) return { restart: `第${found.row}项` };
  const ordinal = asked.rows.find((row) => row.ordinal && row.kind === undefined);
  if (ordinal && /个/.test(asked.text.slice(ordinal.start, ordinal.end)) && bare)
    return askWhichOne(asking, 'a position in a list that is not there');
  if (has(asking, 'more') && bare && isShort(asking)) return askWhichOne(asking, 'nothing was listed before');
  if (/^(?:其中|只看|只要|这里面|这些里|换成|改成)/.test(asked.text) && !asked.units.length && asked.text.length < 14)
    return askWhichOne(asking, 'a part of a list that is not there');
  return undefined;
}

export function follow(asking: Asking, analysis: Analysis, turn: Turn | undefined): Followed {
  if (!turn) return withNothingBefore(asking, analysis);
  const leaning = { asking, analysis, turn };
  const chosen = chosenByWords(leaning);
  if (chosen) return chosen;
  const outside = analysis.cues.some((cue) => !isSocial(cue) && !isSoft(cue));
  const polite = analysis.cues.some(isSocial) && isBare(leaning) && isShort(asking) && !asking.asked.units.length;
  if (polite && !asking.asked.aspects.size) return undefined;
  const pointed = pick(leaning) ?? neighbour(leaning) ?? refused(leaning);
  if (pointed) return pointed;
  if (has(asking, 'more') && isBare(leaning) && isShort(asking) && !asking.asked.periods.length)
    return nextPage(leaning);
  if (asking.asked.rows.length || outside) return undefined;
  return (
    wentBack(leaning) ??
    aboutShown(leaning) ??
    pointedAt(leaning) ??
    linkedKind(leaning) ??
    aboutFocus(leaning) ??
    edited(leaning)
  );
}
