/** The lookup questions of the golden sets: one question, one right record (or one of several). */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Lookup {
  id: string;
  /** Folder and file that it stands in: own/enterprise. */
  set: string;
  text: string;
  at: Date;
  gold: readonly string[];
}

interface Row {
  id: string;
  q?: string;
  now?: string | null;
  gold?: string[] | null;
  gold_set?: string[] | null;
  turns?: { user: string }[];
}

const folder = fileURLToPath(new URL('../tests/golden', import.meta.url));
// Written without sight of the phrasings or the program; thresholds and common words were set on the first two afterwards, the last is the round that came last.
const sets = ['sample', 'third', 'round-10'];

// A question without a day of its own is asked on this one.
const someDay = '2025-06-10';

function rows(): (Row & { set: string })[] {
  return sets.flatMap((set) =>
    readdirSync(join(folder, set))
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .flatMap((name) =>
        readFileSync(join(folder, set, name), 'utf8')
          .split('\n')
          .filter((line) => line.trim())
          .map((line) => ({ ...(JSON.parse(line) as Row), set: `${set}/${basename(name, '.jsonl')}` })),
      ),
  );
}

/** Single-turn questions with `gold`; lists, refusals and dialogues are judged by the tests, since no peer answers them. */
export function lookups(): Lookup[] {
  return rows().flatMap(({ id, set, q, now, gold, gold_set }) =>
    q && gold?.length && !gold_set
      ? [{ id, set, text: q, at: new Date(`${now ?? someDay}T10:00:00+08:00`), gold }]
      : [],
  );
}

/** What people say in dialogues: asked before the clock runs, so that no lookup has been heard when it is timed. */
export function warmUps(): string[] {
  return rows().flatMap(({ turns }) => turns?.map((turn) => turn.user) ?? []);
}
