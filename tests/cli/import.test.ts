/** A published text becomes a pack on the command line; a text that can't be read leaves nothing behind. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from './invoke.ts';
import { smallPlan, tempFolder } from './launch.ts';

const malformed = smallPlan.replace('2031.6', '麦收以后').replace('2\t面向居民', '4\t面向居民');
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('import', () => {
  it('makes a new folder that check takes at once', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    writeFileSync(source, smallPlan);
    const imported = await invoke(['import', source, '--out', join(folder, 'packs', 'book-corners')]);
    expect(imported.err).toBe('');
    expect(imported.code).toBe(0);
    expect(imported.out).toMatch(/task\s+2/);
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
    expect(refused.out).toContain(`${source}:${lineOf(malformed, '麦收以后')}`);
    expect(refused.out).toContain(`${source}:${lineOf(malformed, '4\t面向')}`);
    expect(refused.out).toContain('--force');
    expect(existsSync(out)).toBe(false);
    const forced = await invoke(['import', source, '--out', out, '--force']);
    expect(forced.code).toBe(1);
    expect(existsSync(join(out, 'records.json'))).toBe(true);
  });

  it('prints the records alone on standard output, for a pipe', async () => {
    const source = join(tempFolder(), 'plan.txt');
    writeFileSync(source, smallPlan);
    const { code, out, err } = await invoke(['import', source, '--print']);
    expect(code).toBe(0);
    expect(JSON.parse(out).records.map(({ id }: { id: string }) => id)).toContain('task:2');
    expect(err).toContain('records');
  });

  it.each([
    ['a file that is not there', undefined, 'no such file'],
    ['a PDF', Buffer.from('%PDF-1.7\n\0\0'), 'plain text'],
    ['text in another encoding', Buffer.from([0xb7, 0xbd, 0xb0, 0xb8]), 'iconv'],
  ])('refuses %s with a remedy', async (_what, bytes, remedy) => {
    const source = join(tempFolder(), 'plan.txt');
    if (bytes) writeFileSync(source, bytes);
    const { code, err } = await invoke(['import', source, '--print']);
    expect(code).toBe(2);
    expect(err).toContain(remedy);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('refuses a folder in place of the text', async () => {
    const { code, err } = await invoke(['import', tempFolder()]);
    expect(code).toBe(2);
    expect(err).toContain('is no file');
  });
});
