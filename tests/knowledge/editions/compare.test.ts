/** Two editions of a plan: what was added, removed, changed and renumbered, and where the curated files go. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { comparePlans, movedIds } from '../../../src/knowledge/editions/compare.ts';
import { prepareUpdate, tryUpdate, writeUpdate } from '../../../src/knowledge/editions/update.ts';
import { importPlan } from '../../../src/knowledge/import/import.ts';
import { recordsText } from '../../../src/knowledge/import/records-file.ts';
import { loadPack } from '../../../src/knowledge/load.ts';
import { scaffoldPack } from '../../../src/knowledge/scaffold/scaffold.ts';

interface Row {
  text: string;
  lead: string;
  due: string;
}

const textOf = (rows: readonly Row[], title = '癸市便民服务提升计划') =>
  [
    title,
    '',
    '序号\t工作任务\t牵头单位\t完成时限',
    ...rows.map(({ text, lead, due }, index) => `${index + 1}\t${text}\t${lead}\t${due}`),
    '',
  ].join('\n');

const first: Row[] = [
  { text: '建设一窗通办服务大厅。', lead: '市审批局', due: '2025年6月底前' },
  { text: '公布社区助餐点名单。', lead: '市民政局', due: '2025年9月底前' },
  { text: '开通夜间公交线路。', lead: '市交通局', due: '2025年12月底前' },
  { text: '整修老旧小区楼道照明。', lead: '市住建局', due: '2026年6月底前' },
];
/** Row 2 is gone, a new one comes first, 3 is due later, 4 is another unit's. */
const second: Row[] = [
  { text: '编制便民服务地图并向社会发布。', lead: '市自然资源局', due: '2026年3月底前' },
  first[0]!,
  { ...first[2]!, due: '2026年12月底前' },
  { ...first[3]!, lead: '市城管局' },
];

const planOf = (rows: readonly Row[]) => {
  const { plan, faults } = importPlan(textOf(rows));
  expect(faults).toEqual([]);
  return plan;
};

describe('comparing two editions', () => {
  const diff = comparePlans(planOf(first), planOf(second));

  it('tells what was added, removed and renumbered', () => {
    expect(diff.added.map(({ id }) => id)).toEqual(['task:1']);
    expect(diff.removed.map(({ id }) => id)).toEqual(['task:2']);
    expect(diff.renumbered.map(({ before, after }) => [before.id, after.id])).toEqual([['task:1', 'task:2']]);
    expect(movedIds(diff)).toEqual(
      new Map([
        ['task:2', undefined],
        ['task:1', 'task:2'],
      ]),
    );
  });

  it('tells each field that changed, as printed', () => {
    expect(diff.changed.map(({ after, fields }) => [after.id, fields])).toEqual([
      ['task:3', [{ field: 'deadline', before: '2025年12月底前', after: '2026年12月底前' }]],
      ['task:4', [{ field: 'responsible', before: '市住建局', after: '市城管局' }]],
    ]);
  });

  it('finds nothing between a plan and itself, nor where only spaces and points differ', () => {
    const spaced = importPlan(textOf(first).replaceAll('服务', ' 服务')).plan;
    for (const other of [planOf(first), spaced]) {
      const { added, removed, changed, renumbered } = comparePlans(planOf(first), other);
      expect([added, removed, changed, renumbered].flat()).toEqual([]);
    }
  });

  it('follows records that changed numbers with each other', () => {
    const swapped = [first[1]!, first[0]!, first[2]!, first[3]!];
    const { renumbered, changed, added } = comparePlans(planOf(first), planOf(swapped));
    expect(renumbered.map(({ before, after }) => `${before.id} ${after.id}`)).toEqual([
      'task:1 task:2',
      'task:2 task:1',
    ]);
    expect([...changed, ...added]).toEqual([]);
  });

  it('follows a record whose words changed a little under another number', () => {
    const reworded = [{ ...first[2]!, text: '开通夜间公交线路六条。' }, first[0]!, first[1]!, first[3]!];
    const { renumbered, changed } = comparePlans(planOf(first), planOf(reworded));
    expect(renumbered.map(({ before, after }) => `${before.id} ${after.id}`)).toContain('task:3 task:1');
    expect(changed.map(({ fields }) => fields.map(({ field }) => field))).toEqual([['text']]);
  });
});

/** The pack of the first edition, with something curated of each kind. */
function packFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'edition-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const plan = planOf(first);
  const json = (value: unknown) => `${JSON.stringify(value)}\n`;
  const files = new Map<string, string>([
    ...scaffoldPack(plan, dir, dir),
    ['source.txt', textOf(first)],
    ['records.json', recordsText(plan)],
    [
      'phrasings/tasks.tsv',
      'target\tquestion\tnear_miss_of\ntask:1\t办事大厅什么时候建好\ntask:2\t哪里能吃饭\ntask:4\t楼道灯不亮\n',
    ],
    [
      'phrasings/service-points.tsv',
      'target\tquestion\tnear_miss_of\nservice-point:meals\t老人去哪吃饭\nservice-point:hall\t去哪办\n',
    ],
    [
      'service-points.json',
      json({
        servicePoints: [
          {
            id: 'hall',
            name: '服务大厅',
            aliases: [],
            verb: '建设',
            status: 'planned',
            runBy: ['市审批局'],
            records: ['task:1'],
            needs: [],
          },
          {
            id: 'meals',
            name: '助餐点',
            aliases: [],
            verb: '公布',
            status: 'planned',
            runBy: ['市民政局'],
            records: ['task:2'],
            needs: [],
          },
        ],
      }),
    ],
    ['contacts.json', json({ contacts: [{ servicePoint: 'meals', text: '12345', confirmedOn: '2025-01-01' }] })],
    ['lexicon.json', json({ concepts: [{ id: 'light', terms: ['照明', '助餐点'], words: ['路灯'] }] })],
    ['notes.json', json({ notes: [{ id: 'n', records: ['task:3'], quotes: ['开通夜间公交线路'], text: '夜间' }] })],
    [
      'golden/g.jsonl',
      '{"id":"g1","q":"大厅","gold":["task:1"]}\n{"id":"g2","q":"吃饭","gold":["task:2"]}\n{"id":"g3","q":"电话","gold":[]}\n',
    ],
  ]);
  for (const [name, text] of files) {
    mkdirSync(join(dir, name, '..'), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  loadPack(dir);
  return dir;
}

describe('updating a pack', () => {
  it('carries what was curated over, and keeps what has no place any more', () => {
    const dir = packFolder();
    const update = prepareUpdate(dir, planOf(first), {
      plan: planOf(second),
      source: textOf(second),
      edition: '2026年版',
    });
    tryUpdate(dir, update);
    const read = (name: string) => readFileSync(join(dir, name), 'utf8');
    expect(read('records.json')).toBe(recordsText(planOf(first)));
    writeUpdate(dir, update.files);
    const pack = loadPack(dir);
    expect(pack.facts.edition).toBe('2026年版');
    expect(pack.phrasings).toEqual([
      { target: 'service-point:hall', text: '去哪办' },
      { target: 'task:2', text: '办事大厅什么时候建好' },
      { target: 'task:4', text: '楼道灯不亮' },
    ]);
    expect(pack.servicePoints.map(({ id, records }) => [id, records])).toEqual([['hall', ['task:2']]]);
    expect(pack.contacts).toEqual([]);
    expect(pack.concepts).toEqual([{ id: 'light', terms: ['照明'], words: ['路灯'] }]);
    expect(pack.notes).toHaveLength(1);
    expect(read('golden/g.jsonl')).toBe('{"id":"g1","q":"大厅","gold":["task:2"]}\n{"id":"g3","q":"电话","gold":[]}\n');
    expect(update.newUnits).toEqual(['市自然资源局', '市城管局']);
    const retired = read('retired.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(retired.map(({ file }) => file)).toEqual([
      'service-points.json',
      'contacts.json',
      'phrasings/service-points.tsv',
      'phrasings/tasks.tsv',
      'golden/g.jsonl',
    ]);
    expect(retired[0]).toMatchObject({ edition: '2026年版', entry: { id: 'meals' } });
  });

  it('takes over the title of the new edition where the old one is no longer printed, and keeps it as a name', () => {
    const dir = packFolder();
    const source = textOf(second, '癸市便民服务提升方案（修订）');
    const { plan } = importPlan(source);
    const update = prepareUpdate(dir, planOf(first), { plan, source, edition: '修订' });
    tryUpdate(dir, update);
    writeUpdate(dir, update.files);
    const { facts } = loadPack(dir);
    expect(facts.title).toBe('癸市便民服务提升方案（修订）');
    expect(facts.names).toEqual(expect.arrayContaining(['癸市便民服务提升计划', '癸市便民服务提升方案（修订）']));
  });
});
