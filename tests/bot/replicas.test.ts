/** What two replicas on one PostgreSQL know of each other's conversations. */
import { describe, expect, it } from 'vitest';
import { loadPack } from '../../src/knowledge/load.ts';
import { adminChannels, adminsOf, makeInvite, removeAdmin, startInvite } from '../../src/store/admins.ts';
import { removeOld } from '../../src/store/retention.ts';
import { dialogue, question } from '../../src/store/schema.ts';
import { openAssistant } from '../answer/ask.ts';
import { freshDatabase, freshStore, keep } from '../store/database.ts';
import { group, pack, Rig } from './rig.ts';

/** One of its own for each replica, as each process has; what a dialogue leans on comes from the store of the test. */
const assistants: ReturnType<typeof openAssistant>[] = [];

async function replicas(count = 2): Promise<Rig[]> {
  const url = await freshDatabase();
  const rigs: Rig[] = [];
  for (let n = 0; n < count; n++) {
    const assistant = assistants[n] ?? openAssistant([pack]);
    assistants[n] = assistant;
    const current = { assistant, packs: [pack] };
    rigs.push(new Rig(await freshStore(url), { current: () => current }));
  }
  return rigs;
}

const inStore = async (more: ConstructorParameters<typeof Rig>[1] = {}) => {
  const store = await freshStore();
  return { store, rig: new Rig(store, more) };
};

describe('two replicas', () => {
  it('answer a message once between them, however often and wherever it arrives', async () => {
    const [one, two] = await replicas();
    const messages = Array.from({ length: 20 }, (_, n) => one!.message(`第${n + 1}项`, group(`u${n}`)));
    const replies = await Promise.all(
      messages.flatMap((message) => [one!, two!, one!].map((rig) => rig.bot.receive(message))),
    );
    expect(replies.filter((card) => card)).toHaveLength(20);
    for (const message of messages) expect(await two!.bot.receive(message)).toBeUndefined();
  });

  it('know a message for a day and more, also after a restart', async () => {
    const url = await freshDatabase();
    const before = new Rig(await freshStore(url));
    const message = before.message('第24项');
    expect(await before.bot.receive(message)).toBeDefined();
    const store = await freshStore(url);
    const after = new Rig(store);
    after.pass(47 * 3_600_000);
    await removeOld(store.db, after.clock, keep);
    expect(await after.bot.receive(message)).toBeUndefined();
  });

  it('go on with each other’s dialogues, each person with their own', async () => {
    const [one, two] = await replicas();
    await one!.say('市公安局配合的任务有哪些', group('ann'));
    await two!.say('第40项的责任单位', group('bob'));
    const more = await two!.words('更多', group('ann'));
    expect(more).toMatch(/第 9—|已全部列完/);
    expect((await one!.say('那完成时限呢', group('bob')))?.sources[0]).toContain('第40项');
    const second = await one!.say('第二个详细说说', group('ann'));
    expect(second?.blocks[0]).toMatchObject({ type: 'text' });
    expect((await two!.say('那完成时限呢', group('ann')))?.sources).toEqual(second?.sources);
  });

  it('give the same words as one alone would', async () => {
    const turns = ['市公安局配合的任务有哪些', '更多', '只看★的', '第二个详细说说', '那配合单位呢', '换成市司法局呢'];
    const [alone] = await replicas(1);
    const pair = await replicas();
    for (const [n, text] of turns.entries()) {
      for (const rig of [alone!, ...pair]) rig.pass(1_000);
      expect(await pair[n % 2]!.words(text)).toBe(await alone!.words(text));
    }
  });

  it('go on where the pack was only loaded anew, and drop a dialogue that leans on one which has changed', async () => {
    const url = await freshDatabase();
    const [first, ...others] = pack.servicePoints;
    const changed = { ...pack, servicePoints: [{ ...first!, name: '别处' }, ...others] };
    const rigs: Rig[] = [];
    for (const each of [pack, loadPack(pack.dir), changed]) {
      const current = { assistant: openAssistant([each]), packs: [each] };
      rigs.push(new Rig(await freshStore(url), { current: () => current }));
    }
    const [one, same, other] = rigs;
    await one!.say('第24项的责任单位');
    expect((await same!.say('那完成时限呢'))?.sources[0]).toContain('第24项');
    expect((await other!.say('那完成时限呢'))?.sources.join()).not.toContain('第24项');
    for (const { lines } of rigs)
      expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  });

  it('share their admins: who paired with one may manage at the other within seconds', async () => {
    const url = await freshDatabase();
    const store = await freshStore(url);
    const seen: boolean[] = [];
    const commands = async (_: string, { mayManage }: { mayManage: boolean }) => void seen.push(mayManage);
    const [one, two] = [new Rig(store, { commands }), new Rig(await freshStore(url), { commands })];
    await two.say('第24项');
    await one.say(`认领 ${await makeInvite(store.db, 'cli:tester', one.clock)}`);
    two.pass(6_000);
    await two.say('第24项');
    expect(seen).toEqual([false, true]);
  });
});

it('a burst of messages waits its turn, and is not taken for an outage', async () => {
  const { store, rig } = await inStore();
  const people = Array.from({ length: 400 }, (_, n) => group(`u${n}`, `r${n % 100}`));
  const cards = await Promise.all(people.map((person, n) => rig.say(`第${(n % 60) + 1}项`, person)));
  expect(cards.filter((card) => card)).toHaveLength(people.length);
  expect(rig.logged('warn')).toEqual([]);
  expect(await store.db.$count(question)).toBe(people.length);
});

describe('the question log', () => {
  it('holds every outcome, with people and rooms as hashes and their numbers masked', async () => {
    const { store, rig } = await inStore();
    const room = group('wxid-ann', 'room-of-police');
    const answer = await rig.say('第24项的完成时限，我电话13800138000', { ...room, userName: '老王' });
    const miss = await rig.say('PCT一件能报销几万', room);
    await rig.say('没用', room);
    await rig.say('你好', { user: 'wxid-bob' });
    const rows = await store.db.select().from(question).orderBy(question.id);
    expect(rows.map(({ outcome, reply, useful, text }) => ({ outcome, reply, useful, text }))).toEqual([
      { outcome: 'answer', reply: answer?.id, useful: null, text: '第24项的完成时限,我电话[电话]'.replace(',', '，') },
      { outcome: 'not_found', reply: miss?.id, useful: false, text: 'PCT一件能报销几万' },
      { outcome: 'help', reply: expect.any(String), useful: null, text: '你好' },
    ]);
    expect(rows[0]).toMatchObject({ door: 'test', pack: 'xian-ip', records: ['task:24'] });
    expect(rows[0]!.user).toBe(rows[1]!.user);
    expect(rows[0]!.user).not.toBe(rows[2]!.user);
    expect(JSON.stringify(rows)).not.toMatch(/wxid|room-of-police|老王|1380013/);
    expect(JSON.stringify(await store.db.select().from(dialogue))).not.toContain('1380013');
  });

  it('another installation hashes the same person otherwise', async () => {
    const hashes = new Set<string>();
    for (let n = 0; n < 2; n++) {
      const { store, rig } = await inStore();
      await rig.say('第24项');
      for (const row of await store.db.select().from(question)) hashes.add(row.user);
    }
    expect(hashes.size).toBe(2);
  });

  it('takes a judgement by the id of the card, and does not mind one of a card that it does not know', async () => {
    const { store, rig } = await inStore();
    const card = await rig.say('第24项');
    const judge = (id: string, useful: boolean) => rig.say('', { content: { type: 'feedback', card: id, useful } });
    for (const id of [card!.id!, 'no-uuid', '00000000-0000-4000-8000-000000000000']) await judge(id, true);
    await judge(card!.id!, false);
    const rows = await store.db.select().from(question);
    expect(rows.map(({ useful }) => useful)).toEqual([false]);
    expect(rig.logged('error')).toEqual([]);
  });

  it('characters that PostgreSQL does not take are left out before anything is stored', async () => {
    const { rig } = await inStore();
    expect(await rig.words('第24项', { user: 'an\u0000n' })).toContain('第24项');
    expect(rig.steady?.outage).toBeUndefined();
    expect(rig.logged('error')).toEqual([]);
  });
});

describe('admins', () => {
  const paired = '认领成功';

  it('a code makes whoever says it in a direct chat an admin: once, within a day, and it is on record', async () => {
    const { store, rig } = await inStore();
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    expect(code).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
    expect(await rig.words(`认领 ${code.toLowerCase().replace('-', ' ')}`, { userName: '老王' })).toContain(paired);
    expect(await rig.words(`pair ${code}`, { user: 'bob' })).toContain('wrong');
    expect(await adminsOf(store.db, 'test')).toEqual([{ door: 'test', user: 'ann', name: '老王' }]);
    expect(await adminChannels(store.db, 'test')).toEqual(['ann']);
    const late = await makeInvite(store.db, 'cli:tester', rig.clock);
    rig.pass(24 * 3_600_000 + 1);
    expect(await rig.words(`认领 ${late}`, { user: 'bob' })).toContain('口令不对');
    const { rows } = await store.pool.query('select action, actor from audit order by id');
    expect(rows).toEqual([
      { action: 'admin.invite', actor: 'cli:tester' },
      { action: 'admin.add', actor: 'test:ann' },
      { action: 'admin.invite', actor: 'cli:tester' },
    ]);
    expect(await removeAdmin(store.db, { door: 'test', user: 'ann' }, 'cli:tester', rig.clock)).toBe(true);
    expect(await removeAdmin(store.db, { door: 'test', user: 'ann' }, 'cli:tester', rig.clock)).toBe(false);
  });

  it('of two that say the same code at the same moment one becomes an admin', async () => {
    const { store, rig } = await inStore();
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    const said = await Promise.all(['ann', 'bob', 'cid'].map((user) => rig.words(`认领 ${code}`, { user })));
    expect(said.filter((text) => text.includes(paired))).toHaveLength(1);
    expect(await adminsOf(store.db, 'test')).toHaveLength(1);
  });

  it('a code said in a group is void', async () => {
    const { store, rig } = await inStore();
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    expect(await rig.words(`认领 ${code}`, group('ann'))).toContain('已作废');
    expect(await rig.words(`认领 ${code}`)).toContain('口令不对');
  });

  it.each<[string, (code: string) => string]>([
    ['glued', (code) => `认领${code}`],
    ['with another word', (code) => `认领码：${code}`],
    ['bare', (code) => code],
    ['bare without its hyphen', (code) => code.replace('-', '').toLowerCase()],
    ['within a sentence', (code) => `大家好，这是口令 ${code}，请认领`],
  ])('is recognised in any form, revoked when a group has seen it, and in no log: %s', async (_form, said) => {
    const { store, rig } = await inStore();
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    expect(await rig.words(said(code), group('ann'))).toContain('已作废');
    expect(await rig.words(said(code))).toContain('口令不对');
    const fresh = await makeInvite(store.db, 'cli:tester', rig.clock);
    expect(await rig.words(said(fresh))).toContain(paired);
    const kept = JSON.stringify([await store.db.select().from(question), rig.lines]).toUpperCase();
    for (const one of [code, fresh]) for (const part of one.split('-')) expect(kept).not.toContain(part);
  });

  it('holds a figure and a letter, always', async () => {
    const { store, rig } = await inStore();
    const codes = await Promise.all(Array.from({ length: 100 }, () => makeInvite(store.db, 'cli:tester', rig.clock)));
    expect(codes.filter((code) => !/\d/.test(code) || !/[A-Z]/.test(code))).toEqual([]);
  });

  it('of a start is told again while it is open, and is another one after that', async () => {
    const { store, rig } = await inStore();
    const first = await startInvite(store.db, rig.clock);
    rig.pass(60_000);
    expect(await startInvite(store.db, rig.clock)).toBe(first);
    rig.pass(24 * 3_600_000);
    const second = await startInvite(store.db, rig.clock);
    expect(second).not.toBe(first);
    expect(await rig.words(`认领 ${second}`)).toContain(paired);
    rig.pass(1_000);
    expect(await startInvite(store.db, rig.clock)).not.toBe(second);
  });

  it('five wrong codes an hour, then not even a right one; the log holds no code', async () => {
    const { store, rig } = await inStore();
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    for (let n = 0; n < 5; n++) expect(await rig.words(`认领 ABCDE-2345${n + 2}`)).toContain('口令不对');
    expect(await rig.words(`认领 ${code}`)).toContain('试错次数太多');
    expect(JSON.stringify(await store.db.select().from(question))).not.toMatch(/ABCDE|2345/);
    rig.pass(3_600_001);
    expect(await rig.words(`认领 ${code}`)).toContain(paired);
  });

  it('an admin may manage at once', async () => {
    const seen: boolean[] = [];
    const { store, rig } = await inStore({ commands: async (_, sender) => void seen.push(sender.mayManage) });
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    await rig.say('第24项');
    await rig.say(`认领 ${code}`);
    await rig.say('第24项');
    expect(seen).toEqual([false, true]);
  });
});
