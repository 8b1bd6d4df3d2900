/** Packs that change while they are asked: a sound change is taken over, a broken one is refused and its reason given. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Assistant } from '../../src/answer/assistant.ts';
import { PackWatch } from '../../src/knowledge/files/watch.ts';
import { loadPacks } from '../../src/knowledge/load.ts';
import { SetupError } from '../../src/model/fault.ts';
import { lanqiaoDir, sender } from './ask.ts';

let folder: string;
let dir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qinzhi-reload-'));
  dir = join(folder, 'lanqiao');
  cpSync(lanqiaoDir, dir, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function edit(name: string, change: (text: string) => string): void {
  const path = join(dir, name);
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
}

/** As a running chat does: the assistant is made anew from what was taken over, else stays. */
function running() {
  const watch = new PackWatch(folder);
  let assistant = new Assistant(loadPacks(folder));
  const reasons: string[] = [];
  return {
    reasons,
    ask(text: string): string {
      const refreshed = watch.refresh();
      if (refreshed.state === 'new') assistant = new Assistant(refreshed.packs);
      if (refreshed.state === 'broken') reasons.push(String(refreshed.error));
      return sender(assistant, '2026-05-20')(text).text;
    },
  };
}

describe('PackWatch', () => {
  it('says nothing where nothing changed', () => {
    const watch = new PackWatch(folder);
    expect(watch.refresh()).toEqual({ state: 'same' });
    expect(watch.refresh()).toEqual({ state: 'same' });
  });

  it('gives the new packs once', () => {
    const watch = new PackWatch(folder);
    edit('pack.json', (text) => text.replace('"signpost": "12345"', '"signpost": "蓝桥热线"'));
    const refreshed = watch.refresh();
    expect(refreshed.state).toBe('new');
    if (refreshed.state === 'new') expect(refreshed.packs.map(({ facts }) => facts.signpost)).toEqual(['蓝桥热线']);
    expect(watch.refresh()).toEqual({ state: 'same' });
  });

  it('sees a file that is added, one that is gone, and a pack that is added', () => {
    const watch = new PackWatch(folder);
    writeFileSync(join(dir, 'phrasings/more.tsv'), 'task:15\t露营能过夜不\n');
    const added = watch.refresh();
    expect(added.state === 'new' && added.packs[0]!.phrasings.some(({ text }) => text === '露营能过夜不')).toBe(true);
    rmSync(join(dir, 'phrasings/more.tsv'));
    const gone = watch.refresh();
    expect(gone.state === 'new' && gone.packs[0]!.phrasings.some(({ text }) => text === '露营能过夜不')).toBe(false);
    cpSync(dir, join(folder, 'twin'), { recursive: true });
    writeFileSync(
      join(folder, 'twin/pack.json'),
      readFileSync(join(dir, 'pack.json'), 'utf8').replace('"id": "lanqiao"', '"id": "twin"'),
    );
    const two = watch.refresh();
    expect(two.state === 'new' && two.packs.map(({ id }) => id)).toEqual(['lanqiao', 'twin']);
  });

  it.each([
    ['not JSON', 'service-points.json', (text: string) => text.slice(0, -20), /service-points\.json.*not JSON/],
    [
      'a record that is not there',
      'service-points.json',
      (text: string) => text.replace('"task:17"', '"task:99"'),
      /service-points\.json.*task:99/,
    ],
    [
      'a quote that the plan does not hold',
      'duties.json',
      (text: string) => text.replace('每季度召开', '每星期召开'),
      /duties\.json/,
    ],
    ['a wrong date of a contact', 'contacts.json', undefined, /contacts\.json/],
  ])('refuses %s, with the reason, once', (_, name, change, reason) => {
    const watch = new PackWatch(folder);
    if (change) edit(name, change);
    else
      writeFileSync(
        join(dir, name),
        JSON.stringify({ contacts: [{ servicePoint: 'park-app', text: '窗口', confirmedOn: '上周' }] }),
      );
    const refreshed = watch.refresh();
    expect(refreshed.state).toBe('broken');
    if (refreshed.state !== 'broken') return;
    expect(refreshed.error).toBeInstanceOf(SetupError);
    expect((refreshed.error as Error).message).toMatch(reason);
    expect(watch.refresh()).toEqual({ state: 'same' });
  });

  it('tells all that is wrong at once', () => {
    const watch = new PackWatch(folder);
    edit('service-points.json', (text) => text.replace('"task:17"', '"task:99"'));
    rmSync(join(dir, 'source.txt'));
    const refreshed = watch.refresh();
    if (refreshed.state !== 'broken') throw new Error('it was taken over');
    expect((refreshed.error as SetupError).faults.map(({ file }) => file)).toContain('lanqiao/source.txt');
  });

  it('refuses a folder that is gone', () => {
    const watch = new PackWatch(folder);
    rmSync(folder, { recursive: true });
    expect(watch.refresh().state).toBe('broken');
  });
});

describe('a running assistant', () => {
  it('answers from the changed pack', () => {
    const chat = running();
    expect(chat.ask('场地预约一小时多少钱')).toContain('可咨询 12345');
    edit('pack.json', (text) => text.replace('"signpost": "12345"', '"signpost": "蓝桥热线"'));
    expect(chat.ask('场地预约一小时多少钱')).toContain('可咨询 蓝桥热线');
    expect(chat.reasons).toEqual([]);
  });

  it('keeps the old one while the new is broken, and takes it once it is mended', () => {
    const chat = running();
    const before = chat.ask('场地预约一小时多少钱');
    edit('pack.json', (text) => text.replace('"signpost": "12345"', '"signpost": "蓝桥热线",'));
    expect(chat.ask('场地预约一小时多少钱')).toBe(before);
    expect(chat.ask('场地预约一小时多少钱')).toBe(before);
    expect(chat.reasons).toHaveLength(1);
    expect(chat.reasons[0]).toContain('pack.json');
    edit('pack.json', (text) => text.replace('热线",,', '热线",'));
    expect(chat.ask('场地预约一小时多少钱')).toContain('蓝桥热线');
    expect(chat.reasons).toHaveLength(1);
  });
});
