/** Spreadsheets with digests: subscribed in words, sent as a file or as a link, and a digest that goes without one. */
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../src/model/card.ts';
import { DeliveryError } from '../../src/model/port.ts';
import { ListAttachments } from '../../src/service/packs/list-attachments.ts';
import { LivePlanReader } from '../../src/service/packs/plan-reader.ts';
import { packCache } from '../answer/ask.ts';
import { desk } from '../commands/rig.ts';
import { fakeDoor, type Rig, rig } from '../delivery/rig.ts';

const publicUrl = 'https://plan.example';

function allow(one: Rig, more: { takesFiles?: boolean; publicUrl?: string }) {
  const settings = { knowledge: '', cache: packCache, holidays: '', debug: false };
  one.deliveryContext.attachments = new ListAttachments({
    plans: new LivePlanReader(
      () => one.deliveryContext.packs,
      settings,
      () => one.clock,
    ),
    publicUrl: more.publicUrl,
    takesFiles: () => more.takesFiles ?? false,
  });
}

/** One digest of June 2025 on its way, with its spreadsheet. */
async function due(more: { takesFiles?: boolean; publicUrl?: string }) {
  const one = await rig('2025-06-03T08:00+08:00');
  allow(one, more);
  await one.subscribe({ attach: 'xlsx', scope: { units: [{ unit: '市公安局', role: 'any' }] } });
  one.clock = new Date('2025-06-03T09:00:05+08:00');
  await one.materialise();
  return one;
}

const linksOf = (card: Card) => card.blocks.flatMap((block) => (block.type === 'link' ? [block] : []));
const sheetOf = async ({ file }: Card) => {
  const [sheet] = await readExcelFile(Buffer.from(file!.data, 'base64'));
  return sheet!.data;
};

describe('a digest with its spreadsheet', () => {
  it('is a file with every row in a door that takes files, the same in every attempt', async () => {
    const one = await due({ takesFiles: true });
    const seen = new Set<string>();
    const { door, posted } = fakeDoor(({ card }, count) => {
      seen.add(card.file!.data);
      if (count === 1) throw new DeliveryError('busy', 'retry');
    });
    await one.work(door);
    one.clock = new Date('2025-06-03T09:30:00+08:00');
    await one.work(door);
    expect(seen.size).toBe(1);
    const { card } = posted[0]!;
    expect(card.file!.name).toMatch(/公安.*\.xlsx$/);
    const rows = await sheetOf(card);
    expect(rows[0]).toContain('责任单位');
    expect(rows.slice(1).map(([number]) => number)).toEqual(card.subject!.records.map((id) => Number(id.slice(5))));
    expect(rows.length).toBeGreaterThan(2);
  });

  it('is a link where the door takes no files', async () => {
    const one = await due({ publicUrl });
    const { door, posted } = fakeDoor(() => {});
    await one.work(door);
    const { card } = posted[0]!;
    expect(card.file).toBeUndefined();
    const rows = card.subject!.records.map((id) => id.slice(5)).join('.');
    expect(linksOf(card)).toEqual([
      { type: 'link', label: '表格', url: `${publicUrl}/plans/xian-ip/tasks.xlsx?rows=${rows}` },
    ]);
  });

  it('goes without where neither is possible, and the operator is told', async () => {
    const one = await due({});
    const { door, posted } = fakeDoor(() => {});
    await one.work(door);
    expect(posted).toHaveLength(1);
    expect(one.notes.join()).toContain('goes without its spreadsheet');
  });
});

describe('subscribing in words', () => {
  it('takes 附表格 and with a spreadsheet, says so, and shows it in the preview', async () => {
    const { one, tell, rows } = await desk();
    allow(one, { takesFiles: true });
    expect((await tell('订阅 每周一 9:00 公安牵头 本月到期 附表格')).text).toContain('附表格');
    await tell('subscribe every Monday 9:00, police (lead), with a spreadsheet');
    expect(await rows('select attach from subscription')).toEqual([{ attach: 'xlsx' }, { attach: 'xlsx' }]);
    const { card } = await tell('预览 1');
    expect((await sheetOf(card)).length).toBeGreaterThan(1);
    expect((await tell('预览 公安牵头 本月到期')).card.file).toBeUndefined();
  });

  it('is refused where no spreadsheet could come', async () => {
    const { one, tell, rows } = await desk();
    allow(one, {});
    expect((await tell('订阅 每周一 9:00 附表格')).text).toContain('QINZHI_PUBLIC_URL');
    expect(await rows('select id from subscription')).toEqual([]);
  });
});
