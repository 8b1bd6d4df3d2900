/** `check` judges a pack's golden questions and holds its answers to those that were accepted. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { invoke } from '../invoke.ts';
import { smallPlan, tempFolder } from '../launch.ts';

it('counts what is right, writes a baseline, and tells what changed since', async () => {
  const knowledge = tempFolder();
  const pack = join(knowledge, 'corner');
  const source = join(tempFolder(), 'plan.txt');
  writeFileSync(source, smallPlan);
  await invoke(['import', source, '--out', pack]);
  mkdirSync(join(pack, 'golden'));
  const cases = [
    { id: 'a', q: '第2项的责任单位是谁', gold: ['task:2'], must_contain: ['镇团委'] },
    { id: 'b', q: '第1项的完成时限', gold: ['task:2'] },
    { id: 'c', q: '第1项', gold: ['task:9'] },
  ];
  writeFileSync(join(pack, 'golden', 'people.jsonl'), cases.map((one) => JSON.stringify(one)).join('\n'));
  const check = (...more: string[]) => invoke(['check', '--knowledge', knowledge, ...more]);

  const unknown = await check();
  expect(unknown.code).toBe(1);
  expect(unknown.out).toContain('task:9 is no record');

  writeFileSync(
    join(pack, 'golden', 'people.jsonl'),
    cases
      .slice(0, 2)
      .map((one) => JSON.stringify(one))
      .join('\n'),
  );
  const first = await check('--misses');
  expect(first.code).toBe(0);
  expect(first.out).toMatch(/lookup\s+1\/2\s+50\.0%/);
  expect(first.out).toContain('wanted task:2');

  const baseline = join(pack, 'golden', 'accepted.json');
  expect(existsSync(baseline)).toBe(false);
  expect((await check('--accept')).code).toBe(0);
  const accepted = JSON.parse(readFileSync(baseline, 'utf8'));
  expect(accepted.a).toEqual({
    kind: 'answer',
    records: expect.arrayContaining(['task:2']),
    text: expect.stringMatching(/^[0-9a-f]+$/),
  });
  expect((await check()).code).toBe(0);

  accepted.a.records = ['task:1'];
  writeFileSync(baseline, JSON.stringify(accepted));
  const changed = await check();
  expect(changed.code).toBe(1);
  expect(changed.out).toContain('a: was answer task:1');
  expect(changed.out).toContain('--accept');

  const outside = join(tempFolder(), 'more.jsonl');
  writeFileSync(outside, '{"id":"z","q":"第2项的责任单位是谁","gold":["task:2"]}\n{oops\n');
  const more = await check('--golden', outside);
  expect(more.out).toMatch(/more lookup\s+1\/1/);
  expect(more.out).toContain(`${outside}:2  is not JSON`);
});
