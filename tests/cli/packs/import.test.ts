/** A published text becomes a pack on the command line; a text that can't be read leaves nothing behind. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from '../invoke.ts';
import { smallPlan, tempFolder } from '../launch.ts';

const malformed = smallPlan.replace('\t2031.6', '').replace('2\t面向居民', 'x\t面向居民');
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

const chinese = { env: { QINZHI_LANG: 'zh' } };

describe('import', () => {
  it('makes a new folder that check takes at once', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    writeFileSync(source, smallPlan);
    const imported = await invoke(['import', source, '--out', join(folder, 'packs', 'book-corners')], chinese);
    expect(imported.err).toBe('');
    expect(imported.code).toBe(0);
    expect(imported.out).toMatch(/2 项任务/);
    expect(readdirSync(join(folder, 'packs', 'book-corners')).sort()).toEqual([
      'pack.json',
      'records.json',
      'source.txt',
      'units.json',
    ]);
    expect(readFileSync(join(folder, 'packs', 'book-corners', 'source.txt'), 'utf8')).toBe(smallPlan);
    const units = JSON.parse(readFileSync(join(folder, 'packs', 'book-corners', 'units.json'), 'utf8'));
    expect(units.units.map(({ name }: { name: string }) => name).sort()).toEqual(
      ['镇团委', '镇文化站', '镇财政所'].sort(),
    );
    const checked = await invoke(['check', '--knowledge', join(folder, 'packs')]);
    expect(checked.out).toContain('book-corners');
    expect(checked.out).toContain('No faults.');
    expect(checked.code).toBe(0);
  });

  it('keeps what was curated by hand when a text is imported again', async () => {
    const folder = tempFolder();
    const pack = join(folder, 'corner');
    mkdirSync(pack);
    writeFileSync(join(pack, 'source.txt'), smallPlan);
    writeFileSync(join(pack, 'units.json'), '{ "units": [] }\n');
    const { code } = await invoke(['import', join(pack, 'source.txt'), '--out', pack]);
    expect(code).toBe(0);
    expect(readFileSync(join(pack, 'units.json'), 'utf8')).toBe('{ "units": [] }\n');
    expect(JSON.parse(readFileSync(join(pack, 'pack.json'), 'utf8')).id).toBe('corner');
  });

  it('writes nothing from a malformed text, and names every line at fault', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    writeFileSync(source, malformed);
    const out = join(folder, 'pack');
    const refused = await invoke(['import', source, '--out', out]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain(`${source}:${lineOf(malformed, '1\t在每个')}`);
    expect(refused.out).toContain(`${source}:${lineOf(malformed, 'x\t面向')}`);
    expect(refused.out).toContain('--force');
    expect(existsSync(out)).toBe(false);
    const forced = await invoke(['import', source, '--out', out, '--force']);
    expect(forced.code).toBe(1);
    const { faults } = JSON.parse(readFileSync(join(out, 'records.json'), 'utf8'));
    expect(faults.map(({ line }: { line: number }) => line)).toEqual([
      lineOf(malformed, '1\t在每个'),
      lineOf(malformed, 'x\t面向'),
    ]);
  });

  it.each([
    ['--print', 'json', (out: string) => JSON.parse(out).records.map(({ id }: { id: string }) => id)],
    ['--print', '', (out: string) => out.split('\n').map((line) => line.split(/\s+/)[1])],
  ])('prints the records alone on standard output: %s %s', async (option, form, read) => {
    const source = join(tempFolder(), 'plan.txt');
    writeFileSync(source, smallPlan);
    const { code, out, err } = await invoke(['import', source, option, ...(form ? [form] : [])], chinese);
    expect(code).toBe(0);
    expect(read(out)).toContain(form ? 'task:2' : '第2项');
    expect(err).toContain('读到');
  });

  it.each([
    ['a file that is not there', 'plan.txt', undefined, '没有这个文件'],
    ['a broken PDF', 'plan.pdf', Buffer.from('%PDF-1.7\n\0\0'), '打不开'],
    ['an old Word file', 'plan.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), '另存为'],
    ['a picture', 'plan.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), '图片'],
    ['bytes that are no text', 'plan.txt', Buffer.from([0xb7, 0xbd, 0xff, 0x00]), '.docx'],
  ])('refuses %s with a remedy', async (_what, name, bytes, remedy) => {
    const source = join(tempFolder(), name);
    if (bytes) writeFileSync(source, bytes);
    const { code, err } = await invoke(['import', source, '--print'], chinese);
    expect(code).toBe(2);
    expect(err).toContain(remedy);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('reads a text in GB18030 and writes it in UTF-8', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    // 方案 and a line end; the rest is what every encoding shares.
    writeFileSync(source, Buffer.concat([Buffer.from([0xb7, 0xbd, 0xb0, 0xb8]), Buffer.from('\n')]));
    const { code } = await invoke(['import', source, '--out', join(folder, 'pack'), '--force']);
    expect(code).toBe(1);
    expect(readFileSync(join(folder, 'pack', 'source.txt'), 'utf8')).toContain('方案');
  });

  it('reads a column as it is told to, and check imports it in the same way', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    const pack = join(folder, 'packs', 'book-corners');
    writeFileSync(source, smallPlan.replace('负责人', '督办科室'));
    const { code } = await invoke(['import', source, '--out', pack, '--column', '督办科室=领导']);
    expect(code).toBe(0);
    const { origin, records } = JSON.parse(readFileSync(join(pack, 'records.json'), 'utf8'));
    expect(origin).toEqual({ columns: { 督办科室: 'leader' } });
    expect(records[0].leader.text).toContain('主要负责同志');
    expect((await invoke(['check', '--knowledge', join(folder, 'packs')])).out).toContain('No faults.');
    const refused = await invoke(['import', source, '--column', '督办科室=督办']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('牵头');
  });

  it('refuses a folder in place of the text', async () => {
    const { code, err } = await invoke(['import', tempFolder()], chinese);
    expect(code).toBe(2);
    expect(err).toContain('不是文件');
  });
});
