/** Whoever puts a folder under adapters/ also passes the contract tests, and says where people look that there is a new door. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doors } from '../../adapters/index.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

const folders = readdirSync(join(root, 'adapters'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name);

/** A rig's file is named after the folder of its door; the suite holds it to that. */
const tested: (string | undefined)[] = readdirSync(join(root, 'tests/adapters/contract/doors'))
  .filter(
    (file) => file.endsWith('.test.ts') && /^await testContract\(/m.test(read('tests/adapters/contract/doors', file)),
  )
  .map((file) => doorOf(file.replace(/\.test\.ts$/, '')));

/** Its variants follow after a dash, and a folder may hold one: the longest that fits. */
function doorOf(file: string): string | undefined {
  const fitting = folders.filter((folder) => `${file}-`.startsWith(`${folder}-`));
  return fitting.toSorted((a, b) => b.length - a.length)[0];
}

interface Rule {
  from: { path?: string; pathNot?: string };
  to: { path?: string | string[]; pathNot?: string | string[] };
}
const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as { forbidden: Rule[] };

/** As dependency-cruiser reads its rules: `$1` in `to` is what the first group of `from` has caught. */
function isForbidden(from: string, to: string): boolean {
  return forbidden.some((rule) => {
    if (!rule.from.path || !rule.to.path) return false;
    const match = new RegExp(rule.from.path).exec(from);
    if (!match) return false;
    const fits = (pattern: string) => new RegExp(pattern.replace('$1', match[1] ?? '')).test(to);
    return [rule.to.path].flat().some(fits) && ![rule.to.pathNot ?? []].flat().some(fits);
  });
}

it('knows the same doors everywhere', () => {
  expect(folders.length).toBeGreaterThan(1);
  expect(Object.keys(doors).toSorted()).toEqual(folders.toSorted());
  expect([...new Set(tested)].toSorted()).toEqual(folders.toSorted());
});

it('loads no door before it is opened', () => {
  const imports = [...read('adapters/index.ts').matchAll(/^(?:import|export)\b[^;']* from '([^']+)'/gm)];
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.map(([, from]) => from!).filter((from) => !from.startsWith('../src/model/'))).toEqual([]);
});

describe.each(folders)('%s', (folder) => {
  it('stands in .env.example and in both tables of doors', () => {
    expect(read('.env.example')).toMatch(new RegExp(`^# Door: ${folder}$`, 'm'));
    for (const file of ['README.md', 'README.zh-CN.md'])
      expect(read(file), file).toMatch(new RegExp(`^\\| \`${folder}\` +\\|`, 'm'));
  });

  it('stands behind the import walls', () => {
    const from = `adapters/${folder}/any.ts`;
    const others = folders.filter((other) => other !== folder);
    const closed = [
      ...others.map((other) => `adapters/${other}/any.ts`),
      'adapters/index.ts',
      'src/store/open.ts',
      'tests/x.ts',
    ];
    expect(closed.filter((to) => !isForbidden(from, to))).toEqual([]);
    const open = ['src/model/port.ts', 'adapters/shared/text.ts', `adapters/${folder}/other.ts`];
    expect(open.filter((to) => isForbidden(from, to))).toEqual([]);
  });
});
