/** Every part of a card is visible as plain text. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import type { Card } from '../../../src/model/card.ts';

const card = (part: Partial<Card>): Card => ({ blocks: [], choices: [], sources: [], ...part });
const ask = (...labels: string[]) => labels.map((label) => ({ label, question: `${label}？` }));

describe('renderText', () => {
  it('shows title, blocks, choices and sources, in that order', () => {
    const text = renderText(
      card({
        title: '题目',
        blocks: [
          { type: 'text', text: '一句话。' },
          { type: 'quote', text: '原话' },
          {
            type: 'facts',
            facts: [
              { label: '责任单位', value: '甲' },
              { label: '完成时限', value: '2031.6' },
            ],
          },
          {
            type: 'list',
            label: '牵头',
            items: [
              { id: 'task:20', number: 20, text: '二十' },
              { id: 'task:57', number: 57, text: '五十七' },
            ],
          },
        ],
        choices: ask('甲', '乙'),
        choicesLabel: '也可以问',
        sources: ['附件1 第20项', '三(一)2'],
      }),
    );
    expect(text).toBe(
      [
        '题目',
        '一句话。',
        '「原话」',
        '责任单位：甲\u3000完成时限：2031.6',
        '牵头',
        '20 二十',
        '57 五十七',
        '也可以问：1 甲\u30002 乙',
        '——附件1 第20项；三(一)2',
      ].join('\n'),
    );
  });

  it('puts long facts and choices one a line', () => {
    const long = '很长的一句话'.repeat(6);
    const text = renderText(
      card({
        blocks: [
          {
            type: 'facts',
            facts: [
              { label: '甲', value: long },
              { label: '乙', value: long },
            ],
          },
        ],
        choices: ask(long, '短'),
        choicesLabel: '哪一个？',
      }),
    );
    expect(text.split('\n')).toEqual([`甲：${long}`, `乙：${long}`, '哪一个？', `1 ${long}`, '2 短']);
  });

  it('leaves out what is not there', () => {
    expect(renderText(card({ blocks: [{ type: 'text', text: '只有一句' }] }))).toBe('只有一句');
    expect(renderText(card({ choices: ask('甲') }))).toBe('1 甲');
  });

  it('lets nothing in a card steer the terminal', () => {
    const text = renderText(
      card({ title: '\u001b[2J清屏\u0007', blocks: [{ type: 'text', text: '\u202e倒着\r\n写\t完' }] }),
    );
    expect(text).toBe('[2J清屏\n倒着\n写\t完');
  });
});
