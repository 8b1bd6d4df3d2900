/** Turns that change, compare, or go back to what was shown: steps, takings away, exchanges, both and either, returns. */
import { describe, expect, it } from 'vitest';
import { dialogue, loadXian, openAssistant, tasks } from '../ask.ts';

const assistant = openAssistant([loadXian()]);
let talks = 0;
const talk = (day = '2025-06-10') => dialogue(assistant, day, `edit ${++talks}`);

/** Says the turns in order, and gives the records of the last. */
function lastOf(...turns: string[]): string[] {
  const say = talk();
  return turns.map((turn) => say(turn).records).at(-1)!;
}

describe('a step to a neighbour', () => {
  it.each([
    [['第24项', '它前面那个'], 'task:23'],
    [['第24项', '再下一条呢'], 'task:25'],
    [['第24项', '前一项的时限'], 'task:23'],
    [['现在是什么阶段', '下一个阶段呢', '最后一步干啥'], 'phase:5'],
    [['主要措施第13条讲的啥', '落到哪些任务上', '上一条措施呢'], 'measure:12'],
  ])('%j', (turns, id) => {
    expect(lastOf(...turns)).toEqual([id]);
  });

  it('leaves 上一条 with a column to what was just said', () => {
    expect(lastOf('第24项', '上一条的时限')).toEqual(['task:24']);
  });
});

describe('taking out of a list', () => {
  const march = '2025年3月到期的有哪些';

  it('by what holds of it, by number, by words, and back again', () => {
    expect(lastOf(march)).toEqual(tasks(11, 13, 28, 29, 65, 66));
    expect(lastOf(march, '带星的踢出去')).toEqual(tasks(11, 13, 28, 65, 66));
    expect(lastOf(march, '序号65、66也剔除')).toEqual(tasks(11, 13, 28, 29));
    expect(lastOf(march, '林长制考核那个不算')).toEqual(tasks(11, 28, 29, 65, 66));
    expect(lastOf(march, '带星的踢出去', '还是加回来吧')).toEqual(tasks(11, 13, 28, 29, 65, 66));
  });

  it('finds the year that the list holds', () => {
    expect(lastOf('★任务有哪些', '去掉12月的')).toEqual(tasks(7, 21, 29, 40, 50, 57, 58));
  });

  it('asks for what was left out instead of both at once', () => {
    expect(lastOf(march, '只要带星的', '不带星的那几条呢')).toEqual(tasks(11, 13, 28, 65, 66));
  });
});

describe('conditions dropped, exchanged and added', () => {
  const first = '市场监管局牵头、农业农村局配合、2025年3月到期的有哪些';

  it('drops one by its kind, or the one that is named', () => {
    expect(lastOf(first, '月份去掉')).toHaveLength(12);
    expect(lastOf('公安牵头2025年6月到期的有哪些', '时间不限')).toEqual(tasks(18, 19, 20, 34, 49, 53));
  });

  it('exchanges a unit in its own role, and a month', () => {
    expect(lastOf('公安局牵头、各区县开发区配合的有哪些', '牵头换成检察院')).toEqual(tasks(21, 22));
    expect(lastOf('司法局配合、2025年3月到期的有哪些', '司法局改贸促会')).toEqual(tasks(65, 66));
    expect(lastOf('公安局牵头、去年12月到期的', '去年12月改今年6月')).toEqual(tasks(20));
  });

  it('replaces what cannot hold at once', () => {
    expect(lastOf('公安牵头2025年6月到期的有哪些', '就看2024年12月的')).toEqual(tasks(18, 19, 34, 49, 53));
  });

  it('adds a unit, and narrows by one that is there as well', () => {
    expect(lastOf('市委编办的任务有哪些', '加工信局')).toEqual(tasks(39, 40, 43, 44));
    expect(lastOf('2024年12月到期、版权局参与的有哪些', '同时商务局也有份的')).toEqual(tasks(15));
  });

  it('changes the role with the rest kept', () => {
    expect(lastOf('市公安局牵头、6月到期的有哪些', '它做配合单位的是哪些')).toEqual(tasks(30, 51, 56, 57, 58, 60));
  });

  it('starts afresh where all conditions are given up', () => {
    expect(lastOf('公安牵头的有哪些', '前面那些条件都不要了，带★的有哪些')).toHaveLength(12);
  });
});

describe('two sets shown', () => {
  it('puts them together, keeps what both hold, and tells the difference', () => {
    const two = ['省检察院落实的支持有哪些', '省法院呢'];
    expect(lastOf(...two, '这两家一起落实的是哪条')).toEqual(['support:14']);
    expect(lastOf('市委编办的任务有哪些', '工信局呢', '合起来多少').sort()).toEqual(tasks(39, 40, 43, 44));
    expect(lastOf('农业农村局配合、2024年12月到期的', '换成文旅局', '农业局多了哪一条')).toEqual(tasks(14));
  });
});

describe('what was talked of', () => {
  it('answers a column for every row just listed', () => {
    const say = talk();
    say('工信局配合的有哪些');
    const reply = say('它们都啥时候到期');
    expect(reply.records).toEqual(tasks(39, 40));
    expect(reply.text).toContain('2025年6月');
  });

  it('goes back to a record or a list by its words', () => {
    const twice = ['海外侵权责任险这类保险方案提了没', '西安中院的巡回审判庭打算设在哪'];
    expect(lastOf(...twice, '再回到保险那条，它到几月')).toEqual(['task:67']);
    expect(lastOf('检察院牵头的有哪些', '没人配合的呢', '刚才四项里带星的是哪个')).toEqual(tasks(21));
  });

  it('says of a row that is asked for its progress when it is due, and states no row', () => {
    const say = talk();
    say('第22项');
    const reply = say('这项办完没有');
    expect(reply).toMatchObject({ outcome: 'not_found', records: [] });
    expect(reply.text).toContain('2024年12月');
  });

  it('takes a correction within a correction', () => {
    expect(lastOf('文旅局参与、2025年6月到期的', '单位弄错了，不是文旅局，是市商务局')).toEqual(tasks(7, 39, 40, 51));
  });
});

describe('rows by number, by place, by words', () => {
  const police = '公安局牵头的任务有哪些';

  it.each<[string[], string[]]>([
    [[police, '再把任务22加上'], tasks(18, 19, 20, 22, 34, 49, 53)],
    [[police, '18和19去掉'], tasks(20, 34, 49, 53)],
    [[police, '2024年12月到期的留下，别的去掉'], tasks(18, 19, 34, 49, 53)],
    [['市检察院牵头的有哪些', '前两条发我原文'], tasks(21, 22)],
    [['市检察院牵头的有哪些', '前两条发我原文', '另外两条呢，时限'], tasks(23, 55)],
  ])('%j', (turns, ids) => {
    expect(lastOf(...turns).sort()).toEqual([...ids].sort());
  });

  it('are said by their numbers', () => {
    const say = talk();
    say(police);
    expect(say('再把任务22加上').text).toContain('市公安局牵头，或第22项的共 7 项');
  });
});

describe('what was talked of before', () => {
  it('is compared with one unit more', () => {
    const say = talk();
    say('省检察院落实的支持有哪些');
    expect(say('与省法院相比谁多').text).toContain('省检察院落实 5 项；省法院落实 3 项');
  });

  it('gives the month for 同一个月', () => {
    expect(lastOf('第22项什么时候完成', '同一个月里检察院配合的任务有哪些')).toEqual(tasks(24, 27, 33, 35));
  });

  it('gives the column for a count of its values', () => {
    expect(lastOf('按完成时限统计任务数', '最多的是哪个时点')).toHaveLength(30);
  });
});
