/** Malformed plans: each thing that can't be read is reported with its line, nothing throws, nothing is lost. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Imported, importPlan } from '../../../src/knowledge/import/import.ts';
import { spansOf } from '../../../src/knowledge/import/report/coverage.ts';
import { Plan } from '../../../src/model/plan.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const plans = ['knowledge/xian-ip/source.txt', 'tests/fixtures/lanqiao/source.txt'].map(read);

const header = '序号\t任务内容\t责任单位\t配合单位\t负责人\t完成时限';
const good = '1\t修桥。\t市甲局\t市乙局\t市甲局局长\t2026.3';
const frame = ['某市修桥方案', '', '一、主要措施', '1. 修桥。先修东桥。', '', '附件', '', '任务清单', ''];
const withTable = (...rows: string[]) => [...frame, ...rows].join('\n');
/** The first line of the table in `withTable`. */
const top = frame.length + 1;
const withSection = (...lines: string[]) => ['某市修桥方案', '', ...lines].join('\n');

/** Printed lines that are in no span, under no heading mark and in no finding: there must be none. */
function leftOver(source: string, { plan, faults, remarks, headings }: Imported): number[] {
  const known = new Set([...headings, ...faults.map(({ line }) => line), ...remarks.map(({ line }) => line)]);
  for (const { text, lines } of spansOf(plan)) for (let n = lines[0]; text && n <= lines[1]; n++) known.add(n);
  return source.split(/\r\n|\r|\n/).flatMap((text, index) => (text.trim() && !known.has(index + 1) ? [index + 1] : []));
}

function importAll(source: string): Imported {
  const imported = importPlan(source);
  expect(leftOver(source, imported)).toEqual([]);
  expect(Plan.safeParse(imported.plan).error).toBeUndefined();
  return imported;
}

/** Codes of the findings at one line. */
const codesAt = (found: Imported['faults'], line: number) =>
  found.filter((one) => one.line === line).map(({ code }) => code);

describe('what cannot be read', () => {
  it('is nothing in the frame that these tests break', () => {
    expect(importAll(withTable(header, good)).faults).toEqual([]);
  });

  it.each<[string, string, number, string]>([
    ['a row with too many cells', withTable(header, `${good}\t多的`), top + 1, 'row-too-long'],
    [
      'a row with too few cells',
      withTable(header, '1\t修桥。\t市甲局', good.replace('1', '2')),
      top + 1,
      'row-too-short',
    ],
    ['a first row without a number', withTable(header, good.replace('1', '')), top + 1, 'row-without-number'],
    [
      'a row with a number that is none',
      withTable(header, good, good.replace('1', 'x')),
      top + 2,
      'row-without-number',
    ],
    ['number 0', withTable(header, good.replace('1', '0')), top + 1, 'row-without-number'],
    ['a number that stands twice', withTable(header, good, good.replace('1', '2'), good), top + 3, 'number-twice'],
    ['a row without its text', withTable(header, good.replace('修桥。', '')), top + 1, 'cell-empty'],
    [
      'a heading without borders',
      withTable('序号任务内容责任单位完成时限', '1修桥。市甲局2026年3月'),
      top,
      'cells-without-borders',
    ],
    ['an ordinal that is none', withSection('一、主要措施', '（十十）修桥。'), 4, 'number-unreadable'],
    [
      'a day that no calendar has',
      '某市\n2026年2月30日\n某市修桥方案\n\n一、主要措施\n1. 修桥。',
      2,
      'head-line-unknown',
    ],
    ['a plan without a title', '一、主要措施\n1. 修桥。', 1, 'no-title'],
    ['an empty file', '', 1, 'no-record'],
    [
      'an assignment where no item stands',
      withSection('一、总体要求', '统筹推进。（市丙局负责监督考核落实）', '二、主要措施', '1. 修桥。'),
      4,
      'assignment-unread',
    ],
    [
      'a section that counts other rows',
      withTable(header, '一、桥梁方面（共3项）\t\t\t\t\t', good),
      top + 2,
      'section-count',
    ],
  ])('%s', (_, source, line, code) => {
    expect(codesAt(importAll(source).faults, line)).toContain(code);
  });

  it.each<[string, string, number, string]>([
    ['an unknown column heading', withTable(header.replace('负责人', '心情'), good), top, 'column-kept'],
    ['a number left out', withTable(header, good, good.replace('1', '3')), top + 2, 'number-gap'],
    ['an undated deadline', withTable(header, good.replace('2026.3', '尽快')), top + 1, 'deadline-as-printed'],
    ['a deadline in a 13th month', withTable(header, good.replace('2026.3', '13月')), top + 1, 'deadline-as-printed'],
    ['no deadline', withTable(header, good.replace('2026.3', '')), top + 1, 'cell-empty'],
    ['no responsible unit', withTable(header, good.replace('市甲局\t市', '\t市')), top + 1, 'cell-empty'],
    [
      'a phase without a period',
      withSection('一、实施步骤', '（一）动员阶段。开会。', '', '（二）结束阶段。2026年5月，验收。'),
      4,
      'phase-without-period',
    ],
  ])('%s is read and told', (_, source, line, code) => {
    const { faults, remarks } = importAll(source);
    expect(faults).toEqual([]);
    expect(codesAt(remarks, line)).toContain(code);
  });

  it('a row without a number under another is a part of its item', () => {
    const { plan } = importAll(withTable(header, good, good.replace('1', '').replace('修桥', '铺路')));
    expect(plan.records).toMatchObject([
      { id: 'task:1-1', part: 1, text: { text: '修桥。' } },
      { id: 'task:1-2', part: 2, text: { text: '铺路。' } },
      { kind: 'measure' },
    ]);
  });

  it('keeps text under a table, and an annex without one', () => {
    const under = importAll(withTable(header, good, '', '另有说明。'));
    expect(under.plan.sections.at(-1)).toMatchObject({ place: '附件', paragraphs: [{ text: '另有说明。' }] });
    const alone = importAll(withTable('没有表格。'));
    expect(alone.plan.sections.at(-1)).toMatchObject({ place: '附件' });
  });

  it('keeps the neighbours of a row that it gives up', () => {
    const { plan } = importAll(withTable(header, good, good.replace('1', 'x'), good.replace('1', '2')));
    const tasks = plan.records.filter(({ kind }) => kind === 'task');
    expect(tasks).toMatchObject(
      [1, 2].map((number) => ({ number, text: { text: '修桥。' }, deadline: { month: '2026-03' } })),
    );
  });

  it('is most of a file that is no text', () => {
    const bytes = String.fromCharCode(...Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256));
    expect(importAll(bytes).faults.map(({ code }) => code)).toEqual(expect.arrayContaining(['no-title', 'no-record']));
  });

  it.each(['\r\n', '\r'])('does not depend on the line end: %j', (end) => {
    for (const source of plans) expect(importPlan(source.replace(/\r?\n/g, end))).toEqual(importPlan(source));
  });
});

describe('what is read by a general rule', () => {
  it.each([
    ['2026年底前', '2026-12'],
    ['2026年12月底前', '2026-12'],
    ['2027年6月底前', '2027-06'],
    ['２０２７年６月底前', '2027-06'],
    ['2026.9', '2026-09'],
    ['2026-09', '2026-09'],
    ['2026年3月15日前', '2026-03'],
  ])('the deadline %s', (printed, month) => {
    const { plan, faults } = importAll(withTable(header, good.replace('2026.3', printed)));
    expect(faults).toEqual([]);
    expect(plan.records[0]).toMatchObject({ deadline: { kind: 'month', month, cell: { text: printed } } });
  });

  it.each([
    ['市乙局市甲局', ['市乙局', '市甲局']],
    ['市丙局各区(政府)', ['市丙局', '各区(政府)']],
    ['市丙局（丁办、戊处）', ['市丙局(丁办、戊处)']],
    ['市甲局丁中心', ['市甲局丁中心']],
    ['市 乙 局,市丙局', ['市乙局', '市丙局']],
  ])('the unit cell %s', (printed, units) => {
    const { plan, faults } = importAll(withTable(header, good, good.replace('1', '2').replace('市乙局', printed)));
    expect(faults).toEqual([]);
    expect(plan.records[1]).toMatchObject({ cooperating: { units } });
  });

  it('a table in a plan of a title and a table alone', () => {
    const { plan, faults } = importAll(['某市修桥计划（试行）', '某市政府', '2026年1月5日', header, good].join('\n'));
    expect(faults).toEqual([]);
    expect(plan.document).toMatchObject({ issuer: { text: '某市政府' }, issuedOn: '2026-01-05' });
    expect(plan.records).toMatchObject([{ id: 'task:1', place: '表 第1项' }]);
  });

  it('text before and after a table, which is not one sentence', () => {
    const long = `1. 修桥。${'先修东桥再修西桥'.repeat(5)}`;
    const source = withSection('一、主要措施', long, header, good, '其余从略。');
    const { plan, faults } = importAll(source);
    expect(faults).toEqual([]);
    expect(plan.records[1]).toMatchObject({ id: 'measure:1', text: { lines: [4, 4] } });
    expect(plan.sections[0]!.paragraphs).toEqual([{ text: '其余从略。', lines: [7, 7] }]);
  });

  it('a row and a page number inside it, told as remarks', () => {
    const { plan, faults, remarks } = importAll(
      withTable(header, good.replace('。', ''), '- 3 -', header, good.replace('1', '2')),
    );
    expect(faults).toEqual([]);
    expect(plan.records).toMatchObject([{ text: { text: '修桥' } }, { number: 2 }, { kind: 'measure' }]);
    expect(remarks).toEqual([{ line: top + 2, code: 'page-number', values: { text: '-3-' } }]);
  });
});

describe('any text at all', () => {
  it.each([0, 1])('plan %i as published', (index) => {
    expect(importAll(plans[index]!).faults).toEqual([]);
  });

  const pieces = fc.constantFrom(
    ...[
      '一、主要措施',
      '四、实施步骤',
      '（二）',
      '3. ',
      '附件',
      '附件：1. 表',
      '抄送：',
      '注：',
      '★',
      '\t',
      '\n',
      '\r\n',
      ' ',
      '。',
      '2026年5月',
    ],
    ...[header, good, '- 2 -', '２．', '、', '市甲局', '某市修桥方案', '2026年1月5日'],
  );

  it('is read without throwing, and without a line left over', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (source) => void importAll(source)),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('is read so when lines of a real plan are changed', () => {
    const change = fc.record({
      at: fc.nat(),
      how: fc.constantFrom('drop', 'twice', 'swap', 'cut', 'insert', 'replace'),
      by: fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 20 })),
    });
    const changed = fc
      .tuple(fc.constantFrom(...plans), fc.array(change, { minLength: 1, maxLength: 6 }))
      .map(([source, changes]) => {
        const lines = source.split('\n');
        for (const { at, how, by } of changes) {
          const index = at % lines.length;
          const line = lines[index]!;
          const middle = at % (line.length + 1);
          const [head, tail, next] = [line.slice(0, middle), line.slice(middle), lines.slice(index + 1, index + 2)];
          const written: Record<typeof how, string[]> = {
            drop: next,
            twice: [line, line, ...next],
            swap: [...next, line],
            cut: [head, tail, ...next],
            insert: [head + by + tail, ...next],
            replace: [by, ...next],
          };
          lines.splice(index, 2, ...written[how]);
        }
        return lines.join('\n');
      });
    fc.assert(
      fc.property(changed, (source) => void importAll(source)),
      { numRuns: fuzzRuns(200) },
    );
  });
});
