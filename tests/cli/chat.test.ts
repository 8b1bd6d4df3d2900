/** `chat` greets, answers line by line, and follows its packs while it runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../store/database.ts';
import { invoke } from './invoke.ts';
import { begin, smallPlan, tempFolder } from './launch.ts';

describe('chat', () => {
  it('answers a pipe: one line, one reply, then ends', async () => {
    const { code, out, err } = await invoke(['chat', '--now', '2025-06-10'], {
      input: '第24项的完成时限\n第59项的责任单位',
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^秦知\n/);
    expect(out.indexOf('2024')).toBeGreaterThan(0);
    expect(out.indexOf('关中海关')).toBeGreaterThan(out.indexOf('2024'));
  });

  it('takes a number for an example of the greeting', async () => {
    const { examples } = JSON.parse(readFileSync('knowledge/xian-ip/pack.json', 'utf8'));
    const [picked, typed] = await Promise.all([
      invoke(['chat', '--now', '2025-06-10'], { input: '6\n' }),
      invoke(['chat', '--now', '2025-06-10'], { input: `${examples.official[2]}\n` }),
    ]);
    expect(picked.out).toContain(`6 ${examples.official[2]}`);
    expect(picked.out).toBe(typed.out);
  });

  it('leaves at /quit, whatever follows', async () => {
    const { code, out } = await invoke(['chat'], { input: '/quit\n第24项的完成时限\n' });
    expect(code).toBe(0);
    expect(out).not.toContain('第24项\n');
    expect(out.trimEnd().split('\n\n')).toHaveLength(1);
  });

  it('rehearses what a group can do, on the store as its admin, and nothing of it is ever sent', async () => {
    const env = { DATABASE_URL: await freshDatabase() };
    const said = async (lines: readonly string[], ...more: string[]) => {
      const { code, out, err } = await invoke(['chat', '--now', '2025-06-03', ...more], {
        env,
        input: lines.join('\n'),
      });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return out;
    };
    const out = await said(['帮助', '订阅 每周一9:00 公安', '预览', '下次', '完成 57', '订月']);
    expect(out).toContain('订阅 每个工作日9:00 本月到期：');
    expect(out).toContain('这里是演练');
    expect(out).toContain('已订阅（第1条）');
    expect(out).toContain('示范区建设方案 · 市公安局 · 本月到期（2025年6月9日 周一）');
    expect(out).toContain('下次\n第1条　每周一 9:00');
    expect(out).toContain('「本群登记」已完成：第57项');
    expect(out).toContain('您要找的是不是：1 订阅');

    const slack = await said(['本群设置', '预览 公安', '退订'], '--as', 'slack');
    expect(slack).toContain('*本群设置*');
    expect(slack).toContain('57 ✓★');
    expect(slack).toContain('(——市政办函〔2024〕61号 附件1');
    expect(slack).toContain('[有用] [没用]');
    expect(slack).toContain('已退订第1条');
    expect(await said(['本群设置'], '--as', 'wechat')).toContain('本群还没有订阅');
    const { out: rows } = await invoke(['subscriptions', 'list', '--json'], { env });
    expect(rows).toBe('');
  });

  it('refuses the looks of a door that is not there, and answers questions where the store can’t be opened', async () => {
    expect((await invoke(['chat', '--as', 'fax'])).err).toContain('wechat');
    const env = { DATABASE_URL: 'postgres://127.0.0.1:1/none' };
    const { code, out, err } = await invoke(['chat', '--now', '2025-06-03'], {
      env,
      input: '第59项的责任单位\n订阅\n第24项的完成时限\n',
    });
    expect(code).toBe(0);
    expect(out).toContain('关中海关');
    expect(out).toContain('存储暂时连不上');
    expect(out).toContain('2024年12月');
    expect(err).toContain('DATABASE_URL');
  });

  it('takes over a changed pack, and keeps the old one when the change is faulty', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    const pack = join(folder, 'packs', 'corner');
    writeFileSync(source, smallPlan);
    await invoke(['import', source, '--out', pack]);
    const child = begin(['chat', '--knowledge', join(folder, 'packs')]);
    let out = '';
    let err = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const replies = () => out.split('\n\n').length - 1;
    const reply = async (question: string): Promise<string> => {
      const before = replies();
      child.stdin!.write(`${question}\n`);
      await expect.poll(replies).toBeGreaterThan(before);
      return out.split('\n\n').at(-2)!;
    };
    await expect.poll(replies).toBe(1);
    expect(await reply('第2项的责任单位')).toContain('镇团委');

    writeFileSync(source, smallPlan.replaceAll('镇团委', '镇图书馆'));
    expect((await invoke(['import', source, '--out', pack, '--yes', '--offline'])).code).toBe(0);
    const units = join(pack, 'units.json');
    writeFileSync(units, readFileSync(units, 'utf8').replaceAll('镇团委', '镇图书馆'));
    expect(await reply('第2项的责任单位')).toContain('镇图书馆');
    await expect.poll(() => err).toContain('new ones');

    writeFileSync(units, '{ "units": [');
    expect(await reply('第2项的责任单位')).toContain('镇图书馆');
    await expect.poll(() => err).toContain('old ones');
    expect(err).toContain('units.json');

    child.stdin!.end();
    expect(await ended).toBe(0);
  });
});
