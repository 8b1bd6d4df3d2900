/** `qinzhi import` of a newer edition into a pack: the differences and what they touch are shown, and applied on --yes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registration } from '../../../src/store/schema.ts';
import { freshDatabase, freshStore } from '../../store/database.ts';
import { invoke } from '../invoke.ts';
import { smallPlan, tempFolder } from '../launch.ts';

const newer = smallPlan
  .replace(
    '1\t在每个小区设立图书角。\t镇文化站\t镇财政所\t镇文化站主要负责同志\t2031.6',
    '1\t给每个图书角配备老花镜和饮水机。\t镇财政所\t镇文化站\t镇财政所主要负责同志\t2032.3\n2\t在每个小区设立图书角。\t镇文化站\t镇财政所\t镇文化站主要负责同志\t2031.9',
  )
  .replace('2\t面向居民招募图书志愿者。★', '3\t面向居民招募图书志愿者。★');

async function scene() {
  const folder = tempFolder();
  const knowledge = join(folder, 'packs');
  const pack = join(knowledge, 'corner');
  const url = await freshDatabase();
  const env = { DATABASE_URL: url, QINZHI_LANG: 'zh' };
  const run = (...args: string[]) => invoke(['--knowledge', knowledge, ...args], { env });
  writeFileSync(join(folder, 'one.txt'), smallPlan);
  writeFileSync(join(folder, 'two.txt'), newer);
  expect((await run('import', join(folder, 'one.txt'), '--out', pack)).code).toBe(0);
  const read = (name: string) => readFileSync(join(pack, name), 'utf8');
  return { folder, pack, run, read, store: await freshStore(url) };
}

it('shows the differences and writes nothing, then applies them on --yes, registrations with them', async () => {
  const { folder, pack, run, read, store } = await scene();
  const row = { door: 'slack', channel: 'C1', pack: 'corner', doneBy: 'slack:U1', doneAt: new Date() };
  await store.db.insert(registration).values(['task:1', 'task:2'].map((record) => ({ ...row, record })));
  const [door, when] = [
    ['--door', 'webhook', '--channel', 'https://example.org/in'],
    ['--when', '每个工作日 9:00'],
  ];
  expect((await run('subscriptions', 'add', ...door, ...when, '--unit', '镇团委')).code).toBe(0);

  const shown = await run('import', join(folder, 'two.txt'), '--out', pack);
  expect({ code: shown.code, err: shown.err }).toEqual({ code: 0, err: '' });
  expect(shown.out).toContain('新增 1 条，删去 0 条，有改动 1 条，改了编号 2 条');
  expect(shown.out).toContain('task:1 → task:2  在每个小区设立图书角。');
  expect(shown.out).toContain('deadline: 2031.6 → 2031.9');
  expect(shown.out).toContain('1 条订阅的提醒里有这个方案');
  expect(shown.out).toContain('slack:C1：已登记完成的 task:1 → task:2');
  expect(shown.out).toContain('加 --yes 写入');
  expect(read('source.txt')).toBe(smallPlan);
  expect((await store.db.select().from(registration)).map(({ record }) => record).sort()).toEqual(['task:1', 'task:2']);

  const applied = await run('import', join(folder, 'two.txt'), '--out', pack, '--yes', '--edition', '2032年修订版');
  expect({ code: applied.code, err: applied.err }).toEqual({ code: 0, err: '' });
  expect(read('source.txt')).toBe(newer);
  expect((await store.db.select().from(registration)).map(({ record }) => record).sort()).toEqual(['task:2', 'task:3']);
  expect((await run('check')).out).toMatch(/没有错误|没有发现错误|No faults/);
  expect((await run('ask', '第2项什么时候完成')).out).toContain('——青政发〔2031〕7号（2032年修订版） 附件1 第2项');
});

it('takes the text of the pack itself for no other edition', async () => {
  const { pack, run } = await scene();
  const { code, out } = await run('import', join(pack, 'source.txt'), '--out', pack);
  expect(code).toBe(0);
  expect(out).toContain('已写入');
});
