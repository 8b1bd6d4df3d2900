/** Files of a pack that are none or in another encoding: a pipe, JSON nested without end, GBK. Each is named with what to do, and nothing hangs. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { invoke } from '../cli/invoke.ts';

function packsWith(change: (pack: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'odd-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pack = join(folder, 'lanqiao');
  cpSync(resolve(import.meta.dirname, '../fixtures/lanqiao'), pack, { recursive: true });
  change(pack);
  return folder;
}

it('names a file that is nested without end', async () => {
  const packs = packsWith((pack) =>
    writeFileSync(join(pack, 'units.json'), `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
  );
  const { code, err } = await invoke(['ask', '--knowledge', packs, '第1项谁牵头']);
  expect(code).toBe(2);
  expect(err).toContain('units.json');
  expect(err).toContain('nested too deeply');
});

it.each(['units.json', 'source.txt', 'phrasings/tasks.tsv'])('waits for no pipe in place of %s', async (name) => {
  const packs = packsWith((pack) => {
    rmSync(join(pack, name));
    execFileSync('mkfifo', [join(pack, name)]);
  });
  const { code, err } = await invoke(['ask', '--knowledge', packs, '第1项谁牵头']);
  expect(code).toBe(2);
  expect(err).toContain(name);
  expect(err).toContain('no regular file');
});

const gbk = Buffer.concat([Buffer.from('{"'), Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), Buffer.from('": 1}\n')]);

it.each(['pack.json', 'units.json', 'lexicon.json', 'source.txt', 'phrasings/tasks.tsv'])(
  'reads %s with a byte order mark, and names GBK as such',
  async (name) => {
    const marked = packsWith((pack) => {
      const file = join(pack, name);
      writeFileSync(file, `\ufeff${readFileSync(file, 'utf8')}`);
    });
    expect(await invoke(['ask', '--knowledge', marked, '第1项谁牵头'])).toMatchObject({ code: 0, err: '' });
    const other = packsWith((pack) => writeFileSync(join(pack, name), gbk));
    const { code, err } = await invoke(['ask', '--knowledge', other, '第1项谁牵头']);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`${name}.*(?:GBK)`));
  },
);

it('names a piped question and a line of a batch in GBK as such', async () => {
  const asked = await invoke(['ask'], { input: gbk });
  expect(asked).toMatchObject({ code: 2, out: '', err: expect.stringContaining('GBK') });
  const batch = await invoke(['ask', '--batch'], { input: gbk });
  expect(batch.code).toBe(1);
  expect(JSON.parse(batch.out)).toMatchObject({ line: 1, error: expect.stringContaining('GBK') });
});
