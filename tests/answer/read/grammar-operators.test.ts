/** What each operator of a set question means to the grammar reader, on two plans, and what it must not pass over in silence. */
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Columns } from '../../../src/answer/columns/columns.ts';
import type { Column } from '../../../src/answer/columns/types.ts';
import { columnsFor } from '../../../src/answer/execute/execute.ts';
import type { Condition, Select } from '../../../src/answer/query.ts';
import { GrammarReader } from '../../../src/answer/read/grammar/reader.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { loadGrammar } from '../../../src/knowledge/load-common.ts';

const root = resolve(import.meta.dirname, '../../..');
const grammar = loadGrammar();
const readerOf = (dir: string) => new GrammarReader(loadPack(join(root, dir)), grammar);
const xian = readerOf('knowledge/xian-ip');
const lanqiao = readerOf('tests/fixtures/lanqiao');

const june = { year: 2025, month: 6, day: 10 };
const november = { year: 2025, month: 11, day: 10 };
const topOf = (text: string) => {
  const [top] = xian.read(text, june);
  if (!top) throw new Error(`no reading of ${text}`);
  return top;
};
const whereOf = (text: string) => topOf(text).query.where;

const has = (column: string, ...units: string[]): Condition => ({ column, is: 'has', units });
const police = '市公安局';
const prosecutors = '市检察院';
const court = '市法院';
const customs = '关中海关';

const conditions: [string, Condition | undefined][] = [
  ['公安牵头的', has('responsible', police)],
  ['公安配合的有几项', has('cooperating', police)],
  ['跟公安沾边的任务', has('units', police)],
  ['配合单位只有法院一家的', { column: 'cooperating', is: 'only', units: [court] }],
  ['公安和检察院都配合的', { all: [has('cooperating', police), has('cooperating', prosecutors)] }],
  ['公安或者检察院牵头的', { any: [has('responsible', police), has('responsible', prosecutors)] }],
  ['公安既不牵头也不配合的', { not: has('units', police) }],
  ['公安只配合不牵头的', { all: [has('cooperating', police), { not: has('responsible', police) }] }],
  ['没有配合单位的任务', { column: 'cooperating', is: 'empty' }],
  ['配合单位至少5家的', { column: 'cooperating', is: 'count', atLeast: 5 }],
  ['配合单位正好3家的', { column: 'cooperating', is: 'count', atLeast: 3, atMost: 3 }],
  ['6月30日前到期的', { column: 'deadline', is: 'by', month: '2025-06' }],
  ['6月底前要完成的', { column: 'deadline', is: 'by', month: '2025-06' }],
  ['2025年前到期的', { column: 'deadline', is: 'by', month: '2024-12' }],
  ['2025年6月以后到期的', { column: 'deadline', is: 'from', month: '2025-07' }],
  ['本月到期的', { column: 'deadline', is: 'on', month: '2025-06' }],
  ['下个月到期的', { column: 'deadline', is: 'on', month: '2025-07' }],
  ['2025年3月到6月到期的', { column: 'deadline', is: 'within', from: '2025-03', to: '2025-06' }],
  ['已经过期的', { column: 'deadline', is: 'past' }],
  ['还没到期的', { column: 'deadline', is: 'open' }],
  ['长期坚持的任务', { column: 'deadline', is: 'ongoing' }],
  ['任务里提到“商标”的', { column: 'text', is: 'contains', text: '商标' }],
  ['带★的任务', { column: 'starred', is: 'yes' }],
  ['基础任务有几项', { column: 'starred', is: 'no' }],
  [
    '1到20项里带星的',
    {
      all: [
        { column: 'starred', is: 'yes' },
        { column: 'number', is: 'between', low: 1, high: 20 },
      ],
    },
  ],
  ['全链条保护那部分的任务', { column: 'group', is: 'linked', to: ['group:3'] }],
  ['负责人写的是公安局的', { column: 'leader', is: 'of', text: police }],
  ['负责人是市政府领导的', { column: 'leader', is: 'of', text: '市政府领导' }],
  ['公检法都参与的', { all: [has('units', police), has('units', prosecutors), has('units', court)] }],
  [
    '公安牵头的，除了6月到期的',
    { all: [has('responsible', police), { not: { column: 'deadline', is: 'on', month: '2025-06' } }] },
  ],
  ['公安牵头，海关配合的不要', { all: [has('responsible', police), { not: has('cooperating', customs) }] }],
  // Who asks is no condition.
  ['公安局来电话问本月到期的有哪些', { column: 'deadline', is: 'on', month: '2025-06' }],
  // What was taken back does not count.
  ['公安 啊不是 法院牵头的', has('responsible', court)],
];

describe('conditions', () => {
  it.each(conditions)('%s', (text, expected) => {
    expect(whereOf(text)).toEqual(expected);
  });
});

const forms: [string, Partial<Select>][] = [
  ['哪个单位牵头的任务最多', { as: { most: 'responsible' } }],
  ['除了市监局，哪个单位牵头最多', { as: { most: 'responsible', except: ['市市场监管局(知识产权局)'] } }],
  ['带★的按责任单位各有几项', { as: { each: 'responsible' } }],
  ['公安配合的按月各有几项', { as: { each: 'deadline' } }],
  ['公安和法院谁配合的多', { as: { compare: [has('cooperating', police), has('cooperating', court)] } }],
  ['公安牵头的里面最早到期的', { order: 'earliest' }],
  ['最晚到期的是哪些', { order: 'latest' }],
  ['下一批到期的任务', { order: 'next' }],
  ['有没有公安牵头的', { as: 'exists' }],
  ['公安牵头的一共多少项', { as: 'count' }],
  ['附件2里省检察院落实的', { kind: 'support' }],
  ['省里支持政策里版权局的', { kind: 'support', where: has('responsible', '省版权局') }],
  ['目标值不低于300的指标', { kind: 'indicator', where: { column: 'target', is: 'at-least', value: 300 } }],
  ['指标里单位是“家”的', { kind: 'indicator', where: { column: 'measuredIn', is: 'equals', text: '家' } }],
  ['现在处在哪个阶段', { kind: 'phase', where: { column: 'period', is: 'on', month: '2025-06' } }],
  ['第三部分有哪些主要措施', { kind: 'measure', where: { column: 'group', is: 'linked', to: ['group:3'] } }],
];

describe('forms and kinds', () => {
  it.each(forms)('%s', (text, expected) => {
    expect(topOf(text).query).toMatchObject(expected);
  });
});

describe('what is not explained', () => {
  it.each([
    ['公安牵头但是不含foo的', 'foo'],
    ['公安±法院配合的', '±'],
    ['科技局有几项任务', '科技局'],
    ['公安 xor 检察院配合的', 'xor'],
  ])('is visible: %s', (text, word) => {
    expect(topOf(text).left.join(' ')).toContain(word);
  });

  it('is nothing where all words are used', () => {
    expect(topOf('公安牵头、6月底前到期的有哪些').left).toEqual([]);
  });
});

describe('a plan of another subject', () => {
  it.each<[string, Partial<Select>]>([
    ['园林局牵头的有哪些', { where: has('responsible', '市园林局') }],
    ['参与单位三家以上的', { where: { column: 'cooperating', is: 'count', atLeast: 3 } }],
    ['没有参与单位的', { where: { column: 'cooperating', is: 'empty' } }],
    ['责任人是市规划局的', { where: { column: 'leader', is: 'of', text: '市规划局' } }],
    ['单位是公里的指标', { kind: 'indicator', where: { column: 'measuredIn', is: 'equals', text: '公里' } }],
    ['统计局牵头的', { where: has('responsible', '市统计局') }],
    ['按月统计各有几项', { as: { each: 'deadline' } }],
    ['提到绿道的任务', { where: { column: 'text', is: 'contains', text: '绿道' } }],
  ])('%s', (text, expected) => {
    expect(lanqiao.read(text, november)[0]?.query).toMatchObject(expected);
  });
});

/** Columns that no pack of the tests has, one of each type. */
const added: readonly Column[] = [
  { name: '经费', extra: true, type: 'number', read: () => undefined },
  { name: '责任处室', extra: true, type: 'text', read: () => undefined },
  { name: '技术支撑单位', extra: true, type: 'units', read: () => [] },
  { name: '中期时限', extra: true, type: 'month', read: () => [] },
  { name: '试点', extra: true, type: 'flag', read: () => false },
];

describe('columns of a pack’s own', () => {
  const pack = loadPack(join(root, 'knowledge/xian-ip'));
  const base = columnsFor(pack);
  const columns: Columns = {
    list: (kind) => (kind === 'task' ? [...base.list(kind), ...added] : base.list(kind)),
    of: (kind, name) => base.of(kind, name) ?? (kind === 'task' ? added.find((one) => one.name === name) : undefined),
  };
  const reader = new GrammarReader(pack, grammar, { columns });

  it.each<[string, Condition]>([
    ['经费不低于500的', { column: '经费', is: 'at-least', value: 500 }],
    ['经费超过1000万元的任务有几项', { column: '经费', is: 'above', value: 1000 }],
    ['责任处室写着“综合处”的', { column: '责任处室', is: 'contains', text: '综合处' }],
    ['责任处室是空的', { column: '责任处室', is: 'empty' }],
    ['技术支撑单位有法院的', has('技术支撑单位', court)],
    ['没有技术支撑单位的', { column: '技术支撑单位', is: 'empty' }],
    ['技术支撑单位两家以上的', { column: '技术支撑单位', is: 'count', atLeast: 2 }],
    ['中期时限是2025年6月的', { column: '中期时限', is: 'on', month: '2025-06' }],
    ['试点任务有哪些', { column: '试点', is: 'yes' }],
    ['不是试点的', { column: '试点', is: 'no' }],
  ])('%s', (text, expected) => {
    expect(reader.read(text, june)[0]?.query.where).toEqual(expected);
  });
});
