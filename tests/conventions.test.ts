/** What CONTRIBUTING.md asks of every source file: a first line that says what it is for, a name in kebab-case, few files in a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const files = ['src', 'adapters', 'bin', 'tests', 'bench', 'training'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);
const sources = files.filter((file) => file.endsWith('.ts'));
/** Many examples of the same kind, no code. */
const data = /^tests\/(?:fixtures|golden)\/|\/migrations\//;
const maxFiles = 16;

it('say on their first line what they are for', () => {
  expect(sources.length).toBeGreaterThan(500);
  expect(sources.filter((file) => !readFileSync(join(root, file), 'utf8').startsWith('/**'))).toEqual([]);
});

it('have names in kebab-case that say more than “helpers”', () => {
  const name = /^(?!(?:utils?|helpers?|common|managers?)\.)[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|d))?\.ts$/;
  expect(sources.filter((file) => !name.test(file.slice(file.lastIndexOf('/') + 1)))).toEqual([]);
});

it('lie in folders of sixteen files at most', () => {
  const folders = Map.groupBy(
    files.filter((file) => !data.test(file)),
    (file) => dirname(file),
  );
  const crowded = [...folders].filter(([, own]) => own.length > maxFiles);
  expect(crowded.map(([folder, own]) => `${folder}: ${own.length}`)).toEqual([]);
});
