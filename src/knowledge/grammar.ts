/** Loads the closed words that sets of records are asked for with: `knowledge/common/grammar.json`. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, SetupError } from '../model/fault.ts';
import { Grammar } from '../model/grammar.ts';
import { readJson } from './json.ts';

const sharedGrammar = fileURLToPath(new URL('../../knowledge/common', import.meta.url));

/** @throws {SetupError} with every fault of the file. */
export function loadGrammar(dir: string = sharedGrammar): Grammar {
  const faults: Fault[] = [];
  const grammar = readJson(join(dir, 'grammar.json'), Grammar, faults);
  if (!grammar) throw new SetupError(`The common words in ${dir} can't be used as they are:`, faults);
  return grammar.value;
}
