/** Readers of turns that lean on the one before, by the words that say so: picks, pages, neighbours, another question about the same record, edits of the last query. */
import { chooseReading } from '../choose/readings.ts';
import { stateRecord, stateSelect } from '../respond/state.ts';
import { askWhichOne } from '../respond/unstated.ts';
import type { Response } from '../response.ts';
import { edited } from './edits/edited-query.ts';
import { takenAway, takenBack } from './edits/taken-away.ts';
import { aboutFocus, linkedKind, linkedRecord } from './focus.ts';
import { type Followed, focusOf, has, isBare, isShort, keepList, type Leaning, longestEllipsis } from './leaning.ts';
import { makeMove } from './moves/make-move.ts';
import { type Move, readMove } from './moves/read-move.ts';
import { neighbour } from './neighbour.ts';
import { picked, readPick } from './pick.ts';
import { aboutShown, nextPage } from './shown.ts';
import { aboutItsUnit, ofItsUnit } from './unit-talked-of.ts';
import { recordMeant, wentBack } from './went-back.ts';

/** A choice said word for word: the query behind it. */
export function chosenByWords({ context, turn }: Leaning): Response | undefined {
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

/** A period, a kind of row or a way back is said: no place among those shown. */
function namesOther({ context }: Leaning): boolean {
  const { asked } = context;
  if (asked.periods.length || asked.rows.some(({ kind }) => kind !== undefined)) return true;
  return has(context, 'goback') && !/\d(?![条项个])/.test(asked.text);
}

/** The choice at a place (from 0) of those that were asked back. */
function pickChoice({ context, turn }: Leaning, at: number): Followed {
  if (turn.last !== 'clarify' || !turn.choices.length) return undefined;
  const offered = turn.offered?.[at];
  if (offered) return stateSelect(context, offered);
  const candidate = turn.candidates[at];
  if (candidate) return stateRecord(context, candidate, { whole: true });
  const choice = turn.choices[at];
  return choice && { restart: choice.question };
}

/** Ids of what can be picked from: the list, else what was shown without one. */
function idsToPick(leaning: Leaning): readonly string[] {
  const listed = leaning.turn.list?.ids ?? [];
  const beside = listed.length > 1 ? [] : shownBeside(leaning);
  return beside.length ? beside : listed;
}

function pick(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const { asked } = context;
  const found = namesOther(leaning) || asked.text.length > longestEllipsis ? undefined : readPick(asked.text);
  if (!found) return undefined;
  const at = (found.position ?? found.row ?? 0) - 1;
  const chosen = pickChoice(leaning, at);
  if (chosen) return chosen;
  const ids = idsToPick(leaning);
  const id = picked(found, ids, turn.focus[0]);
  if (id) {
    const asks = asked.aspects.size > 0 && !asked.aspects.has('content');
    return keepList(stateRecord(context, id, { whole: !asks }), turn);
  }
  const choice = turn.choices[at];
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

type Reader = (leaning: Leaning) => Followed;

/** What leans on the turn before, by the words that say so. */
export const readers: Readonly<Record<string, Reader>> = {
  takenAway,
  neighbour,
  pick,
  refused,
  more,
  startsAfresh,
  wentBack,
  aboutShown,
  takenBack,
  pointedAt,
  aboutItsUnit,
  ofItsUnit,
  linkedKind,
  linkedRecord,
  aboutFocus,
  edited,
};

/** What changes the list by itself, so that more may be asked of the outcome in the same turn. */
const steps: readonly Reader[] = [takenAway, dropsCondition, takenBack, wentBack];
const stepMoves: ReadonlySet<Move> = new Set(['exclude', 'lift', 'undo']);

export function editing(leaning: Leaning): Response | undefined {
  const [likeliest] = readMove(leaning.context.asked);
  const { move, chance } = likeliest!;
  const made = stepMoves.has(move) && chance >= sure ? makeMove(leaning, move) : undefined;
  const followed = steps.reduce<Followed>((found, read) => found ?? read(leaning), made);
  return followed && 'restart' in followed ? undefined : followed;
}

/** From here on a clause is an edit whatever follows it. */
const sure = 0.8;

/** 时间不限, 别管单位了. */
export function dropsCondition(leaning: Leaning): Followed {
  return has(leaning.context, 'edit.drop') ? edited(leaning) : undefined;
}

/** 前面那些条件都不要了，整个清单里…: what follows is a question of its own. */
function startsAfresh({ context: { asked } }: Leaning): Followed {
  const mark = asked.tokens.find(({ tag }) => tag === 'edit.reset');
  const rest = mark && asked.text.slice(mark.end).replace(/^[了的,，.\s]+/, '');
  return rest && rest.length > 3 ? { restart: rest } : undefined;
}

/** 还有吗, and nothing else. */
function more(leaning: Leaning): Followed {
  const { context, analysis } = leaning;
  const conditions = (chooseReading(analysis)?.read.conditions ?? 0) > 0;
  const pages = has(context, 'more') || has(context, 'page.back');
  const bare = isBare(leaning) && isShort(context) && !conditions && !context.asked.periods.length;
  return pages && bare ? nextPage(leaning) : undefined;
}
