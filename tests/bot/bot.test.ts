/** What the bot makes of a message, without a store: once, in order, in its limits, and never with an exception. */
import { describe, expect, it } from 'vitest';
import { MemoryConversationStore } from '../../src/bot/memory-store.ts';
import { commandHelp } from '../../src/commands/phrases/phrases.ts';
import type { QuestionLogEntry } from '../../src/model/conversation-store.ts';
import { group, pack, Rig, wordsOf } from './rig.ts';

class Noting extends MemoryConversationStore {
  readonly asked: QuestionLogEntry[] = [];
  readonly judged: [string, boolean][] = [];

  override async logQuestion(asked: QuestionLogEntry): Promise<void> {
    this.asked.push(asked);
    return super.logQuestion(asked);
  }

  override async recordFeedback(reply: string, { useful }: { useful: boolean }): Promise<boolean> {
    this.judged.push([reply, useful]);
    return true;
  }
}

it('has a human line for a file without words and for 拍一拍', async () => {
  const rig = new Rig();
  expect(await rig.words('', { content: { type: 'text', text: '', wordless: true } })).toContain('我只读文字');
  expect(await rig.words('"小王" 拍了拍我')).toContain('我在');
});

describe('one message', () => {
  it('is answered with a card that has an id, and noted with what became of it', async () => {
    const keep = new Noting();
    const rig = new Rig(undefined, { conversations: keep });
    const card = await rig.say('第24项的完成时限');
    expect(wordsOf(card)).toContain('2024年');
    expect(card?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(card?.actions).toEqual([{ label: '原文', question: '原文 24' }]);
    expect(keep.asked).toMatchObject([
      { reply: card?.id, outcome: 'answer', pack: 'xian-ip', records: ['task:24'], text: '第24项的完成时限' },
    ]);
  });

  it('is answered once, however often the platform hands it over', async () => {
    const rig = new Rig();
    const message = rig.message('第24项的完成时限');
    const [first, second] = await Promise.all([rig.bot.receive(message), rig.bot.receive(message)]);
    expect([first, second].filter((card) => card)).toHaveLength(1);
    expect(await rig.bot.receive(message)).toBeUndefined();
  });

  it('offers the next page as a button where there is one, and the button does what the word does', async () => {
    const rig = new Rig();
    const card = await rig.say('市公安局配合的任务有哪些');
    expect(card?.actions).toEqual([{ label: '更多', question: '更多' }]);
    const { question } = card!.actions![0]!;
    const next = await rig.say('', { content: { type: 'press', card: card!.id!, question } });
    expect(wordsOf(next)).toMatch(/第 9—\d+ 项|已全部列完/);
  });

  it('of an unknown error gets words, and the operator its cause', async () => {
    const keep = new Noting();
    const error = new Error('the roof is leaking');
    const rig = new Rig(undefined, {
      conversations: keep,
      current: () => {
        throw error;
      },
    });
    expect(await rig.words('第24项的完成时限')).toContain('没能答上来');
    expect(await rig.words('when is task 24 due')).toContain('could not be answered');
    expect(rig.logged('error').map(({ fields }) => fields.err)).toEqual([error, error]);
    expect(keep.asked.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
  });

  it('gets words also where what is kept is broken', async () => {
    class Broken extends MemoryConversationStore {
      override async claimMessage(): Promise<boolean> {
        throw new Error('no');
      }
    }
    const rig = new Rig(undefined, { conversations: new Broken() });
    expect(await rig.words('第24项的完成时限')).toContain('没能答上来');
    expect(rig.logged('error')).toHaveLength(1);
  });

  it('longer than anybody asks is read up to a length, and that is said', async () => {
    const rig = new Rig();
    const said = await rig.words(`第24项的完成时限${'，谢谢'.repeat(5_000)}`);
    expect(said).toContain('只读了前 1000 个字');
  });

  it.each(['😀', '[微笑][微笑]', '！！！', ' ', '……', '?'])('%j is met with help', async (text) => {
    const card = await new Rig().say(text);
    expect(wordsOf(card)).toContain('直接提问');
    expect(card?.choices.length).toBeGreaterThanOrEqual(3);
  });

  it('a question log at info level holds no words of the question', async () => {
    const rig = new Rig();
    await rig.say('外观被隔壁厂仿了 找谁调解');
    expect(JSON.stringify(rig.lines)).not.toContain('隔壁厂');
  });
});

describe('greetings and help', () => {
  it('a first greeting shows three real questions for the kind of person, and offers those of the other', async () => {
    const rig = new Rig();
    const card = await rig.say('你好');
    expect(wordsOf(card)).toContain(pack.facts.title);
    const { enterprise, official } = pack.facts.examples;
    expect(card?.choices.slice(0, 3).map(({ question }) => question)).toEqual(enterprise.slice(0, 3));
    const other = await rig.say(card!.choices[3]!.question);
    expect(other?.choices.slice(0, 3).map(({ question }) => question)).toEqual(official.slice(0, 3));
    for (const { question } of [...card!.choices, ...other!.choices])
      expect(await rig.words(question)).not.toContain('没能答上来');
  });

  it('in a group the examples are those of officials; an empty conversation that is opened is greeted', async () => {
    const rig = new Rig();
    const card = await rig.say('在吗', group('ann'));
    expect(card?.choices[0]?.question).toBe(pack.facts.examples.official[0]);
    const visited = await rig.say('', { content: { type: 'visit' } });
    expect(visited?.choices).toHaveLength(4);
  });

  it('help names the commands, in the language it was asked in', async () => {
    const rig = new Rig(undefined, { commandHelp });
    expect(await rig.words('帮助')).toMatch(/管理员还可以发.*退订：/s);
    expect(await rig.words('Help!')).toMatch(/Admins may also say.*unsubscribe：/s);
    expect(await new Rig().words('帮助')).not.toContain('退订');
  });

  it('a greeting in the middle of a dialogue does not start it anew', async () => {
    const rig = new Rig();
    await rig.say('第24项的责任单位');
    await rig.say('你好');
    expect(await rig.words('那完成时限呢')).toContain('2024年');
  });
});

describe('judgements', () => {
  it.each([
    ['有用', true],
    ['👍🏽👍🏽', true],
    ['[强]', true],
    ['Useful.', true],
    ['没用！', false],
    ['👎', false],
    ['not useful', false],
  ])('%s is recorded against the last reply of that person there', async (text, useful) => {
    const keep = new Noting();
    const rig = new Rig(undefined, { conversations: keep });
    const mine = await rig.say('第24项的完成时限', group('ann'));
    await rig.say('第25项的完成时限', group('bob'));
    await rig.say('第26项的完成时限', group('ann', 'another'));
    expect(await rig.words(text, group('ann'))).toMatch(/记下|noted/i);
    expect(keep.judged).toEqual([[mine?.id, useful]]);
  });

  it('without a reply that could be judged, says so', async () => {
    expect(await new Rig().words('有用')).toContain('还没有可以评价的回复');
  });

  it('by a button or a reaction name the card, misses included, and are met with silence', async () => {
    const keep = new Noting();
    const rig = new Rig(undefined, { conversations: keep });
    const card = await rig.say('PCT一件能报销几万');
    const judged = await rig.say('', { content: { type: 'feedback', card: card!.id!, useful: false } });
    expect(judged).toBeUndefined();
    expect(keep.judged).toEqual([[card?.id, false]]);
  });
});

describe('order and pace', () => {
  it('one person is answered in the order of asking, others meanwhile', async () => {
    const waits = new Map([
      ['ann', 60],
      ['bob', 0],
    ]);
    const done: string[] = [];
    class Slow extends MemoryConversationStore {
      override async claimMessage(door: string, message: string, at: Date): Promise<boolean> {
        const [user, number] = message.split(' ');
        if (number === '1') await new Promise((resolve) => setTimeout(resolve, waits.get(user!)));
        return super.claimMessage(door, message, at);
      }

      override async logQuestion(asked: QuestionLogEntry): Promise<void> {
        done.push(`${asked.participant.user} ${asked.text}`);
      }
    }
    const rig = new Rig(undefined, { conversations: new Slow() });
    const ask = (user: string, number: number) => rig.say(`第${number}项`, { ...group(user), id: `${user} ${number}` });
    await Promise.all([ask('ann', 1), ask('ann', 2), ask('bob', 1), ask('ann', 3), ask('bob', 2)]);
    expect(done.filter((one) => one.startsWith('ann'))).toEqual(['ann 第1项', 'ann 第2项', 'ann 第3项']);
    expect(done.slice(0, 2)).toEqual(['bob 第1项', 'bob 第2项']);
  });

  it('a flood of one person gets one notice, then silence until it calms; others are not slowed', async () => {
    const rig = new Rig(undefined, { limits: { person: 5, room: 60 } });
    const replies = await Promise.all(Array.from({ length: 100 }, (_, n) => rig.words(`第${n + 1}项`, group('ann'))));
    expect(replies.filter((text) => text.includes('问得有些快'))).toHaveLength(1);
    expect(replies.filter((text) => text === '')).toHaveLength(94);
    expect(await rig.words('第24项', group('bob'))).toContain('第24项');
    rig.pass(10_000);
    expect(await rig.words('第24项', group('ann'))).toBe('');
    rig.pass(30_000);
    expect(await rig.words('第24项', group('ann'))).toContain('第24项');
  });

  it('a room has its limit too; a direct chat has not', async () => {
    const rig = new Rig(undefined, { limits: { person: 5, room: 8 } });
    const users = ['a', 'b', 'c', 'd'];
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => rig.words(`第${n + 1}项`, group(users[n % 4]!))),
    );
    expect(replies.filter((text) => text.includes('本群提问有些密'))).toHaveLength(1);
    expect(replies.filter((text) => text === '')).toHaveLength(11);
    expect(await rig.words('第24项', group('e', 'another'))).toContain('第24项');
    expect(await rig.words('第24项', { user: 'f', channel: 'room' })).toContain('第24项');
  });
});

describe('dialogues', () => {
  it('each person in a conversation has one, and a thread is a conversation', async () => {
    const rig = new Rig();
    await rig.say('第24项的责任单位', group('ann'));
    await rig.say('第40项的责任单位', group('bob'));
    await rig.say('第59项的责任单位', { ...group('ann'), thread: 't1' });
    const follow = async (more: object) => (await rig.say('那完成时限呢', more))?.sources[0];
    expect(await follow(group('ann'))).toContain('第24项');
    expect(await follow(group('bob'))).toContain('第40项');
    expect(await follow({ ...group('ann'), thread: 't1' })).toContain('第59项');
  });

  it('is forgotten after half an hour', async () => {
    const rig = new Rig();
    await rig.say('第24项的责任单位');
    rig.pass(31 * 60_000);
    expect((await rig.say('那完成时限呢'))?.sources.join()).not.toContain('第24项');
  });
});

describe('commands', () => {
  it('go before questions; who may is known by settings, by code, or because everyone may', async () => {
    const seen: [string, boolean, string[]][] = [];
    const rig = new Rig(undefined, {
      admins: [{ door: 'test', user: 'ann' }],
      commands: async (text, sender) => {
        seen.push([sender.user, sender.mayManage, sender.managers]);
        return text === '订阅' ? { card: { blocks: [], choices: [], sources: [] }, outcome: 'command' } : undefined;
      },
    });
    const card = await rig.say('订阅');
    expect(card).toMatchObject({ blocks: [], id: expect.any(String) });
    await rig.say('订阅', { user: 'bob' });
    expect(seen).toEqual([
      ['ann', true, ['ann']],
      ['bob', false, ['ann']],
    ]);
    expect(await rig.words('第24项')).toContain('第24项');
  });

  it('where there is no store, are told so; questions are not taken for them', async () => {
    const rig = new Rig(undefined, { isCommand: (text) => text === '订阅' });
    expect(await rig.words('订阅')).toContain('这里只能提问');
    expect(await rig.words('第24项')).toContain('第24项');
  });

  it('know when the last question was answered', async () => {
    const seen: (Date | undefined)[] = [];
    const rig = new Rig(undefined, { commands: async (_, sender) => void seen.push(sender.lastAnsweredAt) });
    const asked = rig.clock;
    await rig.say('第24项');
    rig.pass(5_000);
    await rig.say('更多');
    expect(seen).toEqual([undefined, asked]);
  });

  it('one that fails is told politely', async () => {
    const rig = new Rig(undefined, {
      commands: async () => {
        throw new Error('no');
      },
    });
    expect(await rig.words('订阅')).toContain('没能答上来');
  });
});
