/** Another city's plan about another thing: the same code answers it from its pack alone, and beside the first. */
import { describe, expect, it } from 'vitest';
import { dialogue, loadLanqiao, loadXian, openAssistant, sender, tasks } from '../ask.ts';

const lanqiao = loadLanqiao();
const xian = loadXian();

describe('the plan of parks and greenways', () => {
  const ask = sender(openAssistant([lanqiao]), '2026-05-20');

  it.each([
    ['园林局牵头的有哪些', tasks(1, 3, 4, 6, 7, 11, 15, 18, 19)],
    ['园林局牵头的★任务有几项', tasks(1, 4, 6)],
    ['2026年底前到期的有哪些', tasks(1, 2, 3, 6, 7, 10, 12, 13, 14, 15, 16, 17)],
    ['城管配合的有哪些', tasks(4, 10, 12, 15)],
    ['民政局参与的任务', tasks(5, 8, 12, 19)],
    ['绿道中心牵头的有哪几项', tasks(12, 13)],
    ['交通局牵头的', tasks(10)],
    ['★任务有哪些', tasks(1, 4, 6, 9, 16)],
    ['2026年12月到期的有哪些', tasks(6, 12, 16)],
    ['2026年9月到期的有哪些', tasks(7, 10, 14)],
    ['下个月到期的有哪些', tasks(13, 17)],
    ['逾期的有哪些', tasks(1, 2, 3, 15)],
    ['2027年6月到期的有哪些', tasks(4, 8, 9, 11)],
    ['没有参与单位的任务', tasks(13)],
    ['长期坚持的任务有哪些', tasks(5, 18, 19)],
  ])('%s', (question, rows) => {
    const { outcome, records } = ask(question);
    expect({ outcome, records }).toEqual({ outcome: 'list', records: rows });
  });

  it.each([
    ['2项什么时候完成', 'task:2', '时间节点：2025年12月'],
    ['6项什么时候完成', 'task:6', '时间节点：2026年12月'],
    ['4项时间节点', 'task:4', '时间节点：2027年6月'],
    ['18项什么时候完成', 'task:18', '时间节点：长期坚持'],
    ['园长制什么时候完成', 'task:18', '长期坚持'],
    ['12号任务的参与单位和时间节点', 'task:12', '参与单位：市城管局、市民政局'],
    ['附件第9项谁牵头', 'task:9', '牵头单位：市水务局'],
    ['原文 7', 'task:7', '责任人：市住建局分管负责人'],
    ['13项参与单位', 'task:13', '参与单位：无'],
    ['11项责任人是谁', 'task:11', '未载明'],
    ['指标2', 'indicator:2', '≥120公里'],
    ['草地上能搭帐篷吗', 'task:15', '公布可以搭帐篷的区域和时间'],
    ['骑到半道手机没电了有地方充吗', 'task:12', '绿道驿站'],
    ['老人一个人遛弯摔了怎么喊人', 'task:14', '一键求助'],
    ['轮椅进不去老公园', 'task:7', '无障碍坡道'],
    ['楼下要修小花园，我想提意见去哪儿提', 'task:5', '社区公示'],
    ['公司想认养几棵树', 'task:19', '认养'],
    ['放假了能去学校操场踢球吗', 'task:16', '学校体育场地'],
    ['街心花园要建多少个', 'indicator:1', '60'],
    ['where can cyclists refill water bottles', 'task:12', '饮水'],
  ])('%s', (question, id, words) => {
    const { outcome, records, text } = ask(question);
    expect({ outcome, first: records[0] }).toEqual({ outcome: 'answer', first: id });
    expect(text).toContain(words);
    expect(text).toContain('蓝桥市城市公园与绿道建设三年行动计划');
  });

  it.each([
    '场地预约一小时多少钱',
    '认养一棵树一年收多少钱',
    '园长的手机号是多少',
    '驿站摊位租金多少',
    '今年满意度得了多少分',
    '小程序开发花了多少钱',
  ])('does not state: %s', (question) => {
    const { outcome, records, text } = ask(question);
    expect({ outcome, records }).toEqual({ outcome: 'not_found', records: [] });
    expect(text).toContain('未载明');
  });

  it.each([
    ['什么时候印发的', '印发日期：2025年9月12日'],
    ['哪个单位发的文', '蓝桥市人民政府办公室'],
    ['文件全称是什么', '蓝桥市城市公园与绿道建设三年行动计划（2025—2027年）'],
    ['制定依据是什么', '建设公园城市的部署'],
  ])('of the document: %s', (question, words) => {
    const { outcome, text } = ask(question);
    expect(outcome).toBe('answer');
    expect(text).toContain(words);
  });

  it('prints no number of its own, so none is told', () => {
    const { outcome, text } = ask('文号是多少');
    expect(outcome).toBe('not_found');
    expect(text).not.toContain('〔');
  });

  it.each([
    ['第21项', '只到第20项，没有第21项'],
    ['69项谁牵头', '只到第20项，没有第69项'],
    ['指标5', '只到第4项，没有第5项'],
  ])('ends where it ends: %s', (question, words) => {
    expect(ask(question)).toMatchObject({ outcome: 'not_found', records: [] });
    expect(ask(question).text).toContain(words);
  });

  it('tells its own oddities', () => {
    expect(ask('14项牵头单位').text).toContain('原文如此：市应急局同时列为牵头单位和参与单位');
    expect(ask('15项时间节点').text).toContain('原文如此：完成时限早于印发日期（2025年9月12日）');
    expect(ask('7项责任人是谁').text).toContain('原文如此：责任人一栏写的是“市住建局分管负责人”，不是本项牵头单位的');
    expect(ask('6项参与单位').text).toContain('原文如此：市财政局、各区(县)政府之间没有顿号');
    expect(ask('原文 20').text).toContain('原文如此：附件第20项写每年开展，时间节点却是2027.11');
  });

  it('knows nothing of the other plan', () => {
    for (const question of ['外观专利被仿了找谁调解', '公安牵头的有哪些', '技术调查官什么时候扩大']) {
      const { outcome, records } = ask(question);
      expect({ question, stated: outcome === 'answer' || records.length > 0 }).toEqual({ question, stated: false });
    }
  });
});

describe('both plans at once', () => {
  const both = openAssistant([xian, lanqiao]);
  const day = '2026-05-20';
  let talks = 0;
  const talk = () => dialogue(both, day, `talk ${++talks}`);

  it.each([
    ['蓝桥第12项谁牵头', 'lanqiao', 'task:12'],
    ['西安第12项谁牵头', 'xian-ip', 'task:12'],
    ['61号文第24项', 'xian-ip', 'task:24'],
    ['蓝桥行动计划什么时候印发的', 'lanqiao', undefined],
    ['知识产权保护示范区方案什么时候印发的', 'xian-ip', undefined],
    ['外观被隔壁厂仿了 不想打官司 找谁调解', 'xian-ip', 'task:37'],
    ['草地上能搭帐篷吗', 'lanqiao', 'task:15'],
    ['园林局牵头的有哪些', 'lanqiao', 'task:1'],
    ['检察院牵头的有哪些', 'xian-ip', 'task:21'],
  ])('%s', (question, plan, id) => {
    const { pack, records, text } = sender(both, day)(question);
    expect({ pack, first: records[0] }).toEqual({ pack: plan, first: id });
    if (id) expect(text).toContain(plan === 'lanqiao' ? '——《蓝桥市' : '——市政办函〔2024〕61号');
  });

  it('the records are those of the pack that is named', () => {
    const ask = sender(both, day);
    for (const [question, pack] of [
      ['蓝桥第1项', lanqiao],
      ['西安第1项', xian],
    ] as const) {
      const reply = ask(question);
      expect(reply.pack).toBe(pack.id);
      expect(reply.text).toContain(pack.records.get('task:1')!.text.text.slice(0, 12));
    }
  });

  it.each([
    [['蓝桥第12项谁牵头', '参与单位呢', '什么时候完成', '下一项呢', '第14项呢'], 'lanqiao', 'task:14'],
    [['西安第12项谁牵头', '配合单位呢', '什么时候完成', '第14项呢'], 'xian-ip', 'task:14'],
    [['园林局牵头的有哪些', '还有吗', '第二个', '什么时候完成'], 'lanqiao', 'task:3'],
    [['蓝桥的★任务有哪些', '逾期的呢'], 'lanqiao', 'task:1'],
    [['公安牵头的有哪些', '换成法院呢', '第二个'], 'xian-ip', 'task:47'],
  ])('a follow-up stays with its plan: %s', (turns, plan, last) => {
    const say = talk();
    const replies = turns.map((turn) => say(turn));
    expect(replies.map(({ pack }) => pack)).toEqual(turns.map(() => plan));
    expect(replies.at(-1)!.records[0]).toBe(last);
  });

  it('until the other is named', () => {
    const say = talk();
    expect(say('蓝桥第12项谁牵头').pack).toBe('lanqiao');
    expect(say('西安的第12项呢')).toMatchObject({ pack: 'xian-ip', records: ['task:12'] });
    expect(say('什么时候完成')).toMatchObject({ pack: 'xian-ip', records: ['task:12'] });
  });

  it('the order in which the packs are given does not decide', () => {
    const questions = [
      '草地上能搭帐篷吗',
      '外观被隔壁厂仿了 不想打官司 找谁调解',
      '园林局牵头的有哪些',
      '公安牵头的有哪些',
    ];
    const [one, other] = [sender(both, day), sender(openAssistant([lanqiao, xian]), day)];
    for (const question of questions) expect(other(question).text).toBe(one(question).text);
  });

  it('each pack’s ids are its own, and the packs’ differ', () => {
    expect(xian.id).not.toBe(lanqiao.id);
    for (const pack of [xian, lanqiao]) {
      const ids = pack.plan.records.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(pack.records.size).toBe(ids.length);
      expect(new Set(pack.servicePoints.map(({ id }) => id)).size).toBe(pack.servicePoints.length);
    }
  });
});
