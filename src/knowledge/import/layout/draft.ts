/** Records as they are read from a text or a table, before they have ids. */
import type { PlanRecord, Section } from '../../../model/plan.ts';

/** A record before its id, with the numbers of the path to it. */
export type Draft = PlanRecord & { path: number[] };

export interface Body {
  sections: Section[];
  drafts: Draft[];
}
