/** What wechaty would bring along and nobody should have is not installed: `overrides` keep it out. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Lock {
  packages: Record<string, { version?: string; name?: string; resolved?: string }>;
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = a!.findIndex((part, index) => part !== b![index]);
  return at >= 0 && a![at]! < b![at]!;
}

/** By name, also where a package stands under another one, or behind an alias. */
function versionsOf({ packages }: Lock): { name: string; version: string; path: string }[] {
  return Object.entries(packages).flatMap(([path, { version = '', name }]) => {
    const folder = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return folder ? [{ name: name ?? folder, version, path }] : [];
  });
}

const unwanted = ({ name, version }: { name: string; version: string }) =>
  name === 'request' ||
  name === 'wechat4u' ||
  name === 'wechaty-puppet-wechat4u' ||
  (name === 'form-data' && isOlder(version, '2.5.4')) ||
  (name === 'tough-cookie' && isOlder(version, '4.1.3'));

it.each(['package-lock.json', 'node_modules/.package-lock.json'])('%s holds none of them', (file) => {
  const installed = versionsOf(JSON.parse(readFileSync(join(root, file), 'utf8')));
  const names = installed.map(({ name }) => name);
  expect(names).toContain('wechaty');
  expect(names).toContain('empty-npm-package');
  expect(installed.filter(unwanted)).toEqual([]);
});

it('finds nothing of them on the disk', () => {
  for (const name of ['request', 'wechat4u']) expect(existsSync(join(root, 'node_modules', name)), name).toBe(false);
  const puppet = join(root, 'node_modules/wechaty-puppet-wechat4u/package.json');
  expect(JSON.parse(readFileSync(puppet, 'utf8')).name).toBe('empty-npm-package');
});

it('knows an older version from a newer one', () => {
  expect(isOlder('2.5.3', '2.5.4')).toBe(true);
  expect(isOlder('2.3.2', '2.5.4')).toBe(true);
  expect(isOlder('2.5.4', '2.5.4')).toBe(false);
  expect(isOlder('4.0.0', '2.5.4')).toBe(false);
  expect(isOlder('10.0.0', '4.1.3')).toBe(false);
  const lock = { packages: { 'node_modules/a/node_modules/form-data': { version: '2.3.3' } } };
  expect(versionsOf(lock).filter(unwanted)).toHaveLength(1);
});
