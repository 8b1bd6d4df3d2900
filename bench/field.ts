/** The field of contenders: this assistant and every peer. */
import { assistant } from './assistant.ts';
import { type Contender, contenders } from './contender.ts';
import { peers } from './peers/all.ts';

export const field: readonly Contender[] = [...assistant, ...peers.flatMap(contenders)];

/** Those that are given the phrasings, one a name. */
export function withPhrasings(): Contender[] {
  return field.filter(({ given }) => given === 'records + phrasings' || given === 'the whole pack');
}
