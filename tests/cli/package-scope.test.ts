/** The launcher takes the files of some packages for ES modules without reading their package.json; this holds only where all of them are. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './launch.ts';

const named = /\(\?:([\w|-]+)\)/.exec(readFileSync(join(root, 'bin/package-scope.js'), 'utf8'))![1]!.split('|');

/** Every file that an import of the package may begin with. */
function importTargets(exports: unknown): string[] {
  if (typeof exports === 'string') return exports.endsWith('.js') ? [exports] : [];
  if (!exports || typeof exports !== 'object') return [];
  return Object.entries(exports).flatMap(([name, value]) => (name === 'require' ? [] : importTargets(value)));
}

it.each(named)('%s imports ES modules alone', (name) => {
  const folder = join(root, 'node_modules', name);
  const { type, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(type).toBe('module');
  const scopes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/package.json'))
    .map((path) => `./${dirname(path)}/`);
  const targets = importTargets(exports);
  expect(targets.length).toBeGreaterThan(10);
  expect(targets.filter((target) => scopes.some((scope) => target.startsWith(scope)))).toEqual([]);
});
