/** A turn together with the one that it leans on, and what a reader of such turns gives. */
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { RecordKind } from '../../model/plan.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { hasToken } from '../analyse/parse-question.ts';
import type { AnswerContext, Response } from '../response.ts';
import { subjectFloor } from '../retrieve/thresholds.ts';
import type { Turn } from './memory.ts';

/** A reply, another question to ask instead, or nothing: the turn stands by itself. */
export type Followed = Response | { restart: string } | undefined;

export interface Leaning {
  context: AnswerContext;
  analysis: Analysis;
  turn: Turn;
}

export const has = ({ asked }: AnswerContext, tag: string) => hasToken(asked, tag);

/** Longer turns are whole questions. */
export const longestEllipsis = 24;

/** Rows of which the cells are told one by one. */
export const maxRowsTold = 10;

/** Every row of the plan is meant, not only those shown. */
export const ofWholePlan = /全部|所有|整个|方案|全市|全表|一共有/;

export const isShort = ({ asked }: AnswerContext) => asked.text.length <= 12;

export const isBare = ({ analysis }: Leaning) => analysis.subject < subjectFloor;

/** What the turn before was about: its record, or the only one of its list. */
export function focusOf({ focus, list }: Turn): readonly string[] {
  if (focus.length) return focus;
  return list?.ids.length === 1 ? list.ids : [];
}

/** A record of a list was looked at: the list stays at hand. */
export function keepList(response: Response, turn: Turn): Response {
  return turn.list && response.outcome === 'answer' ? { ...response, list: turn.list } : response;
}

/** The record that goes with one, of another kind: the measure that a task carries out. */
export function linkedTo({ tasksOf }: KnowledgePack, id: string, kind: RecordKind): string | undefined {
  for (const [owner, tasks] of tasksOf) if (owner.startsWith(`${kind}:`) && tasks.includes(id)) return owner;
  return undefined;
}
