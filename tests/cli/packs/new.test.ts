/** A document becomes a pack in a short dialogue, or from options; then the records that lack phrasings are listed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from '../invoke.ts';
import { root, tempFolder } from '../launch.ts';

const document = join(root, 'tests/fixtures/fresh-plans/inline.txt');
const zh = { QINZHI_LANG: 'zh' };
const read = (dir: string, name: string) => JSON.parse(readFileSync(join(dir, name), 'utf8'));
const aliasesOf = (dir: string, unit: string): string[] =>
  read(dir, 'units.json').units.find(({ name }: { name: string }) => name === unit).aliases;

describe('new', () => {
  it('asks for names, units and groups, and proposes what nobody types', async () => {
    const folder = tempFolder();
    const dir = join(folder, 'meals');
    const input = ['助餐方案', '', '市民政局=民政、民政那边', '', '1=建食堂那块', '', '政务大厅', ''].join('\n');
    const made = await invoke(['new', dir, document], { input, env: zh });
    expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
    expect(read(dir, 'pack.json')).toMatchObject({
      names: ['丁山市社区助餐服务提升行动方案', '助餐方案'],
      places: ['丁山市'],
      signpost: '政务大厅',
    });
    expect(aliasesOf(dir, '市民政局')).toEqual(['民政', '民政那边']);
    expect(aliasesOf(dir, '市发展改革委')).toContain('发改委');
    expect(read(dir, 'group-names.json').groups).toEqual({ 'group:1': ['建食堂那块'] });
    const asked = await invoke(['--knowledge', folder, 'ask', '--json', '建食堂那块有哪些任务']);
    expect(JSON.parse(asked.out).records).toEqual(['task:1', 'task:2', 'task:3']);
  });

  it('asks again for what it can’t read, and takes 没有 for nothing', async () => {
    const folder = tempFolder();
    const dir = join(folder, 'meals');
    const units = ['民政局 民政', '气象局=气象', '发改委=发改', '没有'];
    const input = ['没有', '', ...units, '9=其他', '', '没有', ''].join('\n');
    const made = await invoke(['new', dir, document], { input, env: { ...zh, npm_lifecycle_event: 'qinzhi' } });
    expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
    for (const said of ['“民政局 民政”看不懂', '上面没有“气象局”', '上面没有“9”', '没有错误'])
      expect(made.out).toContain(said);
    expect(read(dir, 'pack.json')).toMatchObject({
      names: ['丁山市社区助餐服务提升行动方案', '社区助餐服务提升行动方案'],
      signpost: '12345',
    });
    expect(aliasesOf(dir, '市发展改革委')).toEqual(['发改']);
    expect(made.out).toContain('npm run --silent qinzhi -- --knowledge');
  });

  it('asks which of several tables lists the tasks, and what people call the categories of that table', async () => {
    const twoLists = join(root, 'tests/fixtures/fresh-plans/two-lists.txt');
    const folder = tempFolder();
    const dir = join(folder, 'burials');
    const input = ['3', '1', '', '', '', '1=盖公墓那块', '', '', ''].join('\n');
    const made = await invoke(['new', dir, twoLists], { input, env: zh });
    expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
    for (const said of ['1：重点任务分工表（3 行）', '2：群众意见整改台账（2 行）', '请写 1 到 2 的序号', '没有错误'])
      expect(made.out).toContain(said);
    const ids = () => (read(dir, 'records.json').records as { id: string }[]).map(({ id }) => id);
    expect(ids()).toEqual(['task:1', 'task:2', 'task:3']);
    expect(read(dir, 'group-names.json').groups).toEqual({ 'section:设施建设': ['盖公墓那块'] });
    const asked = await invoke(['--knowledge', folder, 'ask', '--json', '盖公墓那块有哪些任务']);
    expect(JSON.parse(asked.out).records).toEqual(['task:1', 'task:2']);
    // What was said once holds for the next import of the pack.
    expect((await invoke(['import', twoLists, '--out', dir], { env: zh })).code).toBe(0);
    expect(ids()).toHaveLength(3);
    expect((await invoke(['check', '--knowledge', folder], { env: zh })).out).toContain('没有错误');
    const wrong = await invoke(['import', twoLists, '--table', '附件3', '--print'], { env: zh });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('重点任务分工表；群众意见整改台账') });
  });

  it('takes options instead of answers, and refuses a folder that is a pack already', async () => {
    const folder = tempFolder();
    const dir = join(folder, 'meals');
    const options = ['--yes', '--name', '助餐方案', '--unit', '市民政局=民政', '--group', '2=食安'];
    expect((await invoke(['new', dir, document, ...options], { env: zh })).code).toBe(0);
    expect(aliasesOf(dir, '市民政局')).toEqual(['民政']);
    expect(read(dir, 'group-names.json').groups).toEqual({ 'group:2': ['食安'] });
    expect(readFileSync(join(dir, 'NEXT.md'), 'utf8')).toContain('phrasings');
    const again = await invoke(['new', dir, document, '--yes'], { env: zh });
    expect(again.code).toBe(2);
    expect(again.err).toContain('已经有一个方案包');
  });

  it('names examples that the plan can answer, none of them with ★', async () => {
    const dir = join(tempFolder(), 'meals');
    await invoke(['new', dir, document, '--yes'], { env: zh });
    const { enterprise, official } = read(dir, 'pack.json').examples as Record<string, string[]>;
    expect([...enterprise!, ...official!].join()).not.toContain('★');
    for (const example of [...enterprise!, ...official!]) {
      const asked = await invoke(['--knowledge', join(dir, '..'), 'ask', '--json', example]);
      expect({ example, outcome: JSON.parse(asked.out).kind }).toMatchObject({
        outcome: expect.stringMatching(/answer|list/),
      });
    }
  });
});

describe('phrasings next', () => {
  it('lists the records that nobody has written questions for', async () => {
    const folder = tempFolder();
    await invoke(['new', join(folder, 'meals'), document, '--yes'], { env: zh });
    const { code, out } = await invoke(['--knowledge', folder, 'phrasings', 'next', '--offline', '--limit', '2'], {
      env: zh,
    });
    expect(code).toBe(0);
    expect(out).toContain('9 条还没有人写过问法');
    expect(out.match(/task:/g)).toHaveLength(2);
  });
});
