/** Records written as a table and imported again are the same records, whatever the table is written in. */

import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/knowledge/import/formats/read.ts';
import { importDocument } from '../../../src/knowledge/import/import.ts';

interface Row {
  text: string;
  lead: string[];
  cooperating: string[];
  month: string;
}

const heading = ['序号', '工作任务', '牵头单位', '配合单位', '完成时限'];
const title = '癸市便民服务提升计划';

const cellsOf = (row: Row, index: number) => [
  String(index + 1),
  row.text,
  row.lead.join('、'),
  row.cooperating.join('、') || '/',
  `${row.month.slice(0, 4)}年${Number(row.month.slice(5))}月底前`,
];
const tableOf = (rows: readonly Row[]) => [heading, ...rows.map(cellsOf)];
const bytes = (text: string) => new TextEncoder().encode(text);

const wordCell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
const sheetCell = (text: string, x: number, y: number) =>
  `<c r="${String.fromCharCode(65 + x)}${y + 2}" t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetRow = (cells: string[], y: number) =>
  `<row r="${y + 2}">${cells.map((text, x) => sheetCell(text, x, y)).join('')}</row>`;

/** A table under a title, as each format writes it. */
const writers: Record<string, (table: string[][]) => Uint8Array> = {
  'plan.txt': (table) => bytes([title, '', ...table.map((row) => row.join('\t'))].join('\n')),
  'plan.md': (table) => {
    const rows = table.map((row) => `| ${row.join(' | ')} |`);
    return bytes([`# ${title}`, '', rows[0], '|---|---|---|---|---|', ...rows.slice(1)].join('\n'));
  },
  'plan.html': (table) => {
    const rows = table.map((row) => `<tr>${row.map((cell) => `<td><p>${cell}</p></td>`).join('')}</tr>`);
    return bytes(`<html><body><h1>${title}</h1><table>${rows.join('')}</table></body></html>`);
  },
  'plan.docx': (table) => {
    const rows = table.map((row) => `<w:tr>${row.map(wordCell).join('')}</w:tr>`).join('');
    const body = `<w:p><w:r><w:t>${title}</w:t></w:r></w:p><w:tbl>${rows}</w:tbl>`;
    const xml = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
    return zipSync({ 'word/document.xml': strToU8(xml) });
  },
  'plan.xlsx': (table) => {
    const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const rows = table.map(sheetRow).join('');
    const top = `<row r="1"><c r="A1" t="inlineStr"><is><t>${title}</t></is></c></row>`;
    return zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(`<worksheet ${main}><sheetData>${top}${rows}</sheetData></worksheet>`),
    });
  },
};

const unit = fc.constantFrom(
  '市审批局',
  '市人社局',
  '市住建局',
  '市文化和旅游局',
  '各县（区）政府',
  '市供电公司',
  '丁江海关',
);
const units = (minLength: number) => fc.uniqueArray(unit, { minLength, maxLength: 4 });
const text = fc
  .array(fc.constantFrom('推行', '一窗', '通办', '整合', '窗口', '建设', '便民', '驿站', '优化', '流程'), {
    minLength: 2,
    maxLength: 9,
  })
  .map((words) => `${words.join('')}。`);
const month = fc
  .tuple(fc.integer({ min: 2024, max: 2030 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);
const row: fc.Arbitrary<Row> = fc.record({ text, lead: units(1), cooperating: units(0), month });
const rows = fc.array(row, { minLength: 1, maxLength: 12 });

const plainBrackets = (names: readonly string[]) => names.map((name) => name.replace('（', '(').replace('）', ')'));

describe.each(Object.keys(writers))('%s', (file) => {
  it('gives back the records that were written into it', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const document = await readDocument(file, writers[file]!(tableOf(written)));
        const { plan, faults } = importDocument(document);
        expect(faults).toEqual([]);
        expect(plan.document.title.text).toBe(title);
        const read = plan.records.map((record) => {
          if (record.kind !== 'task' || record.deadline?.kind !== 'month') return record.kind;
          const { text, responsible, cooperating, deadline } = record;
          return {
            text: text.text,
            lead: responsible.units,
            cooperating: cooperating?.units ?? [],
            month: deadline.month,
          };
        });
        const expected = written.map(({ lead, cooperating, ...rest }) => ({
          ...rest,
          lead: plainBrackets(lead),
          cooperating: plainBrackets(cooperating),
        }));
        expect(read).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
