/** 日历 and 导出 in a chat: a file where the door takes files, an address where the page is reachable, else what to do. */
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type DownloadParts, Downloads, readDownloadRequest } from '../../src/bot/downloads.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import type { Card } from '../../src/model/card.ts';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { LivePlanReader } from '../../src/service/packs/plan-reader.ts';
import { packCache } from '../answer/ask.ts';
import { pack, Rig, wordsOf } from './rig.ts';

const question = '公安六月到期的，带星的不要';
const publicUrl = 'https://plan.example/qinzhi';

const second = loadPack(join(import.meta.dirname, '../fixtures/lanqiao'));

function open({ packs = [pack], ...parts }: Partial<DownloadParts> & { packs?: KnowledgePack[] } = {}) {
  const settings = { knowledge: '', cache: packCache, holidays: '', debug: false };
  const plans = new LivePlanReader(
    () => packs,
    settings,
    () => new Date('2025-06-10T02:00:00Z'),
  );
  return new Rig(undefined, {
    downloads: new Downloads({ plans, publicUrl: undefined, takesFiles: () => false, ...parts }),
  });
}

const linksOf = (card: Card | undefined) =>
  (card?.blocks ?? []).flatMap((block) => (block.type === 'link' ? [block.url] : []));

describe('导出', () => {
  it('gives a file of the whole list to a door that takes files', async () => {
    const rig = open({ takesFiles: ({ door }) => door === 'test', publicUrl });
    await rig.say(question);
    const card = await rig.say('导出');
    expect(wordsOf(card)).toContain('已导出 5 项（市公安局牵头或配合、2025年6月到期、不带★）');
    expect(card!.file).toMatchObject({
      name: expect.stringMatching(/\.xlsx$/),
      type: expect.stringContaining('sheet'),
    });
    const sheet = strFromU8(unzipSync(Buffer.from(card!.file!.data, 'base64'))['xl/worksheets/sheet1.xml']!);
    expect(sheet.match(/<row /g)).toHaveLength(6);
    const calendar = await rig.say('导出日历');
    const text = Buffer.from(calendar!.file!.data, 'base64').toString();
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(5);
    expect(text.replace(/\r\n /g, '')).toContain(`URL;VALUE=URI:${publicUrl}/plans/xian-ip/records/task%3A20`);
  });

  it('gives the address where the page is reachable, as short as the list allows', async () => {
    const rig = open({ publicUrl });
    await rig.say(question);
    const card = await rig.say('export');
    expect(card!.file).toBeUndefined();
    expect(linksOf(card)).toEqual([
      `${publicUrl}/plans/xian-ip/tasks.xlsx?${new URLSearchParams({ unit: '市公安局', due: '2025-06', star: 'no' })}`,
    ]);
    await rig.say('指标有哪些');
    const [address] = linksOf(await rig.say('导出'));
    expect(JSON.parse(new URL(address!).searchParams.get('query')!)).toMatchObject({ kind: 'indicator' });
  });

  it('says what to do where there is neither, and where nothing was listed', async () => {
    const rig = open();
    const nothing = await rig.say('导出');
    expect(wordsOf(nothing)).toContain('还没有可以导出的清单');
    expect(nothing!.choices).toHaveLength(3);
    await rig.say(question);
    expect(await rig.words('导出')).toContain('QINZHI_PUBLIC_URL');
    expect(await rig.words('export as csv')).toContain('these 5 rows');
  });

  it('means the digest that was shown after the last answer', async () => {
    const list = { pack: 'xian-ip', query: { ask: 'select', kind: 'task', as: 'list', where: { ids: ['task:24'] } } };
    const rig = open({
      takesFiles: () => true,
      shownDigest: async ({ lastAnsweredAt }) => (lastAnsweredAt ? undefined : [list]),
    });
    expect(await rig.words('导出')).toContain('已导出 1 项');
    await rig.say(question);
    expect(await rig.words('导出')).toContain('已导出 5 项');
  });

  it('takes a digest of several plans as one file, or as a link for each plan', async () => {
    const list = (id: string, ids: string[]) => ({
      pack: id,
      query: { ask: 'select', kind: 'task', as: 'list', where: { ids } },
    });
    const shownDigest = async () => [
      list('xian-ip', ['task:24', 'task:25']),
      list(second.id, ['task:1']),
      list('gone', ['task:1']),
    ];
    const packs = [pack, second];
    const rig = open({ packs, takesFiles: () => true, publicUrl, shownDigest });
    const card = await rig.say('导出');
    expect(wordsOf(card)).toContain(`已导出 3 项（《${pack.facts.title}》《${second.facts.title}》）`);
    const files = unzipSync(Buffer.from(card!.file!.data, 'base64'));
    expect(strFromU8(files['xl/worksheets/sheet1.xml']!).match(/<row /g)).toHaveLength(4);
    expect(card!.file!.instead.match(/https:/g)).toHaveLength(2);
    const calendar = await rig.say('导出日历');
    const text = Buffer.from(calendar!.file!.data, 'base64').toString();
    expect(new Set(text.match(/^UID:(?:xian-ip|lanqiao)/gm))).toEqual(new Set(['UID:xian-ip', 'UID:lanqiao']));
    const linked = open({ packs, publicUrl, shownDigest });
    expect(linksOf(await linked.say('导出'))).toEqual([
      `${publicUrl}/plans/xian-ip/tasks.xlsx?rows=24.25`,
      `${publicUrl}/plans/${second.id}/tasks.xlsx?rows=1`,
    ]);
  });

  it('exports in a group what was listed to the same person there', async () => {
    const rig = open({ publicUrl });
    const room = { direct: false, channel: 'room', user: 'ann' };
    await rig.say(question, room);
    expect(await rig.words('导出', { ...room, user: 'bob' })).toContain('还没有可以导出的清单');
    expect(linksOf(await rig.say('导出', room))).toHaveLength(1);
  });
});

describe('日历', () => {
  it('gives the calendar of the plan, and of the list shown last', async () => {
    const rig = open({ publicUrl });
    expect(linksOf(await rig.say('日历'))).toEqual([`${publicUrl}/calendar/xian-ip.ics`]);
    await rig.say(question);
    expect(linksOf(await rig.say('日历'))).toEqual([
      `${publicUrl}/calendar/xian-ip.ics?${new URLSearchParams({ unit: '市公安局', due: '2025-06', star: 'no' })}`,
      `${publicUrl}/calendar/xian-ip.ics`,
    ]);
  });

  it('gives the address of the page that it was asked on', async () => {
    const rig = open();
    const at = { pageAt: 'http://127.0.0.1:8080' };
    expect(linksOf(await rig.say('calendar', at))).toEqual(['http://127.0.0.1:8080/calendar/xian-ip.ics']);
  });

  it('says what to do where nobody told the address of the page', async () => {
    const rig = open();
    expect(await rig.words('日历')).toContain('请运维人员设置 QINZHI_PUBLIC_URL');
    expect(await rig.words('calendar')).toContain('Ask the operator to set QINZHI_PUBLIC_URL');
  });
});

it.each(['日历怎么用', '导出口岸有哪些', '下载专利', '六月有哪些任务', 'export control', '日程安排是谁牵头'])(
  '%s is a question',
  (text) => {
    expect(readDownloadRequest(text)).toBeUndefined();
  },
);

it.each([
  ['导出表格', 'xlsx'],
  ['把清单导出成csv', 'csv'],
  ['下载', 'xlsx'],
  ['导出到日历', 'ics'],
  ['download as excel', 'xlsx'],
  ['导出一下。', 'xlsx'],
])('%s is an export as %s', (text, format) => {
  expect(readDownloadRequest(text)).toMatchObject({ what: 'list', format });
});
