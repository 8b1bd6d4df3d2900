/** Settings in a file `.env` of the working folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { invoke } from '../cli/invoke.ts';
import { tempFolder } from '../cli/launch.ts';

const ask = (cwd: string, env: Record<string, string> = {}) => invoke(['check'], { cwd, env });

it('is read, and the environment goes before it', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, '.env'), '# the packs\nQINZHI_KNOWLEDGE="/not/there"\n');
  const told = await ask(cwd);
  expect(told).toMatchObject({ code: 2, out: '' });
  expect(told.err).toContain('/not/there  is no folder; QINZHI_KNOWLEDGE names it');
  expect((await ask(cwd, { QINZHI_KNOWLEDGE: '/nor/here' })).err).toContain('/nor/here');
});

it('that can’t be read is a fault of the settings', async () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, '.env'));
  const told = await ask(cwd);
  expect(told).toMatchObject({ code: 2, out: '' });
  expect(told.err).toContain(`The settings file can’t be read:\n  ${join(cwd, '.env')}  `);
});

it('reads the same with a byte order mark, and names another encoding', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, '.env'), '\ufeffQINZHI_KNOWLEDGE="/not/there"\r\n');
  expect((await ask(cwd)).err).toContain('/not/there  is no folder');
  // 方案 in GBK.
  writeFileSync(join(cwd, '.env'), Buffer.from('QINZHI_KNOWLEDGE=\xb7\xbd\xb0\xb8\n', 'latin1'));
  expect((await ask(cwd)).err).toContain('GBK');
});
