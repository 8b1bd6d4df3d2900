/** Answers one turn of a dialogue: of all the ways to go on from what was shown, the likeliest. */
import { type Analysis, analyse } from '../analyse/analysis.ts';
import { afterCorrection } from '../analyse/correction.ts';
import { isSocial } from '../analyse/outside-topics.ts';
import { answerSeveral } from '../respond/several.ts';
import { askWhichOne } from '../respond/unstated.ts';
import { respond } from '../respond.ts';
import type { AnswerContext, Response } from '../response.ts';
import { subjectFloor } from '../retrieve/thresholds.ts';
import { clean } from '../text/text.ts';
import { about } from './about.ts';
import { type Candidate, candidatesOf } from './choose/candidates.ts';
import { rankTurn } from './choose/choose-turn.ts';
import { has, type Leaning } from './leaning.ts';
import { type Turn, turnAfter } from './memory.ts';
import { withMonthNamed } from './month-talked-of.ts';
import { withNothingBefore } from './nothing-before.ts';
import { withUnitNamed } from './unit-talked-of.ts';
import { chosenByWords, dropsCondition, editing } from './ways-on.ts';
import { listsEverything } from './what-was-shown.ts';

/** A turn with the one before it, if that is of the same plan and not long past. */
export function answerTurn(first: AnswerContext, turn: Turn | undefined): Response {
  const context = prepared(first, turn);
  const analysis = analyse(context);
  return turn ? goesOn({ context, analysis, turn }) : beginning(context, analysis);
}

/** The turn after its own correction (不对，是6月), with the unit and the month named that its words point at (它牵头的, 同一个月的). */
function prepared(first: AnswerContext, turn: Turn | undefined): AnswerContext {
  const corrected = afterCorrection(first);
  const unit = turn && withUnitNamed({ context: corrected, turn });
  const named = unit ? about(corrected, unit) : corrected;
  const month = turn && withMonthNamed({ context: named, turn });
  return month ? about(named, month) : named;
}

/** A question with nothing before it. */
function beginning(context: AnswerContext, analysis: Analysis): Response {
  const followed = withNothingBefore(context, analysis);
  if (followed && 'restart' in followed) return respond(about(context, clean(followed.restart)));
  if (followed) return followed;
  const alone = answerSeveral(context) ?? respond(context, analysis);
  const isFragment =
    context.asked.text.length <= longestFragment && (listsEverything(alone, context) || asksCellOnly(analysis));
  return isFragment ? askWhichOne(context, 'nothing said which records') : alone;
}

/** 几月完成, 谁牵头: the cell of a record, and nothing of which one. */
function asksCellOnly({ asked, subject, cues }: Analysis): boolean {
  const names =
    asked.units.length + asked.unknownUnits.length + asked.periods.length + asked.rows.length + asked.kinds.length;
  const asksSet = asked.wantsList || asked.wantsCount || asked.superlative !== undefined || asked.order !== undefined;
  return (
    [...asked.aspects].some((aspect) => aspect !== 'content') &&
    !asked.tokens.some(({ tag }) => tag.startsWith('doc.')) &&
    asked.starred === undefined &&
    !names &&
    !asksSet &&
    subject < subjectFloor &&
    !cues.length
  );
}

/** A question of its own for everything is rarely shorter. */
const longestFragment = 8;

function goesOn(leaning: Leaning): Response {
  const { context } = leaning;
  const chosen = chosenByWords(leaning);
  if (chosen) return chosen;
  const [best, next] = rankTurn(waysOn(leaning), leaning);
  context.trace(
    'turn',
    [best, next].flatMap((one) => (one ? `${one.ways.join(' ')} ${one.chance.toFixed(2)}` : [])).join('; '),
  );
  for (const [step, detail] of best!.notes) context.trace(step, detail);
  return best!.response;
}

function waysOn({ context, analysis, turn }: Leaning): Candidate[] {
  return candidatesOf(context, analysis, turn, (own) => inSteps(own, turn));
}

/** The turn as it is read, and every way to go on from the one before: what `npm run train:turns` learns from. */
export function readTurnBefore(first: AnswerContext, turn: Turn): { leaning: Leaning; candidates: Candidate[] } {
  const context = prepared(first, turn);
  const leaning = { context, analysis: analyse(context), turn };
  return { leaning, candidates: waysOn(leaning) };
}
const longestInSteps = 48;
const maxClauses = 4;

/** Says nothing of the plan: 换一下, 言归正传, 谢谢. */
function isAside(context: AnswerContext, analysis: Analysis): boolean {
  const { asked } = context;
  const nothing = !asked.units.length && !asked.periods.length && !asked.rows.length && !asked.kinds.length;
  if (!nothing || asked.wantsCount || asked.starred !== undefined || analysis.subject >= subjectFloor) return false;
  return has(context, 'aside') || analysis.cues.some(isSocial);
}

/**
 * A turn of several clauses, of which the first edits what was shown (★不管了，只看6月的) or the last lifts a condition
 * (第六组的全列出来，不限单位): one step after the other, each on what the step before has given.
 */
function inSteps(context: AnswerContext, turn: Turn): Response | undefined {
  const { text } = context.asked;
  const clauses = text.split(/[,.;!?]+\s*/).filter((clause) => clause.length > 0);
  if (clauses.length < 2 || clauses.length > maxClauses || text.length > longestInSteps) return undefined;
  const [head, ...rest] = clauses as [string, ...string[]];
  return firstThenRest(about(context, head), rest.join(','), turn) ?? thenLifted(context, clauses, turn);
}

function firstThenRest(head: AnswerContext, rest: string, turn: Turn): Response | undefined {
  const analysis = analyse(head);
  const tail = about(head, rest);
  if (isAside(head, analysis)) {
    head.trace('aside', head.asked.text);
    return answerTurn(tail, turn);
  }
  const first = editing({ context: head, analysis, turn });
  const next = first && after(first, head, turn);
  if (!first || !next) return undefined;
  head.trace('first', head.asked.text);
  // ★这个条件取消，还是刚才那几条: the list without it is the one that is meant.
  if (isAside(tail, analyse(tail)) || (has(tail, 'goback') && !tail.asked.units.length && !tail.asked.periods.length))
    return first;
  const second = answerTurn(tail, next);
  return second.outcome === 'answer' || second.outcome === 'list' ? second : undefined;
}

function thenLifted(context: AnswerContext, clauses: readonly string[], turn: Turn): Response | undefined {
  const last = about(context, clauses.at(-1)!);
  if (!has(last, 'edit.drop')) return undefined;
  const head = about(context, clauses.slice(0, -1).join(','));
  const first = answerTurn(head, turn);
  const next = first.list && after(first, head, turn);
  if (!next) return undefined;
  const lifted = dropsCondition({ context: last, analysis: analyse(last), turn: next });
  return lifted && !('restart' in lifted) ? lifted : undefined;
}

/** The turn that a step leaves behind. */
function after(response: Response, { asked }: AnswerContext, turn: Turn): Turn | undefined {
  return turnAfter(response, { text: asked.text, at: new Date(turn.atMs), pack: turn.pack }, turn);
}
