/** Reads a question once for several assistants of one pack: a reading depends on the words and the day alone. */
import { vi } from 'vitest';
import { GrammarReader } from '../../../src/answer/read/grammar/reader.ts';
import { LearnedReader } from '../../../src/answer/read/learned/reader.ts';
import type { Reading, SetReader } from '../../../src/answer/read/reading.ts';
import type { Day } from '../../../src/knowledge/month.ts';

/** Until `forget`, every reader of this process gives the reading that the first one of its kind gave. */
export function rememberReadings(): { forget: () => void } {
  const spies = [GrammarReader.prototype, LearnedReader.prototype].map((reader: SetReader) => {
    const known = new Map<string, string>();
    const read = reader.read;
    return vi.spyOn(reader, 'read').mockImplementation(function (this: SetReader, text: string, now: Day): Reading[] {
      const key = `${now.year}-${now.month}-${now.day} ${text}`;
      const json = known.get(key);
      if (json !== undefined) return JSON.parse(json) as Reading[];
      const readings = read.call(this, text, now);
      known.set(key, JSON.stringify(readings));
      return readings;
    });
  });
  return { forget: () => spies.forEach((spy) => void spy.mockRestore()) };
}
