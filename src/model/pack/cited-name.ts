/** The name by which replies and downloads cite a plan: its document number or title, with the edition where there are several. */
import type { KnowledgePack } from './pack.ts';

export function citedName({ facts, plan }: KnowledgePack): string {
  const edition = facts.edition ? `（${facts.edition}）` : '';
  return `${plan.document.number?.text ?? `《${facts.title}》`}${edition}`;
}

/** `citedName` as it stands before a place: a number is followed by a space. */
export const citedHead = (pack: KnowledgePack): string => `${citedName(pack)}${pack.plan.document.number ? ' ' : ''}`;
