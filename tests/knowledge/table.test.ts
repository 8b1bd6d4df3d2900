/** Tables are read as editors and spreadsheets save them, and every row that can't be read is named by its line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { formatTable, readTable } from '../../src/knowledge/files/table.ts';
import type { Fault } from '../../src/model/fault.ts';

const columns = ['target', 'question', 'near_miss_of'];
let path: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-table-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  path = join(folder, 'tasks.tsv');
});

function read(content: string | Uint8Array, acceptGbk = false) {
  writeFileSync(path, content);
  const faults: Fault[] = [];
  const { rows } = readTable(path, { columns, required: 2, acceptGbk }, faults);
  return { rows: rows.map(({ line, cells }) => [line, ...cells]), faults };
}

const utf16 = (text: string, littleEndian: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
};

/** “task:1	中文”, then a line of ASCII, as GBK. */
const gbk = Buffer.concat([
  Buffer.from('target\tquestion\r\ntask:1\t'),
  Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x0d, 0x0a]),
]);

describe('a table', () => {
  const rows = [
    [2, 'task:1', '谁牵头', ''],
    [3, 'task:2', '哪天完成', 'task:3'],
  ];
  const text = 'target\tquestion\tnear_miss_of\ntask:1\t谁牵头\ntask:2\t哪天完成\ttask:3\n';

  it.each<[string, string | Uint8Array]>([
    ['with line feeds', text],
    ['with a byte order mark', `\ufeff${text}`],
    ['with the line ends of Windows', text.replaceAll('\n', '\r\n')],
    ['with the line ends of an old Macintosh', text.replaceAll('\n', '\r')],
    ['without a line end after the last row', text.trimEnd()],
    ['with tabs at the ends of rows', text.replaceAll('\n', '\t\t\t\n')],
    ['with spaces around its cells', text.replaceAll('\t', ' \t\u3000')],
    ['with every cell quoted', text.replace(/[^\t\n]+/g, '"$&"')],
    ['with blank lines at its end', `${text}\n\t\t\n\n`],
    ['as UTF-16, which Excel calls Unicode Text', utf16(text, true)],
    ['as UTF-16 the other way round', utf16(text, false)],
  ])('is read %s', (_, content) => {
    expect(read(content)).toEqual({ rows, faults: [] });
  });

  it('needs no header', () => {
    expect(read('task:1\t谁牵头\n')).toEqual({ rows: [[1, 'task:1', '谁牵头', '']], faults: [] });
  });

  it.each([
    ['"他说""好""的"', '他说"好"的'],
    ['他说"好"的', '他说"好"的'],
    ['"好"和"坏"', '"好"和"坏"'],
    ['"有,逗号"', '有,逗号'],
  ])('reads the cell %s', (cell, value) => {
    expect(read(`task:1\t${cell}\n`).rows).toEqual([[1, 'task:1', value, '']]);
  });

  it('comes back as it was written, whatever stands in its cells', () => {
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((one) => one === one.trim() && !/[\t\r\n]/.test(one) && one.toLowerCase() !== 'target');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), (written) => {
        const { rows: back, faults } = read(formatTable(columns, written));
        expect(faults).toMatchObject([]);
        expect(back.map(([, ...cells]) => cells)).toEqual(written);
      }),
    );
  });
});

describe('a row that is wrong', () => {
  it.each([
    ['task:1,谁牵头', 'has no tab'],
    ['\t谁牵头', 'has no target'],
    ['task:1\t\ttask:2', 'has no question'],
    ['task:1\t谁牵头\ttask:2\t好', 'has 4 cells'],
    ['task:1\t"谁牵头', 'not closed'],
  ])('%j is named by its line, and the others are read', (row, message) => {
    const { rows, faults } = read(`target\tquestion\ntask:8\t先\n${row}\ntask:9\t后\n`);
    expect(faults).toMatchObject([{ file: 'tasks.tsv', place: '3', message: expect.stringContaining(message) }]);
    expect(rows.map(([line]) => line)).toEqual([2, 4]);
  });

  it('is told with all the others', () => {
    expect(read('a\nb\nc\n').faults.map(({ place }) => place)).toEqual(['1', '2', '3']);
  });
});

describe('another encoding', () => {
  it('GBK is called so, with the first line that shows it and what to do', () => {
    const { rows, faults } = read(gbk);
    expect(rows).toEqual([]);
    expect(faults).toMatchObject([
      { file: 'tasks.tsv', place: '2', message: expect.stringMatching(/GBK.*qinzhi tidy/) },
    ]);
  });

  it('GBK is read where it is asked for', () => {
    expect(read(gbk, true)).toEqual({ rows: [[2, 'task:1', '中文', '']], faults: [] });
  });

  it('bytes that are no text are told', () => {
    const { faults } = read(Buffer.from([0x74, 0x09, 0x61, 0x0a, 0xff, 0xff, 0x0a]), true);
    expect(faults).toMatchObject([{ place: '2', message: expect.stringContaining('not UTF-8') }]);
  });

  it('UTF-16 that is cut off is told', () => {
    const { faults } = read(utf16('task:1\t谁牵头', true).subarray(0, -1));
    expect(faults).toMatchObject([{ message: expect.stringContaining('UTF-16') }]);
  });
});
