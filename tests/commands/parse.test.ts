/** What is a command and what is a question: wordings in both languages, and not one golden question taken for a command. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/commands/parse.ts';
import { commandHelp } from '../../src/commands/phrases/phrases.ts';
import { suggest } from '../../src/commands/suggest.ts';
import { loadPacks } from '../../src/knowledge/load.ts';
import { numberOfDay, textOfDay } from '../../src/shared/day.ts';
import { cpuTime } from '../setup/cpu-time.ts';
import { fuzzRuns } from '../setup/fuzz.ts';

const root = resolve(import.meta.dirname, '../..');
const packs = loadPacks(join(root, 'knowledge'));
/** A Sunday. */
const known = { packs, today: numberOfDay(2026, 11, 22) };

/** The command in one line. */
function read(said: string): string {
  const found = parseCommand(said, known);
  if (!found) return '-';
  const { language, command } = found;
  const parts: string[] = [language, command.name];
  if ('which' in command && command.which !== undefined) parts.push(String(command.which));
  if ('until' in command && command.until)
    parts.push('day' in command.until ? textOfDay(command.until.day) : JSON.stringify(command.until));
  if ('rows' in command) parts.push(command.rows.join('+'), ...(command.plan ? [command.plan] : []));
  if ('words' in command && command.words) parts.push(command.words);
  return parts.join(' ');
}

describe('a command', () => {
  it.each([
    ['订阅', 'zh subscribe'],
    ['订阅 每个工作日9:00 公安牵头★', 'zh subscribe 每个工作日9:00 公安牵头★'],
    ['　／订阅　每周一９：００', 'zh subscribe 每周一9:00'],
    ['請幫我訂閱 每個工作日9:00 公安牽頭', 'zh subscribe 每个工作日9:00 公安牵头'],
    ['退订', 'zh unsubscribe'],
    ['退订2', 'zh unsubscribe 2'],
    ['退订 第二条', 'zh unsubscribe 2'],
    ['取消订阅全部', 'zh unsubscribe all'],
    ['「退订」', 'zh unsubscribe'],
    ['暂停！！', 'zh pause'],
    ['暫停 到10月8日', 'zh pause 2027-10-08'],
    ['暂停推送到12月1号', 'zh pause 2026-12-01'],
    ['暂停 2 到明年1月4日', 'zh pause 2 2027-01-04'],
    ['暂停 第2条 3天', 'zh pause 2 2026-11-25'],
    ['暂停一周', 'zh pause 2026-11-29'],
    ['暂停到下周一', 'zh pause 2026-11-23'],
    ['暂停到周五', 'zh pause 2026-11-27'],
    ['暂停到月底', 'zh pause 2026-12-01'],
    ['暂停 两个月', 'zh pause 2027-01-22'],
    ['暂停 2026-12-24', 'zh pause 2026-12-24'],
    ['暂停 3个工作日', 'zh pause {"workdays":3}'],
    ['暂停一百天', 'zh pause 2027-03-02'],
    ['暂停 一百二十天', 'zh pause 2027-03-22'],
    ['pause for 5 working days', 'en pause {"workdays":5}'],
    // Said on a Sunday.
    ['暂停到本周日', `zh pause {"which":[${numberOfDay(2026, 11, 23)},${numberOfDay(2026, 11, 29)}]}`],
    ['暂停到本周六', 'zh pause 2026-11-28'],
    ['暂停 到下周八', 'zh pause {"unread":"下周八"}'],
    ['暂停 到2020年1月1日', `zh pause {"past":${numberOfDay(2020, 1, 1)}}`],
    ['恢复', 'zh resume'],
    ['恢复 1', 'zh resume 1'],
    ['预览', 'zh preview'],
    ['预览 公安 本月到期', 'zh preview 公安 本月到期'],
    ['下次是什么时候？', 'zh next'],
    ['投递记录', 'zh deliveries'],
    ['投遞記錄？', 'zh deliveries'],
    ['本群設置', 'zh settings'],
    ['我们订阅了什么？', 'zh settings'],
    ['完成 24', 'zh done 24'],
    ['完成第二十四项', 'zh done 24'],
    ['完成 24、25和28', 'zh done 24+25+28'],
    ['完成 24到26', 'zh done 24+25+26'],
    ['完成 24 西安', 'zh done 24 xian-ip'],
    ['第24项已完成', 'zh done 24'],
    ['24、25已经完成了', 'zh done 24+25'],
    ['row 24 is done', 'en done 24'],
    ['撤销完成 24', 'zh undo 24'],
    ['撤销 24', 'zh undo 24'],
    ['订阅到期提醒', 'zh subscribe 到期提醒'],
    ['停止订阅', 'zh unsubscribe'],
    ['取消登记24号', 'zh undo 24'],
    ['subscribe', 'en subscribe'],
    ['Subscribe to every Monday 9:00, police (lead)', 'en subscribe every monday 9:00, police (lead)'],
    ['unsubscribe no. 2', 'en unsubscribe 2'],
    ['pause until Oct 8', 'en pause 2027-10-08'],
    ['pause until 8 October 2027', 'en pause 2027-10-08'],
    ['Pause 2 for two weeks', 'en pause 2 2026-12-06'],
    ['pause until next Friday', 'en pause 2026-11-27'],
    ['please resume', 'en resume'],
    ['preview 1', 'en preview 1'],
    ['next', 'en next'],
    ['next digest?', 'en next'],
    ['deliveries', 'en deliveries'],
    ['settings', 'en settings'],
    ['done 24', 'en done 24'],
    ['done 24 and 25', 'en done 24+25'],
    ['undo 24', 'en undo 24'],
  ])('%s', (said, expected) => {
    expect(read(said)).toBe(expected);
  });

  it('is what the help says', () => {
    for (const language of ['zh', 'en'] as const)
      for (const { say, does } of commandHelp(language)) {
        expect(read(say), say).toMatch(new RegExp(`^${language} `));
        expect(does).not.toBe('');
      }
  });
});

describe('a question', () => {
  it.each([
    '怎么订阅专利公报',
    '订阅专利公报',
    '订阅号怎么办',
    '能不能订阅每周一的提醒',
    '完成时限24号任务',
    '24号任务完成了吗',
    '24号任务已完成？',
    '24号任务完成了',
    '第24项已完成多少',
    '完成24？',
    '完成率是多少',
    '完成 24%',
    '恢复原状怎么办',
    '恢复名誉 1 次要多久',
    '暂停执行是什么意思',
    '暂停办理的事项',
    '下次联席会定在几号',
    '退订费多少',
    '列表',
    '预览版什么时候出',
    'how do I subscribe to the patent gazette',
    'subscribe to patent news',
    'next page',
    'pause the lawsuit',
    'is row 24 done',
    'done',
    '完成',
    '',
    '？？？',
    '/',
  ])('%s', (said) => {
    expect(read(said)).toBe('-');
  });

  it('of the golden sets and of the pack’s own phrasings is never taken for a command, nor for nearly one', () => {
    const golden = globSync('tests/golden/**/*.jsonl', { cwd: root }).flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter(Boolean)
        .flatMap((line) => {
          const { q, turns } = JSON.parse(line) as { q?: string; turns?: { user: string }[] };
          return q === undefined ? turns!.map(({ user }) => user) : [q];
        }),
    );
    const phrasings = packs.flatMap((pack) => pack.phrasings.map(({ text }) => text));
    expect(golden.length).toBeGreaterThan(1_600);
    expect(phrasings.length).toBeGreaterThan(10_000);
    const taken = [...golden, ...phrasings].filter((text) => parseCommand(text, known) || suggest(text, known).length);
    // A writer of a dialogue went on to the next row by the very word of the command for the next digest.
    expect(taken.filter((text) => text !== 'next')).toEqual([]);
  });
});

describe('nearly a command', () => {
  it.each([
    ['订月', '订阅'],
    ['退定', '退订'],
    ['投递纪录', '投递记录'],
    ['订月 每天9点', '订阅 每天9点'],
    ['完程 24', '完成 24'],
    ['本群设制', '本群设置'],
    ['susbcribe', 'subscribe'],
    ['unsubscibe 2', 'unsubscribe 2'],
    ['setings', 'settings'],
    ['prevew', 'preview'],
    ['每天早上提醒我们', '订阅 每天早上提醒我们'],
    ['每周一9点把公安的任务发到群里', '订阅 每周一9点把公安的任务发到群里'],
    ['明天9点发一次到期的任务', '订阅 明天9点发一次到期的任务'],
  ])('%s', (said, meant) => {
    expect(read(said)).toBe('-');
    expect(suggest(said, known).map(({ text }) => text)).toContain(meant);
  });

  it.each([
    '订书机',
    '退货',
    '完成度 24',
    'subset',
    'nest',
    '暂定',
    '恢复原状',
    '您好',
    '谁提醒',
    '每天早上提醒我们吗',
    '通知谁',
  ])('but not %s', (said) => {
    expect(suggest(said, known)).toEqual([]);
  });
});

it('reads anything at all without an error, and quickly', () => {
  const piece = fc.constantFrom(
    ...[
      '订阅',
      '退订',
      '暂停',
      '恢复',
      '完成',
      '撤销',
      '到',
      '10月8日',
      '99月99日',
      '1',
      '、',
      ' ',
      '第',
      '条',
      '每周',
      '9:00',
    ],
    ...['subscribe', 'pause', 'until', 'done', 'next', ' and ', '/', '★', '公安', '\u200b', '😀', '《', '(', '到期前'],
  );
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(words, (said) => {
      parseCommand(said, known);
      suggest(said, known);
    }),
    { numRuns: fuzzRuns(3_000) },
  );
  for (const hostile of [`订阅 ${'1、'.repeat(5_000)}`, `完成 ${'24、'.repeat(100)}`, `暂停 ${'一'.repeat(5_000)}`]) {
    const ms = cpuTime(() => {
      parseCommand(hostile, known);
      suggest(hostile, known);
    });
    expect(ms).toBeLessThan(1_000);
  }
});
