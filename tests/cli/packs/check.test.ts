/** `check` tells every fault of a broken pack at once, each with its file and place. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from '../invoke.ts';
import { smallPlan, tempFolder } from '../launch.ts';

async function packFolder(): Promise<{ knowledge: string; pack: string }> {
  const knowledge = tempFolder();
  const pack = join(knowledge, 'corner');
  const source = join(tempFolder(), 'plan.txt');
  writeFileSync(source, smallPlan);
  const { code, out } = await invoke(['import', source, '--out', pack]);
  expect(out).toContain('Written to');
  expect(code).toBe(0);
  return { knowledge, pack };
}

describe('check', () => {
  it('lists all the faults of all the files', async () => {
    const { knowledge, pack } = await packFolder();
    writeFileSync(join(pack, 'units.json'), '{\n  "units": [\n    { "name": "镇文化站", "short": 7 }\n  ]\n}\n');
    writeFileSync(join(pack, 'notes.json'), '{\n  "notes": [,]\n}\n');
    writeFileSync(join(pack, 'measure-tasks.json'), '{\n  "links": {}\n}\n');
    writeFileSync(
      join(pack, 'contacts.json'),
      '{ "contacts": [{ "servicePoint": "desk", "text": "二楼", "confirmedOn": "yesterday" }] }\n',
    );
    const { code, out } = await invoke(['check', '--knowledge', knowledge]);
    expect(code).toBe(1);
    for (const [file, place] of [
      ['units.json', '3 (units[0].short)'],
      ['units.json', '3 (units[0].aliases)'],
      ['notes.json', '2'],
      ['measure-tasks.json', '1 (tasks)'],
      ['contacts.json', '1 (contacts[0].confirmedOn)'],
    ])
      expect(out).toContain(`${join(pack, file!)}:${place}`);
    expect(out).not.toContain('No faults');
  });

  it('tells what the files say of one another', async () => {
    const { knowledge, pack } = await packFolder();
    writeFileSync(join(pack, 'measure-tasks.json'), '{\n  "tasks": {\n    "measure:9": ["task:77"]\n  }\n}\n');
    writeFileSync(
      join(pack, 'notes.json'),
      JSON.stringify({ notes: [{ id: 'odd', records: ['task:1'], quotes: ['图书馆二十座'], text: '…' }] }),
    );
    const { code, out } = await invoke(['check', '--knowledge', knowledge]);
    expect(code).toBe(1);
    for (const said of ['measure:9', 'task:77', '图书馆二十座', 'measure-tasks.json:3']) expect(out).toContain(said);
  });

  it('names the line of a row that means nothing the plan has', async () => {
    const { knowledge, pack } = await packFolder();
    mkdirSync(join(pack, 'phrasings'));
    const rows = [
      'target\tquestion\tnear_miss_of',
      'task:1\t谁来办',
      'task:99\t这是哪条',
      'task:1\t多少钱\tmeasure:77',
      '没有制表符',
    ];
    writeFileSync(join(pack, 'phrasings/tasks.tsv'), rows.join('\n'));
    const { code, out } = await invoke(['check', '--knowledge', knowledge]);
    expect(code).toBe(1);
    const table = join(pack, 'phrasings/tasks.tsv');
    for (const said of [`${table}:3  task:99`, `${table}:4  measure:77`, `${table}:5  has no tab`])
      expect(out).toContain(said);
    expect(out).toContain('Faults (3)');
  });

  it('tells a pack of the old layout what to run, and finds no fault after that', async () => {
    const { knowledge, pack } = await packFolder();
    mkdirSync(join(pack, 'phrasings'));
    writeFileSync(
      join(pack, 'phrasings/mine.json'),
      JSON.stringify({ phrasings: { 'task:1': { say: ['谁来办'], not: [{ q: '多少钱', is: 'outside' }] } } }),
    );
    const before = await invoke(['check', '--knowledge', knowledge]);
    expect(before.code).toBe(1);
    expect(before.out).toContain(`run: qinzhi tidy ${pack}`);
    const tidy = await invoke(['tidy', pack]);
    expect(tidy.code).toBe(0);
    for (const said of ['written  ', 'tasks.tsv', 'outside.tsv', 'removed  ', 'mine.json'])
      expect(tidy.out).toContain(said);
    expect((await invoke(['check', '--knowledge', knowledge])).out).toContain('No faults.');
    expect((await invoke(['tidy', '--knowledge', knowledge])).out).toContain('in order');
  });

  it('asks for a new import when the records are not what the text says', async () => {
    const { knowledge, pack } = await packFolder();
    const records = join(pack, 'records.json');
    writeFileSync(records, readFileSync(records, 'utf8').replace('"2031-06"', '"2031-07"'));
    const { code, out } = await invoke(['check', 'corner', '--knowledge', knowledge]);
    expect(code).toBe(1);
    expect(out).toContain(`${records}:`);
    expect(out).toContain(`qinzhi import ${join(pack, 'source.txt')} --out ${pack}`);
  });

  it('tells a missing source and missing records', async () => {
    const { knowledge, pack } = await packFolder();
    rmSync(join(pack, 'source.txt'));
    rmSync(join(pack, 'records.json'));
    const { code, out } = await invoke(['check', '--knowledge', knowledge]);
    expect(code).toBe(1);
    expect(out).toContain('source.txt  is missing');
    expect(out).toContain('records.json  is missing');
  });

  it('tells two packs with one id', async () => {
    const { knowledge, pack } = await packFolder();
    const twin = join(knowledge, 'twin');
    await invoke(['import', join(pack, 'source.txt'), '--out', twin]);
    const facts = readFileSync(join(twin, 'pack.json'), 'utf8');
    writeFileSync(join(twin, 'pack.json'), facts.replace('"twin"', '"corner"'));
    const { code, out } = await invoke(['check', '--knowledge', knowledge]);
    expect(code).toBe(1);
    expect(out).toContain('the id corner is also that of');
  });

  it('names the packs there are when asked for another', async () => {
    const { knowledge } = await packFolder();
    const { code, err } = await invoke(['check', 'coner', '--knowledge', knowledge]);
    expect(code).toBe(2);
    expect(err).toContain('corner');
  });

  it('finds a pack by its folder, wherever it is', async () => {
    const { pack } = await packFolder();
    const { code, out } = await invoke(['check', pack]);
    expect(out).toContain('No faults.');
    expect(code).toBe(0);
  });

  it('finds no fault in the packs that ship', async () => {
    const { code, out } = await invoke(['check', 'xian-ip', '--knowledge', 'knowledge']);
    expect(out).not.toContain('Faults');
    expect(code).toBe(0);
  });
});
