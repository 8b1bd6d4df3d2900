/** A row is found by its number, however it is written; a number that is not there is said not to be there. */
import { describe, expect, it } from 'vitest';
import { xianAsker } from './ask.ts';

const ask = xianAsker();

const written: [string, string][] = [
  ['24项', 'task:24'],
  ['第24项', 'task:24'],
  ['第 24 项', 'task:24'],
  ['第２４项', 'task:24'],
  ['第二十四项', 'task:24'],
  ['24号任务的责任单位和完成时限', 'task:24'],
  ['任务24谁牵头', 'task:24'],
  ['任务二十四谁牵头', 'task:24'],
  ['#24', 'task:24'],
  ['No. 24', 'task:24'],
  ['序号24', 'task:24'],
  ['附件1第24项', 'task:24'],
  ['附件一第二十四项配合单位', 'task:24'],
  ['附件1 24', 'task:24'],
  ['原文 24', 'task:24'],
  ['原文24', 'task:24'],
  ['第24条什么时候完成', 'task:24'],
  ['who leads task 24', 'task:24'],
  ['row 24', 'task:24'],
  ['第一项', 'task:1'],
  ['第十项谁牵头', 'task:10'],
  ['第六十八项', 'task:68'],
  ['第二十项', 'task:20'],
  ['附件2第5条', 'support:5'],
  ['附件2第5项', 'support:5'],
  ['附件二第五项', 'support:5'],
  ['附件2第二十一项', 'support:21'],
  ['省级支持第12项', 'support:12'],
  ['省级清单第17项', 'support:17'],
  ['支持政策5', 'support:5'],
  ['指标3', 'indicator:3'],
  ['第3个指标', 'indicator:3'],
  ['预期指标第九项', 'indicator:9'],
  ['措施9', 'measure:9'],
  ['第九条措施', 'measure:9'],
  ['三(三)9', 'measure:9'],
  ['三（三）9', 'measure:9'],
  ['第二阶段', 'phase:2'],
  ['阶段3', 'phase:3'],
  ['组织保障第2条', 'guarantee:2'],
];

describe('a number in any writing', () => {
  it.each(written)('%s', (question, id) => {
    const { outcome, records } = ask(question);
    expect(outcome).toBe('answer');
    expect(records[0]).toBe(id);
  });

  it('every row of the plan', () => {
    const wrong: string[] = [];
    const each = (last: number, kind: string, say: (n: number) => string) => {
      for (let n = 1; n <= last; n++) if (ask(say(n)).records[0] !== `${kind}:${n}`) wrong.push(say(n));
    };
    each(68, 'task', (n) => `第${n}项`);
    each(68, 'task', (n) => `原文 ${n}`);
    each(21, 'support', (n) => `附件2第${n}项`);
    each(9, 'indicator', (n) => `第${n}项指标`);
    each(17, 'measure', (n) => `措施${n}`);
    expect(wrong).toEqual([]);
  });

  it('several at once, in the order asked', () => {
    expect(ask('28和29两项时限一样不').records).toEqual(['task:28', 'task:29']);
    expect(ask('第37、38项谁牵头').records).toEqual(['task:37', 'task:38']);
    expect(ask('第3项和第5项分别谁负责').records).toEqual(['task:3', 'task:5']);
  });

  it('what is no row number is not taken for one', () => {
    for (const question of ['61号文是什么时候印发的', '240家工作站谁建', '95%的结案率是哪项', '1400家备案主体'])
      expect(ask(question).text).not.toContain('只到第');
  });
});

describe('a number that is not there', () => {
  it.each([
    ['第69项谁牵头', '附件1', 68, 69],
    ['69号任务', '附件1', 68, 69],
    ['原文 100', '附件1', 68, 100],
    ['第0项', '附件1', 68, 0],
    ['附件2第22条', '附件2', 21, 22],
    ['附件二第三十项', '附件2', 21, 30],
  ])('%s', (question, place, last, n) => {
    const { outcome, records, text } = ask(question);
    expect({ outcome, records }).toEqual({ outcome: 'not_found', records: [] });
    expect(text).toContain(place);
    expect(text).toContain(`只到第${last}项，没有第${n}项`);
  });

  it.each(['指标10', '措施18', '第六阶段'])('%s', (question) => {
    const { outcome, records } = ask(question);
    expect({ outcome, records }).toEqual({ outcome: 'not_found', records: [] });
  });
});

describe('原文 24', () => {
  it('prints the row in full, and where it stands', () => {
    const { text, records } = ask('原文 24');
    expect(records).toEqual(['task:24']);
    for (const cell of [
      '「支持实施知识产权技术调查官制度，扩大技术调查官队伍规模。」',
      '责任单位：市市场监管局(知识产权局)',
      '配合单位：市法院、市检察院',
      '负责人：市市场监管局(知识产权局)主要负责同志',
      '完成时限：2024年12月',
      '★',
      '——市政办函〔2024〕61号 附件1 第24项',
    ])
      expect(text).toContain(cell);
  });

  it('prints a long row whole', () => {
    const { text } = ask('原文 64');
    expect(text).toContain('「推进知识产权涉外保护“1+3+2+N”试点工程，');
    expect(text).toContain('构建企业海外维权协同服务体系。」');
    expect(text).not.toContain('…');
  });

  it('prints an indicator with its target and a phase with its time', () => {
    expect(ask('指标3原文').text).toContain('≥240家');
    expect(ask('第二阶段原文').text).toContain('2024年7月—2025年6月');
  });
});
