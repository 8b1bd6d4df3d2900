/** Files of a pack that are none: a pipe, JSON nested without end. Each is named with what to do, and nothing hangs. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
