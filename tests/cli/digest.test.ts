/** `qinzhi digest` at the terminal: a digest, a schedule read back, and every fault of the options at once. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase, freshStore } from '../store/database.ts';
import { invoke } from './invoke.ts';
import { tempFolder } from './launch.ts';

const run = (...args: string[]) => invoke(['digest', '--now', '2025-06-03', ...args]);

describe('digest', () => {
  it('prints one, and its further pages', async () => {
    const { code, out, err } = await run('--unit', '公安');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('共 7 项（★ 2 项），牵头 1 项，配合 6 项。');
    const second = await run('--due', 'this-month', '--page', '2');
    expect(second.out).toContain('（续）');
    expect((await run('--due', 'this-month', '--page', '3')).code).toBe(2);
  });

  it('prints JSON, and nothing on standard output where it is silent', async () => {
    const { out } = await run('--unit', '公安', '--star', '--json');
    expect(JSON.parse(out)).toMatchObject({ kind: 'due', records: ['xian-ip/task:57', 'xian-ip/task:58'], pages: 1 });
    const silent = await invoke(['digest', '--now', '2025-05-06', '--silent']);
    expect({ code: silent.code, out: silent.out }).toEqual({ code: 0, out: '' });
  });

  it('shows how a schedule is read, with its next three times', async () => {
    const { code, out } = await run('--when', '每月31日');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '每月最后一天 9:00',
      '没有说几点，按 9:00。',
      '没有31日的月份，在最后一天。',
      '接下来：2025年6月30日（周一）9:00；2025年7月31日（周四）9:00；2025年8月29日（周五）9:00（原为 2025年8月31日）',
      '',
    ]);
  });

  it('reminds before the deadlines of a unit', async () => {
    const { out } = await run('--when', '到期前7个工作日 9:00', '--unit', '公安');
    expect(out).toContain('接下来：2025年6月19日（周四）9:00\n');
  });

  it('shows how a whole request is read, in the words in which it can be said again', async () => {
    const { out, code } = await run('--when', '公安牵头★ 每周一 9:00 30天内');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('每周一 9:00 市公安局牵头 ★ 30天内到期');
    const bad = await run('--when', '每周一 9:00 火星');
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('“火星”');
  });

  it('shows a digest as a door would, with what a channel of it has registered', async () => {
    const url = await freshDatabase();
    const store = await freshStore(url);
    await store.pool.query(
      `insert into registration values ('webhook', 'https://example.org/in', 'xian-ip', 'task:57', 'webhook:x Ann', now())`,
    );
    const env = { DATABASE_URL: url };
    const args = ['digest', '--now', '2025-06-03', '--unit', '公安', '--star', '--door'];
    const posted = await invoke([...args, 'webhook', '--channel', 'https://example.org/in'], { env });
    const { card, text } = JSON.parse(posted.out) as { card: { title: string }; text: string };
    expect(card.title).toBe('示范区建设方案 · 市公安局、★ · 本月到期（2025年6月3日 周二）');
    expect(text).toContain('57 ✓★');
    expect(text).not.toContain('58 ✓');
    const printed = await invoke([...args, 'terminal', '--channel', 'elsewhere'], { env });
    expect(printed.out).toContain('57 ★');
    expect((await invoke([...args, 'wechat'])).out).toBe((await invoke([...args, 'terminal'])).out);
    const blocks = JSON.stringify(JSON.parse((await invoke([...args, 'slack'])).out));
    expect(blocks).toMatch(/"type":"rich_text"[\s\S]*市公安局/);
    expect((await invoke([...args, 'pigeon'])).err).toContain('There is no door pigeon to show a digest');
    expect((await invoke(['digest', '--channel', 'x'])).err).toContain('needs --door');
  });

  it('tells every fault of the options', async () => {
    const { code, out, err } = await run(
      '--when',
      '每天25点',
      '--due',
      'soon',
      '--lead',
      'x',
      '--role',
      'boss',
      '--quiet',
      'night',
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const option of ['--when', '--due', '--lead', '--role', '--quiet']) expect(err).toContain(option);
    const unit = await run('--unit', '公安国局');
    expect(unit.code).toBe(2);
    expect(unit.err).toContain('near are');
    expect((await run('--zone', 'Mars/Base')).err).toContain('--zone');
  });

  it('takes corrections to the working days from a folder, and tells what is wrong with one', async () => {
    const folder = tempFolder();
    const year = { years: [2027], holidays: { '2027-01-01': '元旦' }, workdays: { '2027-01-03': '元旦' } };
    writeFileSync(join(folder, '2027.json'), JSON.stringify(year));
    const args = ['digest', '--now', '2026-12-31', '--when', '每个工作日 9:00'];
    const corrected = await invoke(args, { env: { QINZHI_HOLIDAYS: folder } });
    expect(corrected).toMatchObject({ code: 0, err: '' });
    expect(corrected.out).toContain('接下来：2027年1月3日（周日）9:00；2027年1月4日');
    const without = await invoke(args);
    expect(without.err).toContain('2027');
    expect(without.out).toContain('2027 年放假安排尚未收录，按周末推算。');
    writeFileSync(join(folder, '2028.json'), '{ "years": ["x"], "holidays": { "2028-02-30": "" } }');
    const faulty = await invoke(args, { env: { QINZHI_HOLIDAYS: folder } });
    expect(faulty.code).toBe(2);
    expect(faulty.err.match(/2028\.json/g)).toHaveLength(2);
    expect((await invoke(args, { env: { QINZHI_HOLIDAYS: '/not/there' } })).err).toContain('QINZHI_HOLIDAYS');
  });
});
