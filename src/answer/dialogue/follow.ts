/** Turns that lean on the one before: picks, pages, neighbours, another question about the same record, edits of the last query. */
import type { Analysis } from '../analyse/analysis.ts';
import { isSocial, isSoft } from '../analyse/outside-topics.ts';
import { chooseReading } from '../choose/readings.ts';
import { stateRecord, stateSelect } from '../respond/state.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { AnswerContext, Response } from '../response.ts';
import { subjectFloor } from '../retrieve/thresholds.ts';
import { edited } from './edits/edited-query.ts';
import { roleOfList } from './edits/other-role.ts';
import { takenAway, takenBack } from './edits/taken-away.ts';
import { standsAlone } from './edits/turn-mode.ts';
import { aboutFocus, linkedKind } from './focus.ts';
import { type Followed, focusOf, has, isBare, isShort, keepList, type Leaning, longestEllipsis } from './leaning.ts';
import type { Turn } from './memory.ts';
import { makeMove } from './moves/make-move.ts';
import { type Move, readMove } from './moves/read-move.ts';
import { neighbour } from './neighbour.ts';
import { picked, readPick } from './pick.ts';
import { aboutShown, nextPage, whichOfShown } from './shown.ts';
import { aboutItsUnit } from './unit-talked-of.ts';
import { recordMeant, wentBack } from './went-back.ts';

/** A choice said word for word: the query behind it, else its question. */
function chosenByWords({ context, turn }: Leaning): Followed {
  const at = turn.choices.findIndex(({ label, question }) => [label, question].includes(context.asked.text));
  const offered = turn.offered?.[at];
  return offered ? stateSelect(context, offered) : undefined;
}

/** Without a list: the records of the answer, the choices, else the few of the kind that was talked of (最后一步). */
function shownBeside(leaning: Leaning): readonly string[] {
  const { context, turn } = leaning;
  if (turn.focus.length > 1) return turn.focus;
  if (turn.last === 'clarify') return turn.candidates;
  return context.asked.rows.length ? [] : siblingsOf(leaning);
}

/** The few records of the kind that was talked of. */
function siblingsOf({ context, turn }: Leaning): readonly string[] {
  const kind = /^(?:phase|guarantee|group|indicator)/.exec(focusOf(turn)[0] ?? '')?.[0];
  return kind ? [...context.engine.pack.records.keys()].filter((id) => id.startsWith(`${kind}:`)) : [];
}

function pick(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const { asked } = context;
  if (
    !isBare(leaning) ||
    asked.periods.length ||
    (has(context, 'goback') && !/\d(?![条项个])/.test(asked.text)) ||
    asked.text.length > longestEllipsis
  )
    return undefined;
  if (asked.rows.some(({ kind }) => kind !== undefined)) return undefined;
  const found = readPick(asked.text);
  if (!found) return undefined;
  if (turn.last === 'clarify' && turn.choices.length) {
    const at = (found.position ?? found.row ?? 0) - 1;
    const offered = turn.offered?.[at];
    if (offered) return stateSelect(context, offered);
    const candidate = turn.candidates[at];
    if (candidate) return stateRecord(context, candidate, { whole: true });
    const choice = turn.choices[at];
    if (choice) return { restart: choice.question };
  }
  const listed = turn.list?.ids ?? [];
  const beside = listed.length > 1 ? [] : shownBeside(leaning);
  const ids = beside.length ? beside : listed;
  const id = picked(found, ids, turn.focus[0]);
  if (id) {
    const asks = asked.aspects.size > 0 && !asked.aspects.has('content');
    return keepList(stateRecord(context, id, { whole: !asks }), turn);
  }
  const choice = turn.choices[(found.position ?? found.row ?? 0) - 1];
  if (choice && !turn.list) return { restart: choice.question };
  // 第三个 of a list of two: the third row of the plan is not what was meant.
  if (turn.list && Math.abs(found.position ?? 0) > ids.length) return askWhichOne(context, 'no such place in the list');
  return found.row === undefined ? undefined : { restart: `第${found.row}项` };
}

/** 换一个, 不对: the next nearest, or the next reading. */
function refused({ context, turn }: Leaning): Followed {
  if (!has(context, 'edit.refuse') || context.asked.text.length > 8) return undefined;
  const rest = turn.candidates.filter((id) => !turn.focus.includes(id));
  const [next] = rest;
  if (!next) return askWhichOne(context, 'what was shown was refused');
  context.trace('refused', `${turn.focus.join(' ')}; next is ${next}`);
  const response = stateRecord(context, next);
  return { ...response, candidates: rest.slice(1) };
}

/** 要定规范的那个, 带星的那个几月前办完: which of what was shown or offered, by its words or by what holds of it. */
function pointedAt(leaning: Leaning): Followed {
  const { context, turn, analysis } = leaning;
  const { asked, engine } = context;
  if (!/(?:那个|那项|那条|的那|那一个)(?![月年])[呢吗,]?/.test(asked.text) || asked.text.length > longestEllipsis)
    return undefined;
  const beside = siblingsOf(leaning);
  const pool = new Set([...(turn.list?.ids ?? []), ...turn.candidates, ...turn.focus, ...beside]);
  const read = chooseReading(analysis)?.read;
  if (read && read.conditions > 0 && turn.list) {
    const held = read.selection.records.filter(({ id }) => turn.list?.ids.includes(id));
    if (held.length === 1 && read.selection.records.length) return keepList(stateRecord(context, held[0]!.id), turn);
  }
  const [best, next] = pool.size > 1 ? engine.rank(asked.text, (id) => pool.has(id)).hits : [];
  if (best && best.score > (next?.score ?? 0) * 1.2) return keepList(stateRecord(context, best.id), turn);
  const id = /呢$/.test(asked.text) ? recordMeant(leaning) : undefined;
  return id ? keepList(stateRecord(context, id, { plain: true }), turn) : undefined;
}

/** 那十二月的呢, 其中公安局的呢: sounds like a step from something said before, and names no kind of record. */
function leansByItsWords({ asked }: AnswerContext): boolean {
  const goesOn = /^(?:那|其中|里面|它|再)/.test(asked.text) || /呢$/.test(asked.text.replace(/[?!.]+$/, ''));
  if (!goesOn || asked.kinds.length || asked.text.length > longestElliptical) return false;
  const [likeliest] = readMove(asked);
  return likeliest!.move !== 'alone' && likeliest!.move !== 'chat' && likeliest!.chance >= likely;
}
const longestElliptical = 12;

/** Without a turn before: words that could only point at one are asked back. */
function withNothingBefore(context: AnswerContext, analysis: Analysis): Followed {
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

type Reader = (leaning: Leaning) => Followed;

/** What points at rows, steps or pages of what was shown, whatever else the words sound like. */
const pointing: readonly Reader[] = [takenAway, neighbour, pick, refused, more];

/** Everything else that leans on the turn before; the first that reads it answers. */
const leaningOn: readonly Reader[] = [
  startsAfresh,
  wentBack,
  aboutShown,
  roleOfList,
  takenBack,
  whichOfShown,
  pointedAt,
  aboutItsUnit,
  linkedKind,
  aboutFocus,
  edited,
];

function firstOf(readers: readonly Reader[], leaning: Leaning): Followed {
  for (const read of readers) {
    const followed = read(leaning);
    if (followed) return followed;
  }
  return undefined;
}

/** What changes the list by itself, so that more may be asked of the outcome in the same turn. */
const steps: readonly Reader[] = [takenAway, dropsCondition, takenBack];
const stepMoves: ReadonlySet<Move> = new Set(['exclude', 'lift']);

export function editing(leaning: Leaning): Response | undefined {
  const [likeliest] = readMove(leaning.context.asked);
  const { move, chance } = likeliest!;
  const made = stepMoves.has(move) && chance >= sure ? makeMove(leaning, move) : undefined;
  const followed = made ?? firstOf(steps, leaning);
  return followed && 'restart' in followed ? undefined : followed;
}

/** 谢谢, 好的: words in passing, unless they pick something (第二个，谢谢). */
const inPassing = (leaning: Leaning): boolean =>
  leaning.analysis.cues.some(isSocial) &&
  isBare(leaning) &&
  isShort(leaning.context) &&
  !leaning.context.asked.units.length &&
  !leaning.context.asked.aspects.size &&
  !readPick(leaning.context.asked.text.split(/[,.!]/)[0]!);

export function follow(context: AnswerContext, analysis: Analysis, turn: Turn | undefined): Followed {
  if (!turn) return withNothingBefore(context, analysis);
  const leaning = { context, analysis, turn };
  const chosen = chosenByWords(leaning);
  if (chosen || inPassing(leaning)) return chosen;
  const [likeliest] = readMove(context.asked);
  const { move, chance } = likeliest!;
  context.trace('move', `${move} ${chance.toFixed(2)}`);
  const made = chance >= (sureBy[move] ?? sure) ? makeMove(leaning, move) : undefined;
  if (made) return made;
  const pointed = firstOf(pointing, leaning);
  if (pointed) return pointed;
  const conditions = chooseReading(analysis)?.read.conditions ?? 0;
  if (move === 'alone' && chance >= surelyAlone && conditions > 0 && standsAlone(leaning)) return undefined;
  const outside = analysis.cues.some((cue) => !isSocial(cue) && !isSoft(cue));
  if (context.asked.rows.some(({ kind }) => kind !== 'group') || outside) return undefined;
  return firstOf(leaningOn, leaning) ?? (chance >= likely ? makeMove(leaning, move) : undefined);
}

/** From here on the move that a turn sounds like is made before anything else is read into it. */
const sure = 0.8;
/** Moves that are rarely taken for another one, or do little harm where they are. */
const sureBy: Partial<Record<Move, number>> = { pick: 0.5, listcol: 0.6, itscol: 0.7, next: 0.6, prev: 0.6 };
/** From here on a whole question is not read as an edit. */
const surelyAlone = 0.9;
/** From here on it is made where nothing else was read. */
const likely = 0.5;

/** 时间不限, 别管单位了. */
export function dropsCondition(leaning: Leaning): Followed {
  return has(leaning.context, 'edit.drop') ? edited(leaning) : undefined;
}

/** 前面那些条件都不要了，整个清单里…: what follows is a question of its own. */
function startsAfresh({ context: { asked } }: Leaning): Followed {
  const token = asked.tokens.find(({ tag }) => tag === 'edit.reset');
  const rest = token && asked.text.slice(token.end).replace(/^[了的,，.\s]+/, '');
  return rest && rest.length > 3 ? { restart: rest } : undefined;
}

/** 还有吗, with nothing else said. */
function more(leaning: Leaning): Followed {
  const { context, analysis } = leaning;
  const said = (chooseReading(analysis)?.read.conditions ?? 0) > 0;
  const pages = has(context, 'more') || has(context, 'page.back');
  const bare = isBare(leaning) && isShort(context) && !said && !context.asked.periods.length;
  return pages && bare ? nextPage(leaning) : undefined;
}
