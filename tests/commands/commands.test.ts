/** Commands through the front door on a real store: what they do, what they say back, who may, and what is kept of it. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownDigest } from '../../src/commands/next-page.ts';
import { subscriptionOf } from '../../src/delivery/subscription-row.ts';
import { channelSubscriptions } from '../../src/delivery/subscriptions.ts';
import { loadPack } from '../../src/knowledge/load.ts';
import { fuzzRuns } from '../setup/fuzz.ts';
import { desk } from './rig.ts';

type Desk = Awaited<ReturnType<typeof desk>>;
const live = async ({ one }: Desk, channel = 'room') =>
  (await channelSubscriptions(one.deliveryContext, 'fake', channel)).filter(({ state }) => state !== 'ended');

describe('subscribing', () => {
  it('shows what was understood, its next three times and how to change it, and keeps who asked', async () => {
    const it = await desk();
    const { text, outcome } = await it.tell('订阅 每周一、四8:30 公安牵头★ 本月到期');
    expect(outcome).toBe('command:subscribe');
    expect(text.split('\n')).toEqual([
      '已订阅（第1条）',
      '时间：每周一、四 8:30',
      '内容：市公安局牵头、★；本月到期',
      '另外：没有到期的也发一行',
      '也就是：订阅 每周一、四 8:30 市公安局牵头 ★ 本月到期',
      '接下来：6月5日 周四 8:30；6月9日 周一 8:30；6月12日 周四 8:30',
      '改内容：退订 1 后重新订阅；先停一阵：暂停 1 到10月8日。',
      '1 预览 1　2 退订 1',
    ]);
    const [row] = await it.rows('select actor, door, channel, action, detail from audit');
    expect(row).toMatchObject({ actor: 'fake:U1 Ann', door: 'fake', channel: 'room', action: 'subscription.add' });
    expect(row!.detail).toMatchObject({ said: '每周一、四8:30 公安牵头★ 本月到期', scope: { starredOnly: true } });
  });

  it('takes every wording, in any order, and its own confirmation reads the same', async () => {
    const it = await desk();
    const wordings = [
      '订阅',
      '订阅 每个工作日9:00',
      '订阅：每天下午3点半 法院配合的',
      '/订阅 每月1日 9:00 下月到期',
      '請訂閱 每個工作日9:00 公安牽頭 例行職責',
      '订阅 到期前7个工作日 公安',
      '订阅 到期前30、15、7、1个工作日',
      '订阅每周五16点逾期',
      '订阅 只看★ 第3组',
      '订阅 30天内 例行职责 阶段 每月最后一个工作日',
      '订阅 隔周一 9:00 各区县',
      '订阅 每周一 9:00 无事不发 免打扰 22:00-8:00',
      '订阅 cron 0 9 * * 1 公安',
      '订阅 每季度首个工作日 9:00 检察院，逾期，10个工作日内到期',
      'subscribe',
      'Subscribe to every Monday 9:00, police (lead), due this month',
      'subscribe 7 working days before the deadline',
      'subscribe us to key tasks only every day at 5pm',
      'subscribe every other week on Friday 16:00 overdue',
      'subscribe day 1 of every month 9:00, court, within 30 days, silent when nothing',
    ];
    for (const [index, wording] of wordings.entries()) {
      const first = await it.tell(wording, { channel: `a${index}` });
      expect(first.outcome, wording).toBe('command:subscribe');
      const [facts] = first.card.blocks;
      const readAs = facts?.type === 'facts' ? facts.facts.at(-1)!.value : '';
      const second = await it.tell(readAs, { channel: `b${index}` });
      expect(second.outcome, readAs).toBe('command:subscribe');
      const [[one], [other]] = [await live(it, `a${index}`), await live(it, `b${index}`)];
      expect(subscriptionOf(other!), wording).toEqual(subscriptionOf(one!));
    }
  });

  it('names what it can’t read, subscribes nothing, and offers the nearest reading, which then works', async () => {
    const it = await desk();
    const cases: [string, string, string | undefined][] = [
      ['订阅 每周一9:00 公安 火星', '没读懂“火星”', '订阅 每周一 9:00 市公安局 本月到期 阶段'],
      ['订阅 工安局 每天9点', '方案里没有“工安局”这个单位，相近的有市公安局', '订阅 每天 9:00 市公安局 本月到期 阶段'],
      ['订阅 每天25点', '“25点”不是一天里的时间', undefined],
      ['订阅 每周', '是星期几', undefined],
      ['订阅 每小时', '太密', undefined],
      ['订阅 第9组 每天9点', '没读懂“第9组”', '订阅 每天 9:00 本月到期 阶段'],
      ['/订阅 专利公报', '没读懂“专利公报”', undefined],
      ['订阅 专利公报', '没读懂“专利公报”', undefined],
      ['订阅 发一次到期的任务', '发一次是哪一天', undefined],
      [
        'subscribe every Friday 9:00 moonshine',
        '“moonshine” was not understood',
        'subscribe every Friday 9:00, due this month, phases',
      ],
    ];
    for (const [said, why, offered] of cases) {
      const { text, card, outcome } = await it.tell(said);
      expect(outcome).toBe('refused:subscribe');
      expect(text).toContain(why);
      expect(card.choices[0]?.question, said).toBe(offered);
    }
    expect(await it.rows('select 1 from subscription union all select 1 from audit')).toEqual([]);
    expect((await it.tell('订阅 每天 9:00 市公安局 本月到期 阶段')).outcome).toBe('command:subscribe');
  });

  it('does not subscribe twice to the same, nor without end', async () => {
    const it = await desk();
    await it.tell('订阅');
    expect((await it.tell('订阅 每个工作日9点 本月到期、阶段')).text).toBe('这里已经有同样的订阅（第1条）。');
    for (let hour = 0; hour < 19; hour++) await it.tell(`订阅 每天${hour}:30`);
    expect((await it.tell('订阅 每天23:30')).text).toContain('最多 20 条');
    expect(await live(it)).toHaveLength(20);
  });

  it('is refused through a door that can’t send, with what to do instead', async () => {
    const it = await desk();
    const { text, outcome } = await it.tell('订阅 每天9:00', { door: 'web' });
    expect(outcome).toBe('refused:subscribe');
    expect(text).toContain('没法定时发过来');
    expect(text).toContain('预览');
    expect((await it.tell('subscribe', { door: 'web' })).text).toContain('nothing can be sent on its own');
    expect(await it.rows('select 1 from subscription')).toEqual([]);
  });

  it('says where the days off of a year are not known', async () => {
    const it = await desk('2026-12-30T10:00+08:00');
    expect((await it.tell('订阅 每个工作日9:00 例行职责')).text).toContain('2027 年放假安排尚未收录');
    expect((await it.tell('下次')).text).toContain('2027 年放假安排尚未收录');
    expect((await it.tell('本群设置')).text).toContain('2027 年放假安排尚未收录');
    expect((await it.tell('订阅 每天9:00 节假日照发', { channel: 'other' })).text).not.toContain('放假安排');
  });
});

describe('after the last deadline', () => {
  it('tells before subscribing what would come, and offers what still makes sense, which then works', async () => {
    const it = await desk('2026-11-28T10:00+08:00');
    const { text, card, outcome } = await it.tell('订阅 公安');
    expect(outcome).toBe('refused:subscribe');
    expect(text).toContain('市公安局的完成时限都已过，最晚的是2025年6月');
    expect(text).toContain('还没有订阅');
    expect(await live(it)).toEqual([]);
    const offered = card.choices.map(({ question }) => question);
    expect(offered).toEqual([
      '订阅 每月第一个工作日 9:00 市公安局 收官报告',
      '订阅 每月第一个工作日 9:00 市公安局 例行职责',
      '订阅 每个工作日 9:00 市公安局 本月到期 阶段 照订',
    ]);
    for (const words of offered) expect((await it.tell(words)).outcome).toBe('command:subscribe');
    expect(await live(it)).toHaveLength(3);
    expect((await it.tell('subscribe')).card.choices.at(-1)!.question).toContain('anyway');
  });

  it('offers a plan that goes on, and the whole plan where only a unit is through', async () => {
    const it = await desk('2025-08-04T10:00+08:00');
    const part = await it.tell('订阅 公安 本月到期');
    expect(part.card.choices.map(({ question }) => question)).toContain('订阅 每个工作日 9:00 本月到期');
    const other = await desk('2026-11-28T10:00+08:00');
    const second = loadPack(join(import.meta.dirname, '../fixtures/lanqiao'));
    other.one.deliveryContext.packs = [...other.one.deliveryContext.packs, second];
    const asked = await other.tell('订阅 西安方案 本月到期');
    expect(asked.card.choices.map(({ question }) => question)).toContain(
      `订阅 每个工作日 9:00 《${second.facts.title}》 本月到期`,
    );
    expect((await other.tell('订阅 本月到期')).text).toContain('的完成时限都已过，只会说明一次');
  });

  it('settings and the next times say that a subscription rests', async () => {
    const it = await desk('2026-11-28T10:00+08:00');
    await it.tell('订阅 照订');
    expect((await it.tell('本群设置')).text).toContain('下一次 11月30日 周一 9:00');
    await it.rows(`update subscription set told = '{xian-ip}'`);
    expect((await it.tell('本群设置')).text).toContain('方案的完成时限都已过，已发过最后一份，不再发');
    expect((await it.tell('下次')).text).toContain('不再发');
    expect((await it.tell('预览')).text).toBe('第1条　方案的完成时限都已过，已发过最后一份，不再发');
    const shown = await it.tell('预览', { channel: 'other' });
    expect(shown.text).toContain('预览“每月第一个工作日 9:00 收官报告”');
    expect(shown.text).toContain('2024年7月 2 项');
  });

  it('takes one day, and refuses one that has passed', async () => {
    const it = await desk();
    expect((await it.tell('订阅 明天9点')).text).toContain('接下来：6月4日 周三 9:00');
    expect((await it.tell('订阅 今天8点')).text).toContain('已经过去了');
    expect((await it.tell('订阅 2025年6月1日 9:00')).text).toContain('已经过去了');
  });
});

describe('several subscriptions', () => {
  async function three() {
    const it = await desk();
    for (const words of ['每天 8:00', '每天 9:00', '每天 10:00']) await it.tell(`订阅 ${words}`);
    return it;
  }

  it('keep their numbers when others end, and are asked for where it matters', async () => {
    const it = await three();
    const asked = await it.tell('退订');
    expect(asked.text).toContain('有 3 条订阅，是哪一条');
    expect(asked.card.choices.map(({ question }) => question)).toEqual(['退订 1', '退订 2', '退订 3', '退订 全部']);
    expect((await it.tell('退订 第2条')).text).toBe('已退订第2条。\n要再订：订阅 每天 9:00 本月到期 阶段');
    expect((await it.tell('退订 2')).text).toBe('第2条已经退订了。');
    expect((await it.tell('退订 9')).text).toBe('没有第9条订阅；有第1条、第3条。');
    expect((await it.tell('下次 3')).text).toContain('第3条　每天 10:00 本月到期 阶段\n接下来：6月4日 周三 10:00');
    expect((await it.tell('预览')).card.choices.map(({ question }) => question)).toEqual(['预览 1', '预览 3']);
    expect((await it.tell('unsubscribe all')).text).toContain('Unsubscribed: no. 1, no. 3.');
    for (const words of ['退订', '暂停', '恢复', '下次']) expect((await it.tell(words)).text).toBe('这里还没有订阅。');
    expect((await it.tell('退订 9')).text).toContain('这里还没有订阅');
    expect(await live(it)).toEqual([]);
  });

  it('pause and resume, one or all, until a day or without end', async () => {
    const it = await three();
    expect((await it.tell('暂停 2 到6月9日')).text).toBe('已暂停第2条，到6月9日 周一恢复。\n下一次：6月9日 周一 9:00');
    expect((await it.tell('暂停')).text).toBe('已暂停第1条、第3条。发“恢复”再继续。\n第2条本来就停着。');
    expect((await it.tell('pause until next Monday')).text).toBe('Paused: no. 1, no. 2, no. 3, until Mon 9 Jun.');
    expect((await it.tell('恢复 1')).text).toBe('已恢复第1条。\n下一次：6月4日 周三 8:00');
    expect((await it.tell('恢复 1')).text).toBe('第1条没有暂停。');
    expect((await it.tell('resume')).text).toBe('Resumed: no. 2, no. 3.');
    for (const [words, why] of [
      ['暂停 到下周八', '没读懂“下周八”'],
      ['暂停 到2020年1月1日', '已经过去了'],
      ['暂停 到2030年1月1日', '最多一年'],
    ] as const)
      expect((await it.tell(words)).text).toContain(why);
    const actions = (await it.rows('select action, detail from audit order by id')).slice(3);
    expect(actions.map(({ action }) => String(action).slice(13))).toEqual([
      ...['pause', 'pause', 'pause', 'pause', 'pause', 'pause', 'resume', 'resume', 'resume'],
    ]);
    expect(actions[0]!.detail).toEqual({ until: '2025-06-09' });
  });

  it('of other channels are out of reach, and nobody revives what another has ended', async () => {
    const it = await three();
    expect((await it.tell('退订 1', { channel: 'elsewhere' })).text).toContain('这里还没有订阅');
    expect((await it.tell('本群设置', { channel: 'elsewhere' })).text).toContain('还没有订阅');
    const both = await Promise.all([it.tell('退订 1'), it.tell('暂停 1'), it.tell('退订 1')]);
    expect(
      both.map(({ outcome }) => outcome).filter((outcome) => outcome === 'command:unsubscribe').length,
    ).toBeGreaterThan(0);
    expect((await live(it)).map(({ requestText }) => requestText)).not.toContain('每天 8:00');
  });
});

describe('looking', () => {
  it('shows settings and the next times to everybody, the state of each and who made it', async () => {
    const it = await desk();
    const anybody = { mayManage: false, user: 'U9', userName: 'Zoe' };
    expect((await it.tell('本群设置', anybody)).text).toContain('本群还没有订阅');
    expect((await it.tell('设置', { ...anybody, direct: true })).text).toMatch(/^这里的设置/);
    await it.tell('订阅 每个工作日9:00 公安牵头★');
    await it.tell('暂停 到10月8日');
    await it.tell('完成 57');
    expect((await it.tell('本群设置', anybody)).text.split('\n')).toEqual([
      '本群设置',
      '第1条　每个工作日 9:00 市公安局牵头 ★ 本月到期 阶段',
      '已暂停，到10月8日 周三恢复 · Ann 于6月3日 周二订阅',
      '「本群登记」已完成：第57项（Ann，6月3日 周二）',
      '能改设置的：Ann、Bob',
    ]);
    expect((await it.tell('settings', { ...anybody, managers: [], mayManage: true })).text).toContain('anybody');
    expect((await it.tell('下次', anybody)).text).toContain('已暂停，到10月8日 周三恢复');
  });

  it('previews a subscription, a request, or what would be usual, with what is registered as done', async () => {
    const it = await desk();
    expect((await it.tell('预览')).text).toContain('这里还没有订阅。发“订阅”就会按下面的样子，每个工作日 9:00 发。');
    const asked = await it.tell('预览 公安 本月到期', { mayManage: false });
    expect(asked.text).toContain('预览“每个工作日 9:00 市公安局 本月到期”：6月4日 周三 9:00 会这样发。');
    expect(asked.text).toContain('共 7 项（★ 2 项），牵头 1 项，配合 6 项。');
    await it.tell('订阅 每天9:00 公安牵头 无事不发 下月到期');
    expect((await it.tell('预览')).text).toBe('6月4日 周三 9:00 没有要说的，这条订阅那时不发。');
    await it.tell('完成 20');
    expect((await it.tell('预览 公安牵头')).text).toContain('✓与驻市高校');
    const unread = await it.tell('预览 公安牵头 火星');
    expect(unread.card.choices[0]!.question).toBe('预览 每个工作日 9:00 市公安局牵头 本月到期 阶段');
    expect(await it.rows(`select 1 from audit where action = 'subscription.add'`)).toHaveLength(1);
  });

  it('lists what became of every digest, in words', async () => {
    const it = await desk();
    expect((await it.tell('投递记录')).text).toBe('这里还没有投递记录。');
    await it.tell('订阅 每天9:00');
    const [{ id } = {}] = await it.rows('select id from subscription');
    const states = [
      'sent',
      'pending',
      'sending',
      'failed gave-up',
      'unknown unanswered',
      'skipped superseded',
      'skipped nothing-due',
    ];
    for (const [index, both] of states.entries()) {
      const [state, reason = null] = both.split(' ');
      await it.one.store.pool.query(
        `insert into delivery (subscription_id, slot_at, door, channel, state, reason, attempts, created_at)
         values ($1, $2, 'fake', 'room', $3, $4, $5, now())`,
        [id, new Date(Date.UTC(2025, 5, 10 - index, 1)), state, reason, index === 3 ? 10 : 1],
      );
    }
    expect((await it.tell('投递记录', { mayManage: false })).text.split('\n')).toEqual([
      '投递记录',
      '6月10日 周二 9:00 · 已送达',
      '6月9日 周一 9:00 · 待发',
      '6月8日 周日 9:00 · 正在发',
      '6月7日 周六 9:00 · 没送到（试了多次没成） · 试了 10 次',
      '6月6日 周五 9:00 · 不确定是否送到（平台没有回应）',
      '6月5日 周四 9:00 · 没发（有更近的一次）',
      '6月4日 周三 9:00 · 没发（没有要说的）',
    ]);
    expect((await it.tell('deliveries')).text).toContain(
      'Sat 7 Jun 9:00 · not delivered (gave up after many attempts) · 10 attempts',
    );
  });

  it('leaves next to the assistant soon after an answer of its own', async () => {
    const it = await desk();
    const lastAnsweredAt = new Date(it.one.clock.getTime() - 60_000);
    expect(await it.say('next', { lastAnsweredAt })).toBeUndefined();
    expect((await it.tell('next digest', { lastAnsweredAt })).outcome).toBe('command:next');
    expect((await it.tell('next')).outcome).toBe('command:next');
    expect((await it.tell('下次', { lastAnsweredAt })).outcome).toBe('command:next');
  });
});

describe('registering what is done', () => {
  it('is the word of the channel, with who and when, and can be taken back', async () => {
    const it = await desk();
    const first = await it.tell('完成 24、57');
    expect(first.text).toMatch(/^「本群登记」已完成：第24项 .*、第57项 /);
    expect(first.text).toContain('方案本身不记录是否已完成');
    expect(first.card.choices[0]!.question).toBe('撤销完成 24、57');
    expect((await it.tell('done 24 and 25', { user: 'U2', userName: 'Bob' })).text).toContain(
      'Registered before: row 24 (Ann, Tue 3 Jun).',
    );
    expect((await it.tell('撤销完成 24、57')).text).toMatch(/^已撤销「本群登记」：第24项 /);
    expect((await it.tell('undo 57')).text).toBe('Not registered: row 57.');
    expect(await it.rows('select record, done_by from registration')).toEqual([
      { record: 'task:25', done_by: 'fake:U2 Bob' },
    ]);
    expect(await it.rows('select actor, action, subject from audit order by id')).toEqual([
      ...['24', '57'].map((n) => ({ actor: 'fake:U1 Ann', action: 'registration.done', subject: `xian-ip/task:${n}` })),
      { actor: 'fake:U2 Bob', action: 'registration.done', subject: 'xian-ip/task:25' },
      ...['24', '57'].map((n) => ({ actor: 'fake:U1 Ann', action: 'registration.undo', subject: `xian-ip/task:${n}` })),
    ]);
  });

  it('refuses rows that no plan has, by name, and registers none of them', async () => {
    const it = await desk();
    const { text, outcome } = await it.tell('完成 24、99、100');
    expect(outcome).toBe('refused:done');
    expect(text).toMatch(/^没有第99项、第100项，所以都没有登记；.*第1—68项。$/);
    expect((await it.tell('undo 99')).text).toContain('There is no row 99, so nothing was changed');
    expect((await it.tell('完成 1到60')).text).toContain('一次最多 40 项');
    expect((await it.tell('/完成')).text).toContain('例如：完成 24');
    expect(await it.rows('select 1 from registration')).toEqual([]);
  });

  it('asks of which plan, where several have the row', async () => {
    const it = await desk();
    const second = loadPack(join(import.meta.dirname, '../fixtures/lanqiao'));
    it.one.deliveryContext.packs = [...it.one.deliveryContext.packs, second];
    const title = `《${second.facts.title}》`;
    const asked = await it.tell('完成 2');
    expect(asked.outcome).toBe('refused:done');
    expect(asked.card.choices.map(({ label }) => label)).toContain(title);
    const chosen = await it.tell(asked.card.choices.at(-1)!.question);
    expect(chosen.outcome).toBe('command:done');
    expect(chosen.card.choices[0]!.question).toBe(`撤销完成 2 ${title}`);
    expect((await it.tell('完成 60')).outcome).toBe('command:done');
    expect(await it.rows('select pack, record from registration order by done_at')).toEqual([
      { pack: second.id, record: 'task:2' },
      { pack: 'xian-ip', record: 'task:60' },
    ]);
    expect((await it.tell('本群设置')).text).toContain(`「本群登记」已完成（${title}）：第2项（Ann，6月3日 周二）`);
    expect((await it.tell(`undo 2 ${title}`)).text).toContain('No longer registered as done: row 2');
  });
});

describe('what 导出 takes away', () => {
  it('is each plan of the digest that was shown last, and nothing of it once a question was answered', async () => {
    const it = await desk('2025-12-01T10:00+08:00');
    const second = loadPack(join(import.meta.dirname, '../fixtures/lanqiao'));
    it.one.deliveryContext.packs = [...it.one.deliveryContext.packs, second];
    const shown = await it.tell('预览 每个工作日 9:00 本月到期');
    const lists = await shownDigest(it.one.deliveryContext, it.asker());
    expect(lists?.map(({ pack }) => pack).toSorted()).toEqual([second.id, 'xian-ip'].toSorted());
    expect(lists).toEqual(
      shown.card.lists!.map(({ pack, records }) => ({
        pack,
        query: { ask: 'select', kind: 'task', as: 'list', where: { ids: records } },
      })),
    );
    const lastAnsweredAt = new Date(it.one.clock.getTime() + 1_000);
    expect(await shownDigest(it.one.deliveryContext, it.asker({ lastAnsweredAt }))).toBeUndefined();
  });
});

describe('who may', () => {
  it('a refusal says who can, and nothing is changed', async () => {
    const it = await desk();
    const anybody = { mayManage: false };
    for (const words of ['订阅 每天9:00', '退订', '暂停 3天', '恢复', '完成 24', '撤销完成 24']) {
      const { text, outcome } = await it.tell(words, anybody);
      expect(outcome).toMatch(/^refused:/);
      expect(text).toMatch(/要由管理员来发。可以找：Ann、Bob。$/);
    }
    expect((await it.tell('subscribe', anybody)).text).toContain('Ask: Ann, Bob.');
    expect((await it.tell('退订', { ...anybody, managers: [] })).text).toContain('还没有管理员');
    expect(await it.rows('select 1 from audit')).toEqual([]);
  });
});

it('offers the right word where a command is nearly right, and does nothing', async () => {
  const it = await desk();
  for (const [said, meant] of [
    ['订月', '订阅'],
    ['退定 2', '退订 2'],
    ['投递纪录', '投递记录'],
    ['susbcribe', 'subscribe'],
  ] as const) {
    const { card, outcome, text } = await it.tell(said);
    expect(outcome).toBe('suggested');
    expect(card.choices.map(({ question }) => question)).toContain(meant);
    expect(text).toMatch(/^(您要找的是不是：|Did you mean: )/);
  }
  for (const question of ['怎么订阅专利公报', '24号任务完成了吗', '公安这个月到期的几项', 'who leads row 24', ''])
    expect(await it.say(question), question).toBeUndefined();
});

it('answers or passes on whatever is said, and never throws', async () => {
  const it = await desk();
  const piece = fc.constantFrom(
    ...[
      '订阅',
      '退订',
      '暂停',
      '恢复',
      '预览',
      '下次',
      '完成',
      '撤销完成',
      '更多',
      '到',
      '10月8日',
      '1',
      '、',
      ' ',
      '每周一',
    ],
    ...[
      '9:00',
      'subscribe',
      'pause',
      ' until ',
      'done',
      '/',
      '★',
      '公安',
      '全部',
      '24',
      '99',
      '\u0000',
      '😀',
      "'",
      '%',
      '\ud800',
    ],
  );
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(words, fc.boolean(), async (said, mayManage) => {
      await it.say(said, { mayManage });
    }),
    { numRuns: fuzzRuns(300) },
  );
});
