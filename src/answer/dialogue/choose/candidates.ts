/** Every way in which a turn may go on from what was shown, each with the answer that it gives. */
import type { RecordKind } from '../../../model/plan.ts';
import { type Analysis, analyse } from '../../analyse/analysis.ts';
import { answerSeveral } from '../../respond/several.ts';
import { askWhichOne } from '../../respond/unstated.ts';
import { respond } from '../../respond.ts';
import type { AnswerContext, Response } from '../../response.ts';
import { clean } from '../../text/text.ts';
import { about } from '../about.ts';
import { comparedWithNamed } from '../edits/compared.ts';
import type { Mode } from '../edits/edit.ts';
import { addRows, editAs, editInForm, liftRole, ofOtherKind, unite } from '../edits/edited-query.ts';
import type { Followed, Leaning } from '../leaning.ts';
import type { Turn } from '../memory.ts';
import { makeMove } from '../moves/make-move.ts';
import { moves } from '../moves/read-move.ts';
import { pickSeveral } from '../pick-several.ts';
import { besideFocus, restOfShown } from '../rest-of-shown.ts';
import { readers } from '../ways-on.ts';
import { whatWasShown } from '../what-was-shown.ts';

/** An answer, and all the ways that lead to it. */
export interface Candidate {
  ways: string[];
  response: Response;
  /** What its makers noted. */
  notes: [step: string, detail: string][];
}

/** What the records of a kind are called, for a turn that leaves it out. */
const kindNames: Partial<Record<RecordKind, string>> = {
  support: '省级支持事项里',
  indicator: '指标里',
  measure: '措施里',
  phase: '阶段里',
  guarantee: '组织保障里',
};

/** 单位是“家”的, 跟别家一起落实的: read as said of the kind of record that is listed. */
function withKindNamed({ context, turn }: Leaning, mode: Mode): Followed {
  const name = turn.list && !context.asked.kinds.length ? kindNames[turn.list.query.kind] : undefined;
  if (!name) return undefined;
  const named = about(context, `${name}${context.asked.text.replace(/^(?:其中|里面|这里面|这些里)/, '')}`);
  return editAs({ context: named, analysis: analyse(named), turn }, mode);
}

type Maker = (leaning: Leaning) => Followed;

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['alone', ({ context, analysis }) => answerSeveral(context) ?? respond(context, analysis)],
  ...moves.map((move): [string, Maker] => [`move.${move}`, (leaning) => makeMove(leaning, move)]),
  ...Object.entries(readers).map(([name, read]): [string, Maker] => [`read.${name}`, read]),
  ['form.only', (leaning) => editInForm(leaning, 'narrow')],
  ['form.swap', (leaning) => editInForm(leaning, 'replace')],
  ['form.add', (leaning) => editInForm(leaning, 'join')],
  ['form.kind', ofOtherKind],
  ['add.rows', addRows],
  ['add.set', unite],
  ['compare.named', comparedWithNamed],
  ['pick.several', pickSeveral],
  ['rest.shown', restOfShown],
  ['rest.beside', besideFocus],
  ['lift.role', liftRole],
  ['kind.only', (leaning) => withKindNamed(leaning, 'narrow')],
  ['kind.swap', (leaning) => withKindNamed(leaning, 'replace')],
  ['kind.add', (leaning) => withKindNamed(leaning, 'join')],
  ['shown', whatWasShown],
  ['ask', ({ context }) => askWhichOne(context, 'what the turn goes on from is unclear')],
]);

/** Two answers that say the same. */
const keyOf = ({ outcome, records, list, card }: Response) =>
  JSON.stringify([outcome, records, list?.query, card.blocks]);

/** @param inSteps the turn clause by clause, where it has several */
export function candidatesOf(
  context: AnswerContext,
  analysis: Analysis,
  turn: Turn,
  inSteps: (context: AnswerContext) => Response | undefined,
): Candidate[] {
  const byAnswer = new Map<string, Candidate>();
  const all: [string, Maker][] = [...makers, ['steps', (leaning) => inSteps(leaning.context)]];
  for (const [way, make] of all) {
    const notes: Candidate['notes'] = [];
    const own: AnswerContext = { ...context, trace: (step, detail) => notes.push([step, detail]) };
    const made = make({ context: own, analysis, turn });
    if (!made) continue;
    const response = 'restart' in made ? respond(about(own, clean(made.restart))) : made;
    const key = keyOf(response);
    const same = byAnswer.get(key);
    if (same) same.ways.push(way);
    else byAnswer.set(key, { ways: [way], response, notes });
  }
  return [...byAnswer.values()];
}
