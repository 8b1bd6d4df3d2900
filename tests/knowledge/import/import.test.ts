/** The importer: two whole plans read exactly, and whatever can't be read reported by its line. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Imported, importPlan } from '../../../src/knowledge/import/import.ts';
import { spansOf } from '../../../src/knowledge/import/report/coverage.ts';
import { fold } from '../../../src/knowledge/import/text/span.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { packFiles } from '../../../src/model/pack/pack.ts';
import { Plan, type Task } from '../../../src/model/plan.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const packs = { 'xian-ip': 'knowledge/xian-ip/', lanqiao: 'tests/fixtures/lanqiao/' };
const sources = Object.entries(packs).map(([id, dir]) => ({ id, dir, source: read(`${dir}source.txt`) }));
const xian = importPlan(sources[0]!.source);
const lanqiao = importPlan(sources[1]!.source);

const tasksOf = ({ plan }: Imported) => plan.records.filter((record): record is Task => record.kind === 'task');
const task = (from: Imported, number: number) => tasksOf(from).find((record) => record.number === number)!;
const record = (from: Imported, id: string) => from.plan.records.find((record) => record.id === id)!;
function count<T>(of: readonly T[], by: (item: T) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of of.map((item) => by(item) ?? 'none')) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
const kinds = ({ plan }: Imported) => count(plan.records, ({ kind }) => kind);
const month = ({ deadline }: Task) => (deadline?.kind === 'month' ? deadline.month : deadline?.kind);

describe('the first plan', () => {
  it('is read without a fault, every record of it', () => {
    expect(xian.faults).toEqual([]);
    expect(kinds(xian)).toEqual({ task: 68, support: 21, indicator: 9, measure: 17, group: 6, phase: 5, guarantee: 4 });
    expect(tasksOf(xian).filter(({ starred }) => starred)).toHaveLength(12);
    expect(count(tasksOf(xian), month)).toEqual({
      '2024-07': 2,
      '2024-12': 30,
      '2025-03': 6,
      '2025-06': 27,
      '2025-12': 3,
    });
    expect(count(tasksOf(xian), ({ responsible }) => responsible.units.join('+'))).toEqual({
      '市市场监管局(知识产权局)': 47,
      市公安局: 6,
      市检察院: 4,
      市法院: 4,
      市版权局: 2,
      关中海关: 2,
      市财政局: 1,
      市司法局: 1,
      市资源规划局: 1,
    });
  });

  it('keeps the oddities of the original, and finds no others', () => {
    const odd = tasksOf(xian).flatMap(({ number, oddities }) => (oddities ? [[number, oddities]] : []));
    expect(odd).toEqual([
      [1, [{ code: 'due-before-notice' }]],
      [2, [{ code: 'due-before-notice' }]],
      [11, [{ code: 'unit-named-twice', unit: '市市场监管局(知识产权局)' }]],
      [12, [{ code: 'leader-of-another-unit', unit: '市市场监管局(知识产权局)' }]],
      [37, [{ code: 'separator-missing', units: ['市法院', '各区县(政府)'] }]],
    ]);
    expect(task(xian, 37).cooperating!.units).toEqual(['市司法局', '市法院', '各区县(政府)', '开发区(管委会)']);
    expect(task(xian, 37).cooperating!.cell.text).toBe('市司法局、市法院各区县(政府)、开发区(管委会)');
    expect(task(xian, 6).cooperating).toBeUndefined();
    expect(task(xian, 58)).toMatchObject({ starred: true, text: { text: expect.stringContaining('发展。依托各类') } });
  });

  it('has the facts of the document', () => {
    const { document, annexes } = xian.plan;
    expect(document).toMatchObject({
      title: { text: '西安市国家知识产权保护示范区建设方案' },
      number: { text: '市政办函〔2024〕61号' },
      issuer: { text: '西安市人民政府办公厅' },
      notice: { text: '西安市人民政府办公厅关于印发国家知识产权保护示范区建设方案的通知' },
      issuedOn: '2024-08-05',
      publication: { text: '（此件公开发布）' },
    });
    expect(document.copiedTo).toHaveLength(2);
    expect(annexes.map(({ number, kind }) => [number, kind])).toEqual([
      [0, 'indicator'],
      [1, 'task'],
      [2, 'support'],
    ]);
    expect(annexes[1]!.note!.text).toContain('用★标示');
    expect(record(xian, 'measure:12').place).toBe('三(四)12');
    expect(record(xian, 'phase:2')).toMatchObject({
      from: '2024-07',
      to: '2025-06',
      period: { text: '2024年7月—2025年6月' },
    });
    expect(record(xian, 'phase:1')).not.toHaveProperty('from');
  });
});

describe('the second plan, laid out otherwise', () => {
  it('is read without a fault, every record of it', () => {
    expect(lanqiao.faults).toEqual([]);
    expect(kinds(lanqiao)).toEqual({ task: 20, indicator: 4, measure: 6, group: 3, phase: 3, guarantee: 3 });
    expect(tasksOf(lanqiao).flatMap(({ number, starred }) => (starred ? [number] : []))).toEqual([1, 4, 6, 9, 16]);
    expect(count(tasksOf(lanqiao), month)).toEqual({
      '2025-08': 1,
      '2025-10': 1,
      '2025-12': 2,
      '2026-06': 2,
      '2026-09': 3,
      '2026-12': 3,
      '2027-06': 4,
      '2027-11': 1,
      ongoing: 3,
    });
    expect(tasksOf(lanqiao).flatMap(({ number, oddities }) => (oddities ? [[number, oddities]] : []))).toEqual([
      [6, [{ code: 'separator-missing', units: ['市财政局', '各区(县)政府'] }]],
      [7, [{ code: 'leader-of-another-unit', unit: '市住建局' }]],
      [14, [{ code: 'unit-named-twice', unit: '市应急局' }]],
      [15, [{ code: 'due-before-notice' }]],
    ]);
  });

  it('joins what the page cut in two, and takes brackets, blanks and line ends as they come', () => {
    expect(task(lanqiao, 12)).toMatchObject({
      text: { text: expect.stringContaining('急救和公共厕所'), lines: [82, 83] },
    });
    expect(record(lanqiao, 'measure:1')).toMatchObject({
      text: { text: expect.stringContaining('附近居民商量着办。') },
    });
    expect(task(lanqiao, 4).cooperating!.units).toEqual(['各区(县)政府', '市城管局']);
    expect(task(lanqiao, 7).responsible).toMatchObject({ cell: { text: '市园林局' }, units: ['市园林局'] });
    expect(task(lanqiao, 11)).not.toHaveProperty('leader');
    expect(task(lanqiao, 13)).not.toHaveProperty('cooperating');
    expect(record(lanqiao, 'phase:1')).toMatchObject({ from: '2025-09', to: '2025-12' });
    expect(record(lanqiao, 'phase:2')).toMatchObject({ from: '2026-01', to: '2027-06', text: { lines: [45, 47] } });
    expect(record(lanqiao, 'measure:2').place).toBe('二(一)2');
  });

  it('finds the signature at the end, and cites a single annex without a number', () => {
    const { document, annexes } = lanqiao.plan;
    expect(document.title.text).toBe('蓝桥市城市公园与绿道建设三年行动计划（2025—2027年）');
    expect(document).toMatchObject({ issuer: { text: '蓝桥市人民政府办公室' }, issuedOn: '2025-09-12' });
    expect(document).not.toHaveProperty('number');
    expect(task(lanqiao, 3).place).toBe('附件 第3项');
    expect(annexes.map(({ title }) => title.text)).toEqual(['总体目标', '蓝桥市城市公园与绿道建设任务分工表']);
    expect(annexes[1]!.columns).toMatchObject({
      responsible: '牵头单位',
      cooperating: '参与单位',
      deadline: '时间节点',
    });
  });

  it('has curated files that load as a pack, with everyday words for every record', () => {
    const pack = loadPack(fileURLToPath(new URL(packs.lanqiao, root)));
    expect(pack).toMatchObject({ id: 'lanqiao', plan: lanqiao.plan });
    for (const { id } of pack.plan.records)
      expect(pack.phrasings.filter(({ target }) => target === id).length, id).toBeGreaterThanOrEqual(6);
  });
});

describe.each(sources)('either plan: $id', ({ dir, source }) => {
  const imported = importPlan(source);
  const lines = source.split(/\r\n|\r|\n/);

  it('imports again to the shipped records, byte for byte', () => {
    expect(`${JSON.stringify(imported.plan, null, 2)}\n`).toBe(read(`${dir}records.json`));
    expect(Plan.parse(imported.plan)).toEqual(imported.plan);
  });

  it('has every verbatim text in exactly the lines that it names', () => {
    const skipped = new Set(imported.remarks.flatMap(({ line, code }) => (code === 'page-number' ? [line] : [])));
    const spans = spansOf(imported.plan);
    expect(spans.length).toBeGreaterThan(100);
    for (const span of spans) {
      const named = lines
        .slice(span.lines[0] - 1, span.lines[1])
        .filter((_, index) => !skipped.has(span.lines[0] + index));
      expect(fold(named.join('')), `line ${span.lines[0]}`).toContain(fold(span.text));
      // A span begins and ends on a printed line: a range that is too wide would cite more than is meant.
      expect(named[0]!.trim() && named.at(-1)!.trim()).not.toBe('');
    }
  });

  it('derives units and months from their cells alone', () => {
    const plain = (text: string) => text.replaceAll('（', '(').replaceAll('）', ')');
    for (const { responsible, cooperating, deadline } of tasksOf(imported)) {
      for (const { cell, units } of [responsible, ...(cooperating ? [cooperating] : [])])
        expect(units.join('')).toBe(plain(cell.text).replace(/[、，]/g, ''));
      const [year, number = '12'] = deadline!.cell.text.match(/\d+/g) ?? [];
      if (deadline!.kind === 'month') expect(deadline!.month).toBe(`${year}-${number.padStart(2, '0')}`);
      else expect(year).toBeUndefined();
    }
  });

  it('takes nothing for a heading but annexes and heading rows', () => {
    for (const line of imported.headings) expect(lines[line - 1]).toMatch(/^附件\s?\d?$|^序号\t/);
  });

  it('is nowhere named in the code that reads it', () => {
    const folder = new URL('src/knowledge/import/', root);
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('');
    const { units } = packFiles['units.json'].parse(JSON.parse(read(`${dir}units.json`)));
    const { places } = packFiles['pack.json'].parse(JSON.parse(read(`${dir}pack.json`)));
    for (const name of [...units.map(({ name }) => name), ...places]) expect(code).not.toContain(name);
  });
});

describe('a notice before the plan', () => {
  const body = [
    '为做好助餐工作，制定本方案。',
    '一、主要任务',
    '（一）建食堂。市民政局负责。',
    '（二）管安全。市市场监管局负责。',
  ];
  const cover = (notice: string[], title: string[]) =>
    importPlan([...notice, '丙政办发〔2026〕12号', '各区县人民政府：', ...title, ...body].join('\n\n'));

  it.each([
    [['丙水市人民政府办公室关于印发《丙水市助餐服务实施方案》的通知']],
    [['丙水市人民政府办公室', '关于印发《丙水市助餐服务实施方案》的通知']],
    [['丙水市人民政府办公室', '关于印发《丙水市助餐服务实施方案', '（2026—2027年）》的通知']],
    [['丙水市人民政府办公室关于印发', '丙水市助餐服务实施方案的', '通知']],
  ])('is read whole, over however many lines it is printed: %j', (notice) => {
    const { plan, faults } = cover(notice, ['丙水市助餐服务实施方案']);
    expect(faults).toEqual([]);
    expect(plan.document.notice?.text).toBe(notice.join(''));
    expect(plan.document.title.text).toBe('丙水市助餐服务实施方案');
  });

  it('leaves the years in brackets below the title to the title, and a sentence to the basis', () => {
    const { plan } = cover(
      ['丙水市人民政府办公室关于印发助餐服务实施方案的通知'],
      ['丙水市助餐服务实施方案', '（2026—2027年）'],
    );
    expect(plan.document.title.text).toBe('丙水市助餐服务实施方案（2026—2027年）');
    expect(plan.document.basis?.text).toBe('为做好助餐工作，制定本方案。');
  });
});

describe('a year with an event behind it', () => {
  const deadlineOf = (cell: string) => {
    const table = ['序号\t工作任务\t责任单位\t完成时限', `1\t改造危桥\t市交通局\t${cell}`].join('\n');
    const { plan } = importPlan(`丙水市公路提升方案\n\n${table}`);
    const [task] = plan.records;
    return task?.kind === 'task' ? task.deadline : undefined;
  };

  it.each(['2026年汛期前', '2026年春节前完成', '2026年初', '2026年秋季开学前', '2026年验收前', '2026年冬季'])(
    'is kept as printed, since no month is stated: %s',
    (cell) => {
      expect(deadlineOf(cell)).toMatchObject({ kind: 'other', cell: { text: cell } });
    },
  );

  it.each([
    ['2026年', '2026-12'],
    ['2026年完成', '2026-12'],
    ['2026年底前', '2026-12'],
    ['2026年6月汛期前', '2026-06'],
  ])('and %s is a month', (cell, month) => {
    expect(deadlineOf(cell)).toMatchObject({ kind: 'month', month });
  });
});
