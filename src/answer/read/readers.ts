/** The readers of sets of a pack: a grammar and a learned reader, each a witness of its own. */
import { loadGrammar } from '../../knowledge/load-common.ts';
import type { Engine } from '../engine.ts';
import { GrammarReader } from './grammar/reader.ts';
import { LearnedReader } from './learned/reader.ts';
import type { SetReader } from './reading.ts';

export function readersOf({ pack, spelling: repairer }: Engine): SetReader[] {
  return [
    new GrammarReader(pack, loadGrammar(), { correct: (text) => repairer.correct(text) }),
    new LearnedReader(pack),
  ];
}
