/** Turns that lean on the one before, until a pause lets them be forgotten. */
import { describe, expect, it } from 'vitest';
import { dialogue, loadXian, openAssistant, type Reply, tasks } from '../ask.ts';

const pack = loadXian();
const assistant = openAssistant([pack]);
let talks = 0;
const talk = (day = '2025-06-10') => dialogue(assistant, day, `talk ${++talks}`);
const police = tasks(18, 19, 20, 34, 49, 53);
const court = tasks(46, 47, 48, 54);
const procuratorate = tasks(21, 22, 23, 55);

const rowsShown = ({ card }: Reply) =>
  card.blocks.flatMap((block) => (block.type === 'list' ? block.items.map(({ id }) => id) : []));

describe('ellipsis', () => {
  it('asks other cells of the same row', () => {
    const say = talk();
    expect(say('24项谁牵头').text).toContain('责任单位：市市场监管局(知识产权局)');
    for (const [question, words] of [
      ['那配合单位呢', '配合单位：市法院、市检察院'],
      ['什么时候完成', '完成时限：2024年12月'],
      ['负责人是谁', '负责人：市市场监管局(知识产权局)'],
      ['是★吗', '是，第24项标有★'],
      ['法院要不要配合', '是，市法院是第24项的配合单位'],
      ['原文呢', '「支持实施知识产权技术调查官制度，扩大技术调查官队伍规模。」'],
    ] as const) {
      const { records, text } = say(question);
      expect(records).toEqual(['task:24']);
      expect(text).toContain(words);
    }
  });

  it('goes to the neighbour', () => {
    const say = talk();
    say('第24项');
    expect(say('下一项呢').records).toEqual(['task:25']);
    expect(say('下一项').records).toEqual(['task:26']);
    expect(say('上一项').records).toEqual(['task:25']);
    expect(say('那第30项呢').records).toEqual(['task:30']);
  });

  it('has nothing to lean on at first, and asks back', () => {
    for (const question of ['配合单位呢', '第二个', '还有吗', '什么时候完成']) {
      const { outcome, records } = talk()(question);
      expect({ question, outcome, records }).toEqual({ question, outcome: 'clarify', records: [] });
    }
  });
});

describe('a list that is changed', () => {
  it('换成: another unit in the same role', () => {
    const say = talk();
    expect(say('公安牵头的有哪些').records).toEqual(police);
    expect(say('换成法院呢').records).toEqual(court);
    expect(say('检察院呢').records).toEqual(procuratorate);
  });

  it('keeps the period while the unit changes, and the unit while the period does', () => {
    const say = talk();
    expect(say('公安牵头2025年6月到期的有哪些').records).toEqual(tasks(20));
    expect(say('换成检察院呢').records).toEqual(tasks(21, 23, 55));
    expect(say('2024年12月的呢').records).toEqual(tasks(22));
  });

  it('只看: narrower', () => {
    const say = talk();
    expect(say('检察院相关的任务有哪些').records).toEqual([
      ...procuratorate,
      ...tasks(5, 7, 24, 27, 28, 29, 30, 33, 35, 51, 56),
    ]);
    expect(say('只看牵头的').records).toEqual(procuratorate);
    expect(say('只看★').records).toEqual(tasks(21));
  });

  it('其中: within what was listed', () => {
    const say = talk();
    say('公安牵头的有哪些');
    expect(say('其中2024年12月到期的有几项').records).toEqual(tasks(18, 19, 34, 49, 53));
  });

  it('a correction counts, not what it corrects', () => {
    const say = talk();
    say('公安牵头的有哪些');
    expect(say('说错了，是检察院').records).toEqual(procuratorate);
    expect(talk()('公安，不对，法院牵头的有哪些').records).toEqual(court);
    // 市市: the level and the name of the unit, no level put in place of another.
    expect(talk()('2025年3月到期、不是市市场监管局牵头的').records).toEqual(['task:13']);
    const row = talk();
    row('24项谁牵头');
    expect(row('不对，是25项').records).toEqual(['task:25']);
  });
});

describe('choosing', () => {
  it('by position: 第二个, 最后一个', () => {
    const say = talk();
    say('公安牵头的有哪些');
    expect(say('第二个详细说说').records).toEqual(['task:19']);
    expect(say('最后一个').records).toEqual(['task:53']);
    expect(say('第一个').records).toEqual(['task:18']);
  });

  it('by position also where a row has that number', () => {
    const say = talk();
    expect(say('2025年12月到期的有哪些').records).toEqual(tasks(3, 4, 5));
    expect(say('第三个').records).toEqual(['task:5']);
  });

  it('by number: the row that is shown under it', () => {
    const say = talk();
    expect(say('版权局牵头的有哪些').records).toEqual(tasks(12, 52));
    expect(say('52').records).toEqual(['task:52']);
    expect(say('12').records).toEqual(['task:12']);
    const close = talk();
    close('2025年12月到期的有哪些');
    expect(close('3').records).toEqual(['task:3']);
    expect(close('5').records).toEqual(['task:5']);
  });

  it('the list stays at hand while its rows are looked at', () => {
    const say = talk();
    say('公安牵头的有哪些');
    say('第二个');
    expect(say('配合单位呢').records).toEqual(['task:19']);
    expect(say('第三个').records).toEqual(['task:20']);
  });

  it('a typed number is the choice that bears it: its whole question', () => {
    const first = talk();
    const offered = first('海外维权');
    expect(offered.card.choices.length).toBeGreaterThan(0);
    for (const [at, { question }] of offered.card.choices.entries()) {
      const say = talk();
      say('海外维权');
      expect(say(`${at + 1}`).records).toEqual(talk()(question).records);
    }
  });

  it('a number after a question back is the record offered under it', () => {
    const say = talk();
    const { outcome, records } = say('调解');
    expect(outcome).toBe('clarify');
    expect(say('2').records[0]).toBe(records[1]);
  });

  it('an indicator that was chosen is told with its target', () => {
    const say = talk();
    const { records } = say('调解');
    const { records: chosen, text } = say(`第${records.indexOf('indicator:8') + 1}个`);
    expect(chosen).toEqual(['indicator:8']);
    expect(text).toContain('≥200件/年');
  });

  it('a number after the examples of a greeting is that example', () => {
    const { choices } = talk()('你好').card;
    expect(choices.length).toBeGreaterThan(3);
    for (const at of [1, 2, 4]) {
      const say = talk();
      say('你好');
      expect(say(`${at}`).records).toEqual(talk()(choices[at - 1]!.question).records);
    }
  });
});

describe('还有吗', () => {
  it('turns pages to the end; the whole set stays what is stated', () => {
    const say = talk();
    let page = say('市场监管局牵头的有哪些');
    const whole = page.records;
    expect(whole).toHaveLength(47);
    const shown: string[] = [];
    for (let turned = 0; turned < 10 && !page.text.includes('已全部列完'); turned++) {
      expect(page).toMatchObject({ outcome: 'list', records: whole });
      expect(page.text).toContain('共 47 项');
      expect(page.text).toMatch(/第 \d+—\d+ 项/);
      shown.push(...rowsShown(page));
      page = say(turned % 2 ? '还有吗' : '更多');
    }
    expect([...shown, ...rowsShown(page)]).toEqual(whole);
    expect(page).toMatchObject({ outcome: 'list', records: whole });
    expect(page.text).toContain('已全部列完，共 47 项');
    const again = say('还有吗');
    expect(again.records).toEqual(whole);
    expect(again.text).toContain('已全部列完');
  });

  it('a short list has no further page', () => {
    const say = talk();
    say('公安牵头的有哪些');
    const { records, text } = say('还有吗');
    expect(records).toEqual(police);
    expect(text).not.toContain('回复“更多”');
  });
});

describe('whose dialogue it is', () => {
  it('two people in one room do not share it', () => {
    const [one, other] = ['甲', '乙'].map((user) => dialogue(assistant, '2025-06-10', 'room', user));
    one!('公安牵头的有哪些');
    other!('版权投诉处置机制谁负责');
    expect(one!('换成法院呢').records).toEqual(court);
    expect(other!('什么时候完成').records).toEqual(['task:52']);
    expect(one!('第二个').records).toEqual(['task:47']);
  });

  it('nor does one person in two rooms', () => {
    const [here, there] = ['here', 'there'].map((room) => dialogue(assistant, '2025-06-10', room));
    here!('24项谁牵头');
    expect(there!('配合单位呢').outcome).toBe('clarify');
    expect(here!('配合单位呢').records).toEqual(['task:24']);
  });
});

describe('a pause', () => {
  it('of 29 minutes is none', () => {
    const say = talk();
    say('24项谁牵头');
    expect(say('配合单位呢', 29).records).toEqual(['task:24']);
  });

  it('of 31 minutes is a fresh start', () => {
    const say = talk();
    say('24项谁牵头');
    expect(say('配合单位呢', 31)).toMatchObject({ outcome: 'clarify', records: [] });
    const list = talk();
    list('公安牵头的有哪些');
    expect(list('第二个', 31)).toMatchObject({ outcome: 'clarify', records: [] });
  });

  it('is counted from the last turn', () => {
    const say = talk();
    say('24项谁牵头');
    say('什么时候完成', 20);
    expect(say('配合单位呢', 20).records).toEqual(['task:24']);
  });

  it('thanks in between leave what was talked of in place', () => {
    const say = talk();
    say('24项谁牵头');
    expect(say('谢谢').outcome).toBe('help');
    expect(say('配合单位呢').records).toEqual(['task:24']);
  });

  it('a month turns between two turns: each has its own day', () => {
    const say = talk('2025-05-31T23:50');
    expect(say('本月到期的有哪些').records).toEqual([]);
    expect(say('本月到期的有哪些', 20).records.length).toBe(27);
  });
});
