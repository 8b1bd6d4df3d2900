/** The executor agrees with the gold that the sampler computed by its own reading of the tables. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { execute } from '../../../src/answer/execute/execute.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { parseMonth } from '../../../src/knowledge/month.ts';
import { readCorpus, toSelect } from '../../../training/corpus.ts';

const root = resolve(import.meta.dirname, '../../..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const folder = join(root, 'tests/golden/corpus');

test.each(readdirSync(folder).filter((name) => name.startsWith('sets-')))(
  'every query of %s gives its gold',
  (name) => {
    const questions = readCorpus(join(folder, name));
    expect(questions.length).toBeGreaterThan(200);
    const wrong = questions.flatMap((question) => {
      const { records, lacking } = execute(toSelect(question, pack), pack, parseMonth(question.now));
      const got = records.map(({ id }) => id).sort();
      const want = [...question.gold_set].sort();
      return got.join() === want.join() && !lacking.length
        ? []
        : [`${question.id} ${question.gloss}: ${got.join(' ')}`];
    });
    expect(wrong).toEqual([]);
  },
);
