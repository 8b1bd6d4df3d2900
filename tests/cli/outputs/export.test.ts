/** `qinzhi export` writes files that other libraries read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { invoke } from '../invoke.ts';
import { tempFolder } from '../launch.ts';

it('writes the tasks of a unit by any of its names', async () => {
  const file = join(tempFolder(), 'police.xlsx');
  const { code, out } = await invoke(['export', file, '--unit', '公安', '--due', '2025-06'], {
    env: { QINZHI_LANG: 'en' },
  });
  expect({ code, out }).toEqual({ code: 0, out: `7 rows written to ${file}\n` });
  const [sheet] = await readExcelFile(readFileSync(file));
  expect(sheet!.data).toHaveLength(8);
});

it('writes a calendar with alarms, and a query that was asked before', async () => {
  const file = join(tempFolder(), 'all.ics');
  const query = JSON.stringify({ ask: 'select', kind: 'task', where: { column: 'starred', is: 'yes' }, as: 'list' });
  expect(await invoke(['export', file, '--query', query, '--remind', '7'])).toMatchObject({ code: 0 });
  const text = readFileSync(file, 'utf8');
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(12);
  expect(text.match(/TRIGGER:-P7D/g)).toHaveLength(12);
});

it.each([
  [['x.pdf'], '.xlsx, .csv or .ics'],
  [['x.csv', '--unit', '火星局'], '火星局'],
  [['x.csv', '--plan', 'other'], '--plan'],
  [['x.csv', '--query', '{'], '--query'],
  [['x.csv', '--query', '{"ask":"select"}'], 'kind'],
])('refuses %j', async (args, word) => {
  const { code, err } = await invoke(['export', ...args], { env: { QINZHI_LANG: 'en' } });
  expect(code).toBe(2);
  expect(err).toContain(word);
});
