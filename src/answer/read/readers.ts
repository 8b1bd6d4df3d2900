/** The readers of sets of a pack: a grammar and a learned reader, each a witness of its own. */
import type { Engine } from '../engine.ts';
import { LearnedReader } from './learned/reader.ts';
import type { SetReader } from './reading.ts';

export function readersOf({ pack }: Engine): SetReader[] {
  return [new LearnedReader(pack)];
}
