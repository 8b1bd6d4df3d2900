/** The two readers of sets of a pack: a grammar and a learned reader, each a witness of its own. */
import type { Engine } from '../engine.ts';
import type { SetReader } from './reading.ts';

export function readersOf(_engine: Engine): SetReader[] {
  return [];
}
