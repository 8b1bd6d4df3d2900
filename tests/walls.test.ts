/** The import walls hold, and the tool that says so has looked at every file. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const rooms = ['src', 'adapters', 'bin'];

interface Cruised {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

it('lets no room import what it must not know', async () => {
  const node = join(root, 'node_modules/.bin/node');
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...rooms];
  const { stdout } = await promisify(execFile)(node, args, { cwd: root, maxBuffer: 1 << 28 });
  const { modules, summary } = JSON.parse(stdout) as Cruised;
  expect(summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  // With a compiler that it does not know, the tool reports success over nothing.
  const seen = new Set(modules.map(({ source }) => source));
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name)),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !seen.has(file))).toEqual([]);
  expect(modules.length).toBeGreaterThanOrEqual(files.length);
});
