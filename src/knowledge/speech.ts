/** Loads what is common to all packs: how people speak, and what plans never state. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, SetupError } from '../model/fault.ts';
import { type CommonSpeech, Outside, Speech } from '../model/speech.ts';
import { readJson } from './json.ts';

/** The folder of words that are common to all packs; it ships with the program. */
export const sharedSpeech = fileURLToPath(new URL('../../knowledge/common', import.meta.url));

/** @throws {SetupError} with every fault of the files. */
export function loadSpeech(dir: string = sharedSpeech): CommonSpeech {
  const faults: Fault[] = [];
  const speech = readJson(join(dir, 'speech.json'), Speech, faults);
  const outside = readJson(join(dir, 'outside.json'), Outside, faults);
  if (!speech || !outside) throw new SetupError(`The common words in ${dir} can't be used as they are:`, faults);
  return { speech: speech.value, outside: outside.value.topics };
}
