/** docs/doors.md says of each door what its rig says. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { doors } from '../../adapters/index.ts';
import { eachDoor } from './contract/each-door.ts';
import { doorTable } from './door-table.ts';

const root = resolve(import.meta.dirname, '../..');
/** Columns may be aligned. */
const squeezed = (line: string) => line.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

it('has a rig of every door', () => {
  expect(Object.keys(eachDoor).toSorted()).toEqual(Object.keys(doors).toSorted());
});

it.each([
  ['docs/doors.md', 'en'],
  ['docs/zh/doors.md', 'zh'],
] as const)(
  '%s has the table that the rigs give',
  async (path, language) => {
    const table = await doorTable(language);
    const lines = readFileSync(join(root, path), 'utf8').split('\n').map(squeezed);
    const from = lines.indexOf(table[0]!);
    expect(lines.slice(from, from + table.length)).toEqual(table);
  },
  60_000,
);
