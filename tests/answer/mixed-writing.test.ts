/** Questions that mix writings: English words and pinyin inside Chinese, and facts of the document asked in two words. */
import { describe, expect, it } from 'vitest';
import { dialogue, loadXian, openAssistant, tasks } from './ask.ts';

const assistant = openAssistant([loadXian()]);
let asked = 0;
const ask = (text: string) => dialogue(assistant, '2025-06-10', `mixed ${++asked}`)(text);

describe('English words in a Chinese sentence', () => {
  it.each([
    ['关中海关 lead 的 show me', tasks(59, 60)],
    ['公安局 lead 且 due 在2025年6月的', tasks(20)],
    ['带 star 的 task 里市检察院牵头的', tasks(21)],
  ])('%s', (text, ids) => {
    expect(ask(text).records).toEqual(ids);
  });

  it('leave an English question as it is', () => {
    expect(ask('Which tasks does the police bureau lead?').records).toEqual(tasks(18, 19, 20, 34, 49, 53));
  });
});

describe('pinyin inside a word', () => {
  it.each([
    ['gongan局牵头的有哪些', tasks(18, 19, 20, 34, 49, 53)],
    ['检cha院牵头的列一下', tasks(21, 22, 23, 55)],
  ])('%s', (text, ids) => {
    expect(ask(text).records).toEqual(ids);
  });
});

describe('facts of the document', () => {
  it.each([
    ['这份通知是哪天落款的', '2024年8月5日'],
    ['文件是哪个机关印发的', '西安市人民政府办公厅'],
    ['这方案wen号发我下', '市政办函〔2024〕61号'],
    ['文件全名说一下', '国家知识产权保护示范区建设方案'],
  ])('%s', (text, said) => {
    expect(ask(text).text).toContain(said);
  });
});

describe('items of support', () => {
  it('are compared, counted by unit and ranked', () => {
    expect(ask('省检察院与省法院相比，哪家落实的支持事项更多？').text).toContain('省检察院落实 5 项；省法院落实 3 项');
    expect(ask('省里哪家落实的支持最多').records).toHaveLength(11);
    expect(ask('附件2按落实单位统计，各几条').records).toHaveLength(21);
  });
});
