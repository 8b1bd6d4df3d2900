/** The database goes away and comes back: answers go on, nothing is answered twice, and what was kept is entered once. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { makeInvite } from '../../src/store/admins.ts';
import { question } from '../../src/store/schema.ts';
import { maxWaitMs } from '../setup/max-wait.ts';
import { at, freshDatabase, freshStore, openPatiently } from '../store/database.ts';
import { group, Rig } from './rig.ts';

/** A way to the server that can be cut, or that stops carrying without closing. */
class Way {
  readonly #sockets = new Set<Socket>();
  #mode: 'open' | 'cut' | 'stuck' = 'open';
  #server!: Server;
  #port = 0;

  static async to(databaseUrl: string): Promise<{ way: Way; url: string }> {
    const target = new URL(databaseUrl);
    const host = target.searchParams.get('host') ?? target.hostname;
    const port = Number(target.port || 5432);
    const way = new Way();
    way.#server = createServer((near) => {
      if (way.#mode === 'cut') return void near.destroy();
      const far = host.startsWith('/') ? createConnection(`${host}/.s.PGSQL.${port}`) : createConnection(port, host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        way.#sockets.add(from);
        from.on('error', () => {});
        from.on('close', () => {
          way.#sockets.delete(from);
          to.destroy();
        });
        from.on('data', (chunk) => {
          if (way.#mode === 'open') to.write(chunk);
        });
      }
    });
    await new Promise<void>((resolve) => way.#server.listen(0, '127.0.0.1', resolve));
    way.#port = (way.#server.address() as { port: number }).port;
    onTestFinished(() => {
      way.cut();
      way.#server.close();
    });
    target.searchParams.delete('host');
    target.hostname = '127.0.0.1';
    target.port = String(way.#port);
    return { way, url: target.href };
  }

  cut(): void {
    this.#mode = 'cut';
    for (const socket of this.#sockets) socket.destroy();
  }

  /** What is sent gets nowhere, and nobody says so. */
  stick(): void {
    this.#mode = 'stuck';
  }

  repair(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#mode = 'open';
  }
}

async function behindAWay() {
  expect(inject('serverUrl')).toBeTruthy();
  const direct = await freshDatabase();
  const { way, url } = await Way.to(direct);
  const store = await openPatiently(at(url));
  onTestFinished(() => store.close());
  return { way, rig: new Rig(store, {}, { hasty: true }), direct, open: () => freshStore(direct) };
}

/** The clock is the test's: so that a resting store is asked again. */
async function back(rig: Rig): Promise<void> {
  await expect
    .poll(
      async () => {
        rig.pass(6_000);
        await rig.steady!.probe();
        return rig.steady!.outage;
      },
      { timeout: maxWaitMs },
    )
    .toBeUndefined();
  await rig.steady!.probe();
}

describe.each(['cut', 'stick'] as const)('the way to the database: %s', (how) => {
  it('answers go on within moments, repeats and dialogues in memory; afterwards all of it is in the store, once', async () => {
    const { way, rig, open } = await behindAWay();
    const known = rig.message('第24项', group('ann'));
    const first = await rig.bot.receive(known);
    expect(first).toBeDefined();

    way[how]();
    const from = Date.now();
    const unheard = rig.message('第40项的责任单位', group('bob'));
    const card = await rig.bot.receive(unheard);
    expect(card?.sources[0]).toContain('第40项');
    // It answers at all, after two waits of a second and a half; a busy machine takes longer for the rest.
    expect(Date.now() - from).toBeLessThan(60_000);
    expect(rig.steady?.outage?.since).toEqual(rig.clock);
    expect(await rig.bot.receive(known)).toBeUndefined();
    expect(await rig.bot.receive(unheard)).toBeUndefined();
    rig.pass(1_000);
    expect((await rig.say('那完成时限呢', group('bob')))?.sources[0]).toContain('第40项');
    expect((await rig.say('那完成时限呢', group('ann')))?.sources[0]).toContain('第24项');
    expect(await rig.words('没用', group('bob'))).toContain('已记下');
    expect(await rig.words('认领 ABCDE-FGHJK')).toContain('存储暂时连不上');
    expect(rig.logged('warn').map(({ message }) => message)).toEqual([expect.stringContaining('the database is away')]);

    way.repair();
    await back(rig);
    const store = await open();
    const other = new Rig(store);
    for (const message of [known, unheard]) expect(await other.bot.receive(message)).toBeUndefined();
    other.clock = new Date(rig.clock.getTime());
    expect((await other.say('那责任单位呢', group('bob')))?.sources[0]).toContain('第40项');
    const rows = await store.db.select().from(question).orderBy(question.id);
    const texts = rows.map(({ text }) => text);
    expect(texts.filter((text) => text === '第40项的责任单位')).toHaveLength(1);
    expect(texts.filter((text) => text === '那完成时限呢')).toHaveLength(2);
    expect(rows.filter(({ useful }) => useful === false)).toHaveLength(1);
    expect(rig.logged('info').filter(({ message }) => message === 'the database is back')).toHaveLength(1);
  });
});

describe('a dialogue that went on elsewhere meanwhile', () => {
  it('is not replaced by the older one that was kept here', async () => {
    const { way, rig, open } = await behindAWay();
    await rig.say('第24项的责任单位');
    way.cut();
    rig.pass(1_000);
    await rig.say('第40项的责任单位');
    const store = await open();
    const other = new Rig(store);
    other.clock = new Date(rig.clock.getTime() + 1_000);
    await other.say('第59项的责任单位');
    way.repair();
    await back(rig);
    other.clock = rig.clock;
    expect((await other.say('那完成时限呢'))?.sources[0]).toContain('第59项');
  });
});

describe('commands while the database is away', () => {
  it('are refused politely and soon, and are not done later', async () => {
    const { way, rig, open } = await behindAWay();
    const store = await open();
    const code = await makeInvite(store.db, 'cli:tester', rig.clock);
    let done = 0;
    rig.parts.isCommand = (text) => text.startsWith('订阅');
    rig.parts.commands = async () => {
      done++;
      return undefined;
    };
    way.cut();
    await rig.say('第24项');
    expect(await rig.words('订阅')).toContain('存储暂时连不上');
    expect(await rig.words(`认领 ${code}`)).toContain('存储暂时连不上');
    way.repair();
    await back(rig);
    expect(done).toBe(0);
    expect(await rig.words(`认领 ${code}`)).toContain('认领成功');
  });
});
