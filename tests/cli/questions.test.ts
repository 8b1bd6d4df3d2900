/** Unanswered questions are listed, and becomes part of a pack; admins are invited, listed and removed. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPack } from '../../src/knowledge/load.ts';
import { question } from '../../src/store/schema.ts';
import { freshDatabase, freshStore } from '../store/database.ts';
import { invoke } from './invoke.ts';
import { root, tempFolder } from './launch.ts';

const minuteMs = 60_000;

type Row = Partial<typeof question.$inferInsert>;

/** Rows of the log, a minute apart, the last one an hour ago. */
async function asked(rows: Row[]) {
  const url = await freshDatabase();
  const { db } = await freshStore(url);
  const from = Date.now() - (60 + rows.length) * minuteMs;
  await db.insert(question).values(
    rows.map((row, n) => ({
      ...{
        at: new Date(from + n * minuteMs),
        door: 'slack',
        user: 'u',
        room: 'r',
        text: 'x',
        outcome: 'answer',
        records: [],
      },
      ...row,
    })),
  );
  return { DATABASE_URL: url };
}

const fixture = () => {
  const folder = tempFolder();
  cpSync(join(root, 'tests/fixtures/lanqiao'), join(folder, 'lanqiao'), { recursive: true });
  return { folder, pack: join(folder, 'lanqiao') };
};

const list = async (env: Record<string, string>, ...args: string[]) => {
  const { code, out, err } = await invoke(['questions', '--json', ...args], { env });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { text: string; count: number; outcome: string; id: number });
};

describe('questions', () => {
  it('lists unanswered questions, the most frequent first, the same words as one', async () => {
    const env = await asked([
      { text: '停车费多少', outcome: 'not_found' },
      { text: '停车费 多少？', outcome: 'not_found', user: 'v' },
      { text: '停车费多少', outcome: 'not_found', at: new Date(Date.now() - 40 * 24 * 60 * minuteMs) },
      { text: '哪一项', outcome: 'clarify', user: 'chooser' },
      { text: '第二个', outcome: 'answer', user: 'chooser' },
      { text: '问不清', outcome: 'clarify', user: 'leaver' },
      { text: '坏了', outcome: 'failed' },
      { text: '答错了', outcome: 'answer', useful: false },
      { text: '答对了', outcome: 'answer', useful: true },
      { text: '确实没写', outcome: 'not_found', useful: true },
      { text: '订阅', outcome: 'command', useful: null },
      { text: '你好', outcome: 'help' },
    ]);
    const found = await list(env);
    expect(found[0]).toMatchObject({ text: '停车费 多少？', count: 2 });
    expect(found.map(({ text }) => text).sort()).toEqual(['停车费 多少？', '问不清', '坏了', '答错了'].sort());
    expect((await list(env, '--since', '60d'))[0]).toMatchObject({ count: 3 });
    expect((await list(env, '--useless')).map(({ text }) => text)).toEqual(['答错了']);
    expect(await list(env, '--limit', '1')).toHaveLength(1);
    expect((await list(env, '--all')).map(({ text }) => text)).toContain('答对了');
    const { out } = await invoke(['questions'], { env });
    expect(out).toMatch(/^ +2× {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}not_found {2}#2 {2}停车费 多少？$/m);
  });

  it('writes a table that a spreadsheet reads and does not execute', async () => {
    const env = await asked([
      { text: '=cmd|"/c calc"!A1, 多少', outcome: 'not_found' },
      { text: '两行\n的', outcome: 'failed' },
    ]);
    const file = join(tempFolder(), 'vain.csv');
    expect((await invoke(['questions', '--csv', file], { env })).code).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('\ufeffcount,last,outcome')).toBe(true);
    expect(text).toContain(`"'=cmd|""/c calc""!A1, 多少"`);
    expect(text).toContain('"两行\n的"');
  });

  it('says what is wrong with its options', async () => {
    const env = await asked([{ outcome: 'failed' }]);
    for (const args of [
      ['--since', 'yesterday'],
      ['--limit', '0'],
      ['--useless', '--all'],
    ]) {
      const { code, err } = await invoke(['questions', ...args], { env });
      expect(code).toBe(2);
      expect(err).toContain(args[0]);
    }
  });

  it('turns one into a phrasing: sorted, once, and the pack is still sound', async () => {
    const { folder, pack } = fixture();
    const env = {
      ...(await asked([{ text: '夜里在山上搭帐篷睡一觉要跟谁说', outcome: 'not_found' }])),
      QINZHI_KNOWLEDGE: folder,
    };
    const addPhrasing = (...args: string[]) => invoke(['questions', 'phrasing', ...args, '--pack', 'lanqiao'], { env });
    const untouched = readFileSync(join(pack, 'phrasings/tasks.tsv'), 'utf8');
    const first = await addPhrasing('1', 'task:15');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('qinzhi check');
    await addPhrasing('甲第二句放在前面', 'task:15');
    await addPhrasing('第九项的话', 'task:9');
    const file = join(pack, 'phrasings/tasks.tsv');
    const before = readFileSync(file, 'utf8');
    const lines = before.split('\n');
    const added = ['task:9\t第九项的话', 'task:15\t夜里在山上搭帐篷睡一觉要跟谁说', 'task:15\t甲第二句放在前面'];
    expect(added.map((line) => lines.indexOf(line) > 0)).toEqual([true, true, true]);
    expect(lines.filter((line) => !added.includes(line)).join('\n')).toBe(untouched);
    expect((await addPhrasing('夜里在山上搭帐篷，睡一觉要跟谁说？', 'task:15')).out).toContain('already');
    for (const [said, target, why] of [
      ['夜里在山上搭帐篷睡一觉要跟谁说', 'task:9', 'phrasing of task:15'],
      ['随便', 'task:999', 'task:999'],
      ['99', 'task:9', 'no question #99'],
      ['？', 'task:9', 'no words'],
    ] as const) {
      const { code, err } = await addPhrasing(said, target);
      expect(code).toBe(2);
      expect(err).toContain(why);
    }
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(loadPack(pack).phrasings).toContainEqual({ target: 'task:15', text: '夜里在山上搭帐篷睡一觉要跟谁说' });
  });

  it('a question with masked parts is not learnt by its number', async () => {
    const { folder } = fixture();
    const env = { ...(await asked([{ text: '打[电话]问', outcome: 'failed' }])), QINZHI_KNOWLEDGE: folder };
    const { code, err } = await invoke(['questions', 'phrasing', '1', 'task:9'], { env });
    expect(code).toBe(2);
    expect(err).toContain('masked');
  });

  it('turns one into a golden case that check asks', async () => {
    const { folder, pack } = fixture();
    const env = { ...(await asked([{ text: '停车费多少', outcome: 'not_found' }])), QINZHI_KNOWLEDGE: folder };
    const golden = (...args: string[]) => invoke(['questions', 'golden', ...args], { env });
    expect((await golden('1', 'outside')).code).toBe(0);
    expect((await golden('第9项谁负责', 'task:9')).code).toBe(0);
    const cases = readFileSync(join(pack, 'golden/from-questions.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(cases).toMatchObject([
      { id: 'asked-q1', q: '停车费多少', gold: [], now: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
      { id: 'asked-2', q: '第9项谁负责', gold: ['task:9'] },
    ]);
    for (const args of [
      ['停车费多少', 'outside'],
      ['另一个', 'task:999'],
      ['另一个', 'outside', 'task:9'],
    ])
      expect((await golden(...args)).code).toBe(2);
    const { out } = await invoke(['check', 'lanqiao'], { env });
    expect(out).toContain('from-questions');
  });

  it('words need no store', async () => {
    const { folder, pack } = fixture();
    const env = { QINZHI_KNOWLEDGE: folder, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    expect((await invoke(['questions', 'phrasing', '这一句是新的', 'outside'], { env })).code).toBe(0);
    expect(readFileSync(join(pack, 'phrasings/outside.tsv'), 'utf8')).toContain('outside\t这一句是新的\n');
  });
});

describe('admin', () => {
  it('invites, lists and removes', async () => {
    const url = await freshDatabase();
    const env = { DATABASE_URL: url, QINZHI_ADMINS: 'slack:U1' };
    const { db } = await freshStore(url);
    const { admin } = await import('../../src/store/schema.ts');
    const invited = await invoke(['admin', 'invite', '--by', 'me'], { env });
    expect(invited.out).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}\n/);
    await db.insert(admin).values({ door: 'wechat', user: 'wxid', name: '老王', addedBy: 'code', addedAt: new Date() });
    const { out } = await invoke(['admin', 'list'], { env });
    expect(out).toContain('slack:U1  by QINZHI_ADMINS');
    expect(out).toContain('wechat:wxid  老王  by code');
    expect((await invoke(['admin', 'remove', 'wechat:wxid'], { env })).code).toBe(0);
    const again = await invoke(['admin', 'remove', 'wechat:wxid'], { env });
    expect(again.code).toBe(2);
    expect(again.err).toContain('no admin');
    expect((await invoke(['admin', 'remove', 'wxid'], { env })).code).toBe(2);
  });
});

it('phrasings next puts first what was asked most, and shows the unanswered questions that came near a record', async () => {
  const folder = tempFolder();
  await invoke(['new', join(folder, 'meals'), join(root, 'tests/fixtures/fresh-plans/inline.txt'), '--yes']);
  const env = await asked([
    { text: '食堂谁管', outcome: 'answer', records: ['task:1'], pack: 'meals' },
    { text: '食堂谁管', outcome: 'answer', records: ['task:1'], pack: 'meals' },
    { text: '智能餐柜坏了找谁修', outcome: 'not_found', pack: 'meals' },
  ]);
  const { out } = await invoke(['--knowledge', folder, 'phrasings', 'next', '--limit', '2'], { env });
  expect(out).toMatch(/task:1\t2×.*\n {2}task:3\t0×.*\n {6}\? 智能餐柜坏了找谁修/);
});
