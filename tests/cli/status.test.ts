/** `qinzhi status` and `qinzhi contacts`: what needs attention, and how to reach a place. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { question } from '../../src/store/schema.ts';
import { freshDatabase, freshStore } from '../store/database.ts';
import { invoke } from './invoke.ts';
import { root, tempFolder } from './launch.ts';

it('names unanswered questions, faults of packs and missing contacts with what to do, and sets a contact', async () => {
  const folder = tempFolder();
  const pack = join(folder, 'lanqiao');
  cpSync(join(root, 'tests/fixtures/lanqiao'), pack, { recursive: true });
  const url = await freshDatabase();
  const { db } = await freshStore(url);
  const run = (...args: string[]) => invoke(['--knowledge', folder, ...args], { env: { DATABASE_URL: url } });
  await db.insert(question).values({ at: new Date(), door: 'web', text: '遛狗', outcome: 'not_found', records: [] });
  const shown = await run('status');
  expect(shown.code).toBe(1);
  expect(shown.out).toContain('Questions of the last seven days that were not answered: 1');

  const [point] = JSON.parse(readFileSync(join(pack, 'service-points.json'), 'utf8')).servicePoints;
  const set = await run('contacts', 'set', point.id, '蓝桥路1号', '--on', '2026-01-05');
  expect({ code: set.code, err: set.err }).toEqual({ code: 0, err: '' });
  expect((await run('contacts', 'list')).out).toContain('蓝桥路1号（2026-01-05）');
  expect((await run('contacts', 'set', point.id, 'x', '--on', '2999-01-05')).code).toBe(2);
  expect((await run('contacts', 'set', 'nowhere', 'x')).code).toBe(2);
  await run('contacts', 'set', point.id, '');
  expect((await run('contacts', 'list')).out).not.toContain('蓝桥路');

  rmSync(join(pack, 'source.txt'));
  const faulty = await run('status');
  expect(faulty).toMatchObject({ code: 1 });
  expect(faulty.out).toContain('source.txt');
});
