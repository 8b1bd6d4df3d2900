/** What `export` and `query` share: which plan is meant, and a query given as JSON. */
import { faultIn, SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { cliText } from '../messages/messages.ts';

type Wrong = 'exportWrong' | 'queryWrong';

/** @throws {SetupError} where the plan is unknown, or not named among several */
export function packOf(packs: readonly KnowledgePack[], plan: string | undefined, wrong: Wrong): KnowledgePack {
  const found = plan === undefined ? packs[0] : packs.find(({ id }) => id === plan);
  const known = packs.map(({ id }) => id).join(', ');
  if (!found || (plan === undefined && packs.length > 1))
    throw new SetupError(cliText(wrong), [faultIn('--plan', cliText('exportPlan', { known }))]);
  return found;
}

/** @throws {SetupError} where the text is no JSON */
export function readQueryOption(text: string, place: string, wrong: Wrong): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SetupError(cliText(wrong), [faultIn(place, cliText('exportJson'))]);
  }
}
