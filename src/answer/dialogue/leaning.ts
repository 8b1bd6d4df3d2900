/** A turn together with the one that it leans on, and what a reader of such turns gives. */
import type { Analysis } from '../analyse/analysis.ts';
import { marked } from '../analyse/understand.ts';
import type { Asking, Response } from '../response.ts';
import { subjectFloor } from '../retrieve/thresholds.ts';
import type { Turn } from './memory.ts';

/** A reply, another question to ask instead, or nothing: the turn stands by itself. */
export type Followed = Response | { restart: string } | undefined;

export interface Leaning {
  asking: Asking;
  analysis: Analysis;
  turn: Turn;
}

export const has = ({ asked }: Asking, tag: string) => marked(asked, tag);

/** Longer turns are whole questions. */
export const longestEllipsis = 24;

export const isBare = ({ analysis }: Leaning) => analysis.subject < subjectFloor;
