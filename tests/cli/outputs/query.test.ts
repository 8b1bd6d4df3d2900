/** `qinzhi query` executes a typed query, and refuses what is none. */
import { expect, it } from 'vitest';
import { invoke } from '../invoke.ts';

const env = { QINZHI_LANG: 'en' };
const starred = { ask: 'select', kind: 'task', where: { column: 'starred', is: 'yes' }, as: 'count' };

it('states what a query finds, and prints it as JSON with its version', async () => {
  const stated = await invoke(['query', JSON.stringify(starred)], { env });
  expect(stated).toMatchObject({ code: 0 });
  expect(stated.out).toContain('12');
  const { code, out } = await invoke(['query', JSON.stringify(starred), '--json'], { env });
  expect(code).toBe(0);
  const printed = JSON.parse(out) as { query: object; records: string[]; text: string };
  expect(printed.query).toEqual({ version: 1, ...starred });
  expect(printed.records).toHaveLength(12);
  expect(printed.text).toBe(stated.out.trimEnd());
});

it('reckons this month from the day that is given', async () => {
  const due = { ask: 'select', kind: 'task', where: { column: 'deadline', is: 'open' }, as: 'list' };
  const records = async (now: string) => {
    const { out } = await invoke(['query', JSON.stringify(due), '--json', '--now', now], { env });
    return (JSON.parse(out) as { records: string[] }).records.length;
  };
  expect(await records('2024-07-01')).toBeGreaterThan(await records('2025-06-10'));
});

it.each([
  ['{', 'is no JSON'],
  ['{"ask":"select"}', 'kind'],
  ['{"ask":"select","kind":"support","where":{"column":"deadline","is":"past"},"as":"list"}', 'deadline'],
  ['{"version":99,"ask":"select","kind":"task","as":"list"}', 'version'],
])('refuses %s', async (query, word) => {
  const { code, err } = await invoke(['query', query], { env });
  expect(code).toBe(2);
  expect(err).toContain(word);
});
