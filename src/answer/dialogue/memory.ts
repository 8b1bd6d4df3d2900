/** The memory of a dialogue: one for each person in each conversation, forgotten after a pause. */

import type { Choice } from '../../model/card.ts';
import { LruMap } from '../../shared/lru-map.ts';
import type { Select } from '../query.ts';
import type { Response } from '../response.ts';

/** After this long an elliptical question is asked back: who returns after half an hour starts afresh. */
const pauseMs = 30 * 60_000;
/** Dialogues kept; the longest silent goes first. */
const maxDialogues = 10_000;
/** Earlier things talked of that can be gone back to. */
const maxEarlier = 5;

/** What was shown at one moment. */
export interface Shown {
  /** Records that the answer was about. */
  focus: string[];
  /** The list shown, with the query that made it. */
  list?: { query: Select; ids: string[]; from: number } | undefined;
  questionText: string;
}

export interface Turn extends Shown {
  atMs: number;
  pack: string;
  /** The asker's own plan at that time: once it is another, the plan talked of before no longer holds. */
  own?: string | undefined;
  /** What the last answer was: a list stays at hand while single records of it are looked at. */
  last: 'answer' | 'list' | 'clarify';
  choices: Choice[];
  /** Records behind the choices, in order; after an answer the next nearest, for 换一个. */
  candidates: string[];
  /** Queries behind the choices, in order. */
  offered?: Select[] | undefined;
  /** Newest first. */
  earlier: Shown[];
}

/** The turn before with what it showed kept, for whoever comes back to it. */
function withEarlier(turn: Turn | undefined): Shown[] {
  if (!turn) return [];
  const { focus, list, questionText, earlier } = turn;
  return [{ focus, list, questionText }, ...earlier].slice(0, maxEarlier);
}

/** What the next turn may lean on, once `response` has answered `question`; undefined where there is nothing. */
export function turnAfter(
  response: Response,
  question: { text: string; at: Date; pack: string },
  turn: Turn | undefined,
): Turn | undefined {
  const { text: questionText, at, pack } = question;
  const declinedBeside =
    response.outcome === 'not_found' && turn !== undefined && turn.focus.length + (turn.list?.ids.length ?? 0) > 0;
  const shows = response.focus.length || response.list || response.candidates.length || response.offered;
  if (declinedBeside || !shows || response.outcome === 'help') {
    // Thanks and declined questions leave what was talked of before in place.
    if (turn) return { ...turn, atMs: at.getTime() };
    // A number after a greeting is the example that bears it.
    return response.card.choices.length ? offered(response, at, pack) : undefined;
  }
  return {
    atMs: at.getTime(),
    pack,
    last: response.outcome === 'clarify' ? 'clarify' : response.list && !response.focus.length ? 'list' : 'answer',
    focus: response.focus,
    list: response.list ?? listStillShown(response, turn),
    choices: response.card.choices,
    candidates: response.candidates,
    offered: response.offered,
    questionText,
    earlier: withEarlier(turn),
  };
}

/** Rows of the list just shown were looked at: the list stays at hand. */
function listStillShown({ outcome, focus }: Response, turn: Turn | undefined): Turn['list'] {
  const { list } = turn ?? {};
  return outcome === 'answer' && focus.length > 0 && focus.every((id) => list?.ids.includes(id)) ? list : undefined;
}

/** A turn of which only the choices count. */
function offered({ card }: Response, at: Date, pack: string): Turn {
  return {
    atMs: at.getTime(),
    pack,
    last: 'clarify',
    focus: [],
    list: undefined,
    choices: card.choices,
    candidates: [],
    questionText: '',
    earlier: [],
  };
}

export class Memory {
  private readonly turns = new LruMap<string, Turn>(maxDialogues);

  private key(conversation: string, user: string): string {
    return `${conversation}\u0000${user}`;
  }

  recall(conversation: string, user: string, at: Date): Turn | undefined {
    const key = this.key(conversation, user);
    const turn = this.turns.get(key);
    if (!turn) return undefined;
    if (at.getTime() - turn.atMs > pauseMs || at.getTime() < turn.atMs) {
      this.turns.delete(key);
      return undefined;
    }
    return turn;
  }

  keep(conversation: string, user: string, turn: Turn): void {
    this.turns.set(this.key(conversation, user), turn);
  }

  forget(conversation: string, user: string): void {
    this.turns.delete(this.key(conversation, user));
  }
}
