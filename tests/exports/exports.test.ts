/** Lists taken away, read back by other libraries than wrote them: spreadsheet, CSV, calendar. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import ICAL from 'ical.js';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toCalendar } from '../../src/exports/calendar.ts';
import { toCsv } from '../../src/exports/csv.ts';
import { tableOf } from '../../src/exports/table.ts';
import { toXlsx } from '../../src/exports/xlsx.ts';
import { formatterFor } from '../../src/language/format.ts';
import type { PlanRecord } from '../../src/model/plan.ts';
import { dayOfText } from '../../src/shared/day.ts';
import { loadXian } from '../answer/ask.ts';

const run = promisify(execFile);
const pack = loadXian();
const formatter = formatterFor(pack, { year: 2024, month: 8, day: 15 }, 'zh');
const tasks = [...pack.records.values()].filter((record) => record.kind === 'task');

const hostile = ['=HYPERLINK("http://evil.example","x")', '+1', '-1', '@SUM(A1)', '\t=1'];
const hostileRecords = tasks
  .slice(0, hostile.length)
  .map((task, index): PlanRecord => ({ ...task, text: { ...task.text, text: hostile[index]! } }));

describe('a spreadsheet', () => {
  it('has the headings as printed, every row, dates as dates, and the source', async () => {
    const file = Buffer.from(await toXlsx(tableOf([{ formatter: formatter, records: tasks }]), '任务'));
    const [sheet] = await readExcelFile(file);
    const [heading, ...rows] = sheet!.data;
    expect(heading).toEqual(['序号', '任务内容', '★', '责任单位', '配合单位', '负责人', '完成时限', '截止日', '出处']);
    expect(rows).toHaveLength(68);
    const row = rows.find(([number]) => number === 24)!;
    expect(row[1]).toBe('支持实施知识产权技术调查官制度，扩大技术调查官队伍规模。');
    expect(row[2]).toBe('★');
    expect(row[7]).toEqual(new Date('2024-12-31T00:00:00Z'));
    expect(row.at(-1)).toBe('市政办函〔2024〕61号 附件1 第24项');
  });

  it('is read by LibreOffice with every row, dates as dates, and nothing computed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qinzhi-office-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const records = [...tasks, ...hostileRecords];
    writeFileSync(join(folder, 'list.xlsx'), await toXlsx(tableOf([{ formatter, records }]), '任务'));
    // Debian's LibreOffice; .ci/run installs it. Its profile is a new one, so that nothing of a user's is touched.
    const office = process.env.SOFFICE ?? '/usr/bin/soffice';
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
    // Separated by bars, quoted, UTF-8, values as shown.
    const filter = 'csv:Text - txt - csv (StarCalc):124,34,76,1,,0,false,true,false';
    await run(office, [profile, '--headless', '--convert-to', filter, '--outdir', folder, join(folder, 'list.xlsx')]);
    const lines = readFileSync(join(folder, 'list.csv'), 'utf8').trimEnd().split('\n');
    const cells = (line: string) => line.split('|').map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', '"'));
    expect(cells(lines[0]!)).toEqual([
      '序号',
      '任务内容',
      '★',
      '责任单位',
      '配合单位',
      '负责人',
      '完成时限',
      '截止日',
      '出处',
    ]);
    expect(lines).toHaveLength(1 + records.length);
    const row = lines.map(cells).find(([number]) => number === '24')!;
    expect([row[1], row[2], row[7]]).toEqual([
      '支持实施知识产权技术调查官制度，扩大技术调查官队伍规模。',
      '★',
      '2024-12-31',
    ]);
    for (const [index, text] of hostile.entries())
      expect(cells(lines[1 + tasks.length + index]!)[1]!.trim()).toContain(text.trim());
  }, 120_000);

  it('freezes its heading and can be filtered', async () => {
    const files = unzipSync(await toXlsx(tableOf([{ formatter: formatter, records: tasks }]), '任务/表'));
    const xml = new TextDecoder().decode(files['xl/worksheets/sheet1.xml']);
    expect(xml).toContain('<autoFilter ref="A1:I69"/>');
    expect(xml).toMatch(/<pane[^>]*ySplit="1"[^>]*state="frozen"/);
    expect(xml.indexOf('<autoFilter')).toBeGreaterThan(xml.indexOf('</sheetData>'));
  });

  it('runs nothing that a plan may hold', async () => {
    const [sheet] = await readExcelFile(
      Buffer.from(await toXlsx(tableOf([{ formatter: formatter, records: hostileRecords }]), '任务')),
    );
    expect(sheet!.data.slice(1).map((row) => String(row[1])[0])).toEqual(hostile.map(() => "'"));
    const csv = toCsv(tableOf([{ formatter: formatter, records: hostileRecords }]));
    for (const text of hostile) expect(csv).toContain(`'${text.replaceAll('"', '""')}`);
  });
});

it('writes CSV that Excel opens, with quotes doubled and lines kept together', () => {
  const task = tasks[0]!;
  const csv = toCsv(
    tableOf([{ formatter: formatter, records: [{ ...task, text: { ...task.text, text: '甲,"乙"\n丙' } }] }]),
  );
  expect(csv.startsWith('\ufeff序号,')).toBe(true);
  expect(csv).toContain('"甲,""乙""\n丙"');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
});

describe('a calendar', () => {
  const read = (text: string) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents('vevent').map((component) => ({ component, event: new ICAL.Event(component) }));
  };
  const options = { title: '任务', remindDays: [7, 1] };
  const parts = [{ formatter, records: tasks, recordsAt: 'http://localhost/records/' }];

  it('has each deadline on the last day of its month, with alarms and the same ids each time', () => {
    const text = toCalendar(parts, options);
    expect(toCalendar(parts, options)).toBe(text);
    const events = read(text);
    const found = events.find(({ event }) => event.uid === 'xian-ip-task-24@qinzhi')!;
    expect(found.event.startDate.toString()).toBe('2024-12-31');
    expect(found.event.startDate.isDate).toBe(true);
    expect(found.event.summary).toMatch(/^24★ 支持实施/);
    expect(found.event.description).toContain('市政办函〔2024〕61号 附件1 第24项');
    const triggers = found.component
      .getAllSubcomponents('valarm')
      .map((alarm) => String(alarm.getFirstPropertyValue('trigger')));
    expect(triggers).toEqual(['-P7D', '-P1D']);
    expect(new Set(events.map(({ event }) => event.uid)).size).toBe(events.length);
    expect(events.filter(({ event }) => event.uid.includes('-task-'))).toHaveLength(68);
  });

  it('names the last working day where the deadline itself is a day off', () => {
    const friday = dayOfText('2025-06-27');
    const text = toCalendar(parts, { ...options, workdayUpTo: (day) => Math.min(day, friday) });
    const described = (id: string) => read(text).find(({ event }) => event.uid === id)!.event.description;
    expect(described('xian-ip-task-7@qinzhi')).toContain('当天休息，之前最近的工作日是 2025-06-27。');
    expect(described('xian-ip-task-24@qinzhi')).not.toContain('当天休息');
  });

  it('has recurring duties on the last day of each quarter or year, until the plan ends', () => {
    const events = read(toCalendar(parts, options)).filter(({ event }) => event.uid.includes('-duty-'));
    expect(events).toHaveLength(pack.duties.length);
    const quarterly = events.find(({ event }) => event.uid.includes('joint-conference'))!;
    const iterator = quarterly.event.iterator();
    const days: string[] = [];
    for (let next = iterator.next(); next; next = iterator.next()) days.push(next.toString().slice(0, 10));
    expect(days.slice(0, 3)).toEqual(['2024-09-30', '2024-12-31', '2025-03-31']);
    expect(days.at(-1)).toMatch(/^202[56]-/);
  });

  it('has no duties with a part of the plan', () => {
    expect(toCalendar([{ formatter, records: tasks.slice(1) }], options)).not.toContain('-duty-');
  });
});
