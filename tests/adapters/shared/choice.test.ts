/** A typed number stands for a choice, unless the card lists a row of that number. */
import { expect, it } from 'vitest';
import { picked } from '../../../adapters/shared/choice.ts';

const choices = ['甲', '乙', '丙'].map((label) => ({ label, question: `${label}是什么？` }));
const blocks = [{ type: 'list' as const, items: [{ id: 'task:2', number: 2, text: '…' }] }];

it.each([
  ['1', '甲是什么？'],
  [' ２. ', '乙是什么？'],
  ['（3）', '丙是什么？'],
  ['3、', '丙是什么？'],
  ['0', '0'],
  ['4', '4'],
  ['1 2', '1 2'],
  ['第1项', '第1项'],
  ['12345', '12345'],
])('reads %j as %j', (text, question) => {
  expect(picked(text, { blocks: [], choices })).toBe(question);
});

it('lets the number of a listed row go first, and reads nothing into a number where nothing was shown', () => {
  expect(picked('1', { blocks, choices })).toBe('甲是什么？');
  expect(picked('2', { blocks, choices })).toBe('2');
  expect(picked('2', undefined)).toBe('2');
});
