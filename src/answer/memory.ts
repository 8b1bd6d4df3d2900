/** The memory of a dialogue: one for each person in each conversation, forgotten after a pause. */

import type { Filter } from '../knowledge/select.ts';
import type { Choice } from '../model/card.ts';

/** After this long an elliptical question is asked back: who returns after half an hour starts afresh. */
const pauseMs = 30 * 60_000;
/** Dialogues kept; the longest silent goes first. */
const kept = 10_000;

export interface Turn {
  atMs: number;
  pack: string;
  /** What the last answer was: a list stays at hand while single records of it are looked at. */
  last: 'answer' | 'list' | 'clarify';
  /** Records that the last answer was about. */
  focus: string[];
  /** The list last shown, with the filter that made it. */
  list?: { filter: Filter; ids: string[]; from: number } | undefined;
  choices: Choice[];
  /** Records behind the choices, in order. */
  candidates: string[];
  questionText: string;
}

export class Memory {
  private readonly turns = new Map<string, Turn>();

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
    const key = this.key(conversation, user);
    this.turns.delete(key);
    this.turns.set(key, turn);
    if (this.turns.size > kept) this.turns.delete(this.turns.keys().next().value!);
  }

  forget(conversation: string, user: string): void {
    this.turns.delete(this.key(conversation, user));
  }
}
