/** Phrasings dropped in turn: is a question still answered when nobody has written down how people ask for its record? */
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import { judge, noTally, type Tally } from './accuracy.ts';
import { withoutPhrasings } from './assistant.ts';
import type { Contender } from './contender.ts';
import type { Lookup } from './golden.ts';

export const folds = 10;

export interface Dropped {
  name: string;
  kept: Tally;
  dropped: Tally;
}

/**
 * The records are dealt into ten folds. A question belongs to the fold of its first right record; when a fold is asked,
 * every right record of its questions has lost its phrasings, so that none of them can be found through a sister.
 */
export async function dropInTurn(
  contender: Contender,
  pack: KnowledgePack,
  lookups: readonly Lookup[],
): Promise<Dropped> {
  const order = new Map([...pack.records.keys()].map((id, index) => [id, index % folds]));
  const kept = noTally();
  const dropped = noTally();
  const whole = await contender.build(pack);
  for (const question of lookups) judge(kept, await whole(question), question.gold);
  for (let fold = 0; fold < folds; fold++) {
    const questions = lookups.filter(({ gold }) => order.get(gold[0]!) === fold);
    const gone = new Set(questions.flatMap(({ gold }) => gold));
    const find = await contender.build(withoutPhrasings(pack, (id) => gone.has(id)));
    for (const question of questions) judge(dropped, await find(question), question.gold);
  }
  return { name: contender.name, kept, dropped };
}
