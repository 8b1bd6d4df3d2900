/** Compiled packs on disk: the same words with and without, and no harm from a damaged or read-only cache. */
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invoke } from '../cli/invoke.ts';
import { root } from '../cli/launch.ts';

/** A pack that is compiled in a moment. */
const small = {
  question: '第15项谁负责',
  record: 'task:15',
  env: { QINZHI_KNOWLEDGE: join(root, 'tests/fixtures') },
};

describe('the cache of compiled packs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qinzhi-cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const ask = async (cache: string, { question, record, env } = small) => {
    const { code, out } = await invoke(['ask', '--now', '2025-06-10', '--json', question], {
      env: { ...env, QINZHI_CACHE: cache },
    });
    expect(code).toBe(0);
    expect(out).toContain(record);
    return out;
  };

  it('gives the same bytes as an answer without it', async () => {
    const without = await ask('off');
    expect(await ask(folder)).toBe(without);
    const packs = readdirSync(folder);
    expect(packs.filter((name) => name.endsWith('.pack'))).toHaveLength(2);
    expect(await ask(folder)).toBe(without);
    expect(readdirSync(folder)).toEqual(packs);
  });

  it('is made anew where it was damaged', async () => {
    const first = await ask(folder);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'damaged');
    expect(await ask(folder)).toBe(first);
  });

  it('is done without where the folder can be no folder', async () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    expect(await ask(join(blocked, 'below'))).toBe(await ask('off'));
  });

  it('keeps of each pack those used last, and not more than sixty in all', async () => {
    const longAgo = new Date('2026-01-01T00:00:00Z');
    const leave = (name: string) => {
      writeFileSync(join(folder, name), 'old');
      utimesSync(join(folder, name), longAgo, longAgo);
    };
    for (let i = 0; i < 9; i++) leave(`lanqiao-${i}.pack`);
    for (let i = 0; i < 90; i++) leave(`other${i}-1.pack`);
    const age = (name: string) => Date.now() - statSync(join(folder, name)).mtimeMs;
    await ask(folder);
    const names = readdirSync(folder);
    expect(names.length).toBeLessThanOrEqual(60);
    expect(names.filter((name) => name.startsWith('lanqiao-')).length).toBeLessThanOrEqual(4);
    const made = names.filter((name) => age(name) < 60_000 * 60);
    expect(made.length).toBeGreaterThan(0);
    for (const name of made) utimesSync(join(folder, name), longAgo, longAgo);
    await ask(folder);
    expect(readdirSync(folder)).toEqual(names);
    for (const name of made) expect(age(name)).toBeLessThan(60_000 * 60);
  });

  it('knows a pack in whichever folder it lies', async () => {
    await ask(folder);
    const files = readdirSync(folder);
    const copy = join(folder, 'copy');
    cpSync(small.env.QINZHI_KNOWLEDGE, copy, { recursive: true });
    await ask(folder, { ...small, env: { QINZHI_KNOWLEDGE: copy } });
    expect(readdirSync(folder).filter((name) => name !== 'copy')).toEqual(files);
  });
});
