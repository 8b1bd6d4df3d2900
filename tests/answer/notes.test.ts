/** Where the original is odd, replies print it as it is and say so: 原文如此. */
import { describe, expect, it } from 'vitest';
import { xianAsker } from './ask.ts';

const ask = xianAsker();
const asPrinted = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('原文如此：'))
    .map((line) => line.slice(5));

describe('an oddity that bears on what is asked', () => {
  it.each(['第1项什么时候完成', '推进工作组什么时候成立', '原文 1'])('row 1, due before the notice: %s', (question) => {
    const { records, text } = ask(question);
    expect(records[0]).toBe('task:1');
    expect(text).toContain('2024年7月');
    expect(asPrinted(text)).toEqual(['完成时限早于印发日期（2024年8月5日）']);
  });

  it.each(['2项完成时限', '原文 2'])('row 2, due before the notice: %s', (question) => {
    expect(asPrinted(ask(question).text)).toEqual(['完成时限早于印发日期（2024年8月5日）']);
  });

  it.each(['11项配合单位有哪些', '11项责任单位', '行政执法标准化体系谁牵头、谁配合', '原文 11'])(
    'row 11, one unit in two columns: %s',
    (question) => {
      const { records, text } = ask(question);
      expect(records[0]).toBe('task:11');
      expect(asPrinted(text)).toEqual(['市市场监管局(知识产权局)同时列为责任单位和配合单位']);
    },
  );

  it.each(['12项负责人是谁', '12项责任单位是谁', '原文 12'])('row 12, another unit’s leader: %s', (question) => {
    const { records, text } = ask(question);
    expect(records[0]).toBe('task:12');
    const [note, ...others] = asPrinted(text);
    expect(others).toEqual([]);
    expect(note?.replace(/\s/g, '')).toBe('负责人一栏写的是“市市场监管局(知识产权局)主要负责同志”，不是本项责任单位的');
    expect(text).toContain('责任单位：市版权局');
  });

  it.each(['37项配合单位', '多元解纷快车道谁配合', '原文 37'])('row 37, a separator missing: %s', (question) => {
    const { records, text } = ask(question);
    expect(records[0]).toBe('task:37');
    expect(asPrinted(text)).toEqual(['市法院、各区县(政府)之间没有顿号']);
  });
});

describe('an oddity that does not bear on it', () => {
  it.each(['1项谁牵头', '11项什么时候完成', '12项什么时候完成', '37项什么时候完成', '24项谁牵头'])(
    '%s: no note of a cell that was not asked',
    (question) => {
      const notes = asPrinted(ask(question).text).filter((note) => !note.includes('人数只见于'));
      expect(notes).toEqual([]);
    },
  );
});

describe('the same thing in two places', () => {
  it.each([
    ['工作站要建多少家', ['task:56', 'measure:14', 'indicator:3']],
    ['知识产权保护服务工作站点目标是多少', ['indicator:3', 'task:56']],
    ['原文 56', ['task:56']],
  ])('240 stations under two names: %s', (question, ids) => {
    const { records, text } = ask(question);
    expect(ids).toContain(records[0]);
    expect(text).toContain('240');
    expect(asPrinted(text).join()).toContain('240家在方案中有两个名称');
    expect(text).toContain('知识产权保护服务工作站点');
    expect(text).toContain('各类知识产权维权援助工作站');
  });

  it.each([
    ['民事案件审限内结案率是多少', ['indicator:7', 'task:47']],
    ['原文 47', ['task:47']],
    ['指标7', ['indicator:7']],
  ])('95%% as ≥ and as 大于: %s', (question, ids) => {
    const { records, text } = ask(question);
    expect(ids).toContain(records[0]);
    expect(asPrinted(text).join()).toContain('“大于95%”');
    expect(asPrinted(text).join()).toContain('“≥95”');
  });

  it('结案率 of enforcement cases is another indicator, without that note', () => {
    const { records, text } = ask('行政执法案件结案率的目标');
    expect(records[0]).toBe('indicator:6');
    expect(asPrinted(text)).toEqual([]);
  });

  it.each([
    ['措施6说的什么', '超过100人'],
    ['24项', '超过100人'],
    ['联席会议多久开一次', '每个季度召开'],
  ])('%s', (question, words) => {
    expect(asPrinted(ask(question).text).join()).toContain(words);
  });
});

it('what is odd is never mended', () => {
  expect(ask('12项负责人是谁').text).not.toContain('市版权局主要负责同志');
  expect(ask('原文 1').text).not.toMatch(/2024年[89]月(?!5日)/);
});
