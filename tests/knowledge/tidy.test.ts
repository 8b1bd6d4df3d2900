/** `tidyPack`: packs of the old layout are converted without loss, tables come into order, and nothing changes twice. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { loadPack } from '../../src/knowledge/load.ts';
import { tidyPack } from '../../src/knowledge/tidy.ts';
import { SetupError } from '../../src/model/fault.ts';
import { lanqiaoDir, loadLanqiao, xianDir } from '../answer/ask.ts';

let dir: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-tidy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  dir = join(folder, 'lanqiao');
  cpSync(lanqiaoDir, dir, { recursive: true });
});

const at = (name: string) => join(dir, name);
const json = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

/** Every file of a folder by its path in it. */
function content(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(names.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

interface Said {
  say: string[];
  not: { q: string; is: string }[];
}

/** Writes the pack as it was laid out before, from what the present one says. */
function toOldLayout(): void {
  const old = (target: string) => target.replace(/^service-point:/, 'channel:');
  const said: Record<string, Said> = {};
  const of = (target: string) => {
    said[target] ??= { say: [], not: [] };
    return said[target];
  };
  const needs = new Set(loadLanqiao().servicePoints.flatMap((point) => point.needs));
  for (const { target, text, nearMissOf } of loadLanqiao().phrasings) {
    if (nearMissOf) of(old(nearMissOf)).not.push({ q: text, is: old(target) });
    else if (!needs.has(text)) of(old(target)).say.push(text);
  }
  const { servicePoints } = json('service-points.json');
  const channels = servicePoints.map((point: { id: string }) => ({ ...point, ...of(`channel:${point.id}`) }));
  const $schema = (name: string) => `../../../docs/schema/${name}.schema.json`;
  writeFileSync(at('channels.json'), JSON.stringify({ $schema: $schema('channels'), channels }, null, 1));
  writeFileSync(
    at('links.json'),
    JSON.stringify({ ...json('measure-tasks.json'), $schema: $schema('links'), groups: { 'group:1': ['第一组'] } }),
  );
  const notes = json('notes.json');
  const renamed = notes.notes.map(({ text, ...note }: { text: string }) => ({ ...note, say: text }));
  writeFileSync(at('notes.json'), JSON.stringify({ ...notes, notes: renamed }));
  writeFileSync(
    at('contacts.json'),
    JSON.stringify({ contacts: [{ channel: 'park-app', text: '窗口', confirmedOn: '2026-04-01' }] }),
  );
  rmSync(at('phrasings'), { recursive: true });
  const entries = Object.entries(said).filter(([target]) => !target.startsWith('channel:'));
  mkdirSync(at('phrasings'));
  for (const [index, name] of ['one.json', 'two.json'].entries())
    writeFileSync(
      at(`phrasings/${name}`),
      JSON.stringify({ phrasings: Object.fromEntries(entries.filter((_, at) => at % 2 === index)) }),
    );
  for (const name of ['service-points.json', 'measure-tasks.json']) rmSync(at(name));
}

describe('a pack of the old layout', () => {
  it('is not loaded, and what to run is told', () => {
    toOldLayout();
    expect(() => loadPack(dir)).toThrow(SetupError);
    expect(() => loadPack(dir)).toThrow(`qinzhi tidy ${dir}`);
  });

  it('is converted to what it says now, byte for byte', () => {
    toOldLayout();
    const { written, removed } = tidyPack(dir);
    expect(written).toContain('phrasings/tasks.tsv');
    expect(removed.sort()).toEqual(['channels.json', 'links.json', 'phrasings/one.json', 'phrasings/two.json']);
    const { 'contacts.json': contacts, 'group-names.json': groups, ...rest } = content(dir);
    expect(rest).toEqual(content(lanqiaoDir));
    expect(JSON.parse(contacts!).contacts).toEqual([
      { servicePoint: 'park-app', text: '窗口', confirmedOn: '2026-04-01' },
    ]);
    expect(JSON.parse(groups!)).toEqual({
      $schema: '../../../docs/schema/group-names.schema.json',
      groups: { 'group:1': ['第一组'] },
    });
    expect(loadPack(dir).phrasings).toEqual(loadLanqiao().phrasings);
    expect(tidyPack(dir)).toEqual({ written: [], removed: [] });
  });

  it('goes on where a conversion was cut short', () => {
    toOldLayout();
    const old = content(dir);
    tidyPack(dir);
    for (const name of ['channels.json', 'phrasings/one.json']) writeFileSync(at(name), old[name]!);
    tidyPack(dir);
    expect(loadPack(dir).phrasings).toEqual(loadLanqiao().phrasings);
  });

  it.each([
    ['phrasings/one.json', '{ "phrasings": { "task:1": { "say": [7] } } }'],
    ['channels.json', '{'],
    ['service-points.json', '{ "servicePoints": [] }'],
  ])('is left as it is where %s can’t be taken over', (name, text) => {
    toOldLayout();
    writeFileSync(at(name), text);
    const before = content(dir);
    expect(() => tidyPack(dir)).toThrow(SetupError);
    expect(content(dir)).toEqual(before);
  });
});

describe('a pack', () => {
  it.each([
    ['the first', xianDir],
    ['the second', lanqiaoDir],
  ])('that ships is in order: %s', (_, source) => {
    rmSync(dir, { recursive: true });
    cpSync(source, dir, { recursive: true });
    expect(tidyPack(dir)).toEqual({ written: [], removed: [] });
    expect(content(dir)).toEqual(content(source));
  });

  it('gets rows sorted by number and text, once each, in the table of their kind', () => {
    rmSync(at('phrasings'), { recursive: true });
    mkdirSync(at('phrasings'));
    const rows = [
      'task:10\t乙',
      'task:9\t丙',
      'outside\t多少钱\ttask:9',
      'task:10\t甲',
      'task:9\t丙',
      'service-point:park-app\t订场',
    ];
    writeFileSync(at('phrasings/mine.tsv'), rows.join('\r\n'));
    const { removed } = tidyPack(dir);
    expect(removed).toEqual(['phrasings/mine.tsv']);
    const header = '\ufefftarget\tquestion\tnear_miss_of\n';
    expect(content(at('phrasings'))).toEqual({
      'tasks.tsv': `${header}task:9\t丙\ntask:10\t乙\ntask:10\t甲\n`,
      'outside.tsv': `${header}outside\t多少钱\ttask:9\n`,
      'service-points.tsv': `${header}service-point:park-app\t订场\n`,
    });
    expect(loadPack(dir).servicePoints[0]!.questions).toEqual(['订场']);
  });

  it('says the same whatever the order of its rows', () => {
    const path = at('phrasings/tasks.tsv');
    const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, [header, ...rows.reverse()].join('\n'));
    expect(loadPack(dir).phrasings).toEqual(loadLanqiao().phrasings);
  });
});
