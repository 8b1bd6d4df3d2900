/** Parts of the running service: its log holds no secrets, its port serves doors too, and health says why. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Adapter } from '../../src/model/port.ts';
import { catchDoorFaults } from '../../src/service/door-faults.ts';
import { monitorDoor, openHealth } from '../../src/service/health.ts';
import { openHttp } from '../../src/service/http/server.ts';
import { captureConsole } from '../../src/service/log/console-capture.ts';
import { openLog } from '../../src/service/log/log.ts';

const now = () => new Date('2026-11-22T09:30:00Z');

function logged(isTTY: boolean, level: 'debug' | 'warn' = 'debug') {
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  const log = openLog({
    ...{ level, now, language: 'en', secrets: ['puppet-secret_1'] },
    output: output as unknown as NodeJS.WriteStream,
  });
  return { log, said: () => String(output.read() ?? '') };
}

describe('the log', () => {
  it('is JSON lines, or short lines for a person', () => {
    const machine = logged(false);
    machine.log.info({ door: 'slack' }, 'answered');
    expect(JSON.parse(machine.said())).toEqual({
      level: 'info',
      time: '2026-11-22T09:30:00.000Z',
      door: 'slack',
      msg: 'answered',
    });
    const person = logged(true);
    person.log.warn({ door: 'slack', err: new Error('no route') }, 'away');
    expect(person.said()).toBe('09:30:00 WARN away  door=slack: no route\n');
  });

  it('leaves out what is below its level', () => {
    const { log, said } = logged(false, 'warn');
    log.info({}, 'answered');
    expect(said()).toBe('');
  });

  it.each([
    'invalid_auth for xoxb-123456789-abcdefghij',
    'xapp-1-A0123-456-abcdef0123 was refused',
    'connect postgres://qinzhi:hunter22@db.example.com/qinzhi failed',
    'header Authorization: Bearer abcdefgh12345678',
    'token=puppet_workpro_0123456789abcdef',
    'delivery to webhook https://qyapi.weixin.qq.com/send?key=puppet-secret_2 failed',
    'wechaty://api.example/puppet-secret_1 is not found',
  ])('holds no secret: %s', (text) => {
    const { log, said } = logged(false);
    log.error({ err: new Error(text) }, text);
    const line = said();
    expect(line).not.toMatch(/xoxb-1|xapp-1|hunter22|abcdefgh12345678|puppet_workpro|puppet-secret_/);
    expect(JSON.parse(line)).toMatchObject({ level: 'error' });
  });

  it('obeys no character of what it tells', () => {
    for (const isTTY of [true, false]) {
      const { log, said } = logged(isTTY);
      log.warn({ channel: 'a\u001b[2Jb\u009bc' }, 'x\u202ey\u2028z\u{e0001}\nforged line');
      const text = said();
      expect(text).not.toMatch(/[\u001b\u009b\u202e\u2028\u{e0001}]/u);
      expect(text.trimEnd()).not.toContain('\n');
      if (!isTTY) expect(JSON.parse(text)).toMatchObject({ channel: 'a\u001b[2Jb\u009bc' });
    }
  });

  it('tells the cause of a failed statement, not its values', () => {
    const { log, said } = logged(false);
    const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    log.error({ err: new Error('Failed query: insert … params: 我的电话', { cause }) }, 'not kept');
    const line = said();
    expect(line).not.toContain('我的电话');
    expect(JSON.parse(line).err).toMatchObject({ message: 'connection refused', code: 'ECONNREFUSED' });
  });
});

const door = (more: Partial<Adapter> = {}): Adapter => ({
  name: 'chat',
  render: () => [],
  start: async () => {},
  stop: async () => {},
  ...more,
});

const silent = async () => undefined;

describe('health', () => {
  const healthOf = (one: ReturnType<typeof monitorDoor>, more: Partial<Parameters<typeof openHealth>[0]> = {}) =>
    openHealth({
      pingStore: async () => {},
      outage: () => undefined,
      doors: () => [one],
      warnings: () => [],
      stopping: () => false,
      ...more,
    });

  it('is good when the store answers and the doors are open; each that is not says why', async () => {
    let error: string | undefined;
    const one = monitorDoor(door({ problem: () => error }));
    const health = healthOf(one);
    expect(await health.read()).toMatchObject({ ready: false, doors: { chat: { ok: false, why: 'not opened yet' } } });
    await one.door.start(silent);
    expect(await health.read()).toMatchObject({ ready: true, doors: { chat: { ok: true } }, warnings: [] });
    error = 'logged out';
    expect(await health.read()).toMatchObject({ ready: false, doors: { chat: { ok: false, why: 'logged out' } } });
    await one.door.stop();
    expect(await health.read()).toMatchObject({ ready: false, doors: { chat: { why: 'closed' } } });
  });

  it('tells of a door that does not start, of a store that is away, and of a stop', async () => {
    const one = monitorDoor(
      door({
        start: async () => {
          throw new Error('invalid_auth');
        },
      }),
    );
    await expect(one.door.start(silent)).rejects.toThrow('invalid_auth');
    const outage = () => ({ since: now(), why: 'ECONNREFUSED' });
    expect(await healthOf(one, { outage, stopping: () => true }).read()).toEqual({
      ready: false,
      store: { ok: false, since: now().toISOString(), why: 'ECONNREFUSED' },
      doors: { chat: { ok: false, why: 'invalid_auth' } },
      warnings: ['It is stopping.', 'The database is away: questions are answered, commands must wait.'],
    });
    const askStore = async () => {
      throw new Error('Failed query', { cause: new Error('timeout') });
    };
    expect(await healthOf(one, { pingStore: askStore }).read()).toMatchObject({ store: { ok: false, why: 'timeout' } });
  });

  it('tells when due slots were last looked for, and of a clock that differs from the database’s', async () => {
    const one = monitorDoor(door({}));
    await one.door.start(silent);
    const tick = { at: now(), agoMs: 5_000, aheadMs: 10 };
    const health = (more: Partial<typeof tick>) => healthOf(one, { lastTick: () => ({ ...tick, ...more }) }).read();
    expect(await health({})).toMatchObject({
      ready: true,
      clock: { ok: true, lastTick: now().toISOString() },
      warnings: [],
    });
    expect(await health({ agoMs: 61_000 })).toMatchObject({
      ready: false,
      clock: { ok: false, why: expect.stringContaining('61 s') },
    });
    expect((await health({ aheadMs: -3_600_000 })).warnings).toEqual([
      "The clock of this machine differs from the database's by -3600 s.",
    ]);
  });

  it('a door that another replica holds is no fault of this one', async () => {
    expect(await healthOf(monitorDoor(door({ singleSession: true }))).read()).toMatchObject({ ready: true });
  });

  it('a watched door is the same door, private fields and all', async () => {
    class Private implements Adapter {
      readonly name = 'private';
      #sent = 0;
      async start() {}
      async stop() {}
      render() {
        return [];
      }
      async send() {
        this.#sent++;
        return { message: String(this.#sent), at: now() };
      }
    }
    const one = monitorDoor(new Private());
    const send = one.door.send!;
    expect(await send('room', { blocks: [], choices: [], sources: [] }, 'k')).toMatchObject({ message: '1' });
    expect(one.door.confirm).toBeUndefined();
  });
});

describe('an error that a package throws asynchronously', () => {
  /** Vitest listens too, and would fail the whole run. */
  function alone() {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      const others = process.listeners(event as 'uncaughtException');
      process.removeAllListeners(event);
      onTestFinished(() => {
        for (const other of others) process.on(event as 'uncaughtException', other);
      });
    }
  }

  it('belongs to the door that began it, whatever it comes from; the bot is no part of a door', async () => {
    alone();
    const seen: string[] = [];
    const faults = catchDoorFaults({
      onFault: (name, error) => seen.push(`${name}: ${(error as Error).message}`),
      onOther: (error) => seen.push(`other: ${(error as Error).message}`),
    });
    onTestFinished(() => faults.close());
    const throwing = (message: string) => () => {
      throw new Error(message);
    };
    const reject = async (message: string) => Promise.reject(new Error(message));
    const one = door({
      async start(receive) {
        process.nextTick(throwing('tick'));
        setImmediate(throwing('immediate'));
        setTimeout(throwing('timer'), 1);
        void reject('rejection');
        process.nextTick(() => new EventEmitter().emit('error', new Error('emitted')));
        await receive({} as never);
      },
      send: async () => {
        setImmediate(throwing('send'));
        return { message: '1', at: now() };
      },
    });
    const watched = monitorDoor(one);
    const told: unknown[] = [];
    faults.watch('chat', (error) => told.push(error));
    await watched.door.start(async () => {
      setImmediate(throwing('bot'));
      return undefined;
    });
    await watched.door.send!('room', { blocks: [], choices: [], sources: [] }, 'k');
    await expect.poll(() => seen.length).toBe(7);
    expect(seen.sort()).toEqual([
      ...['chat: emitted', 'chat: immediate', 'chat: rejection', 'chat: send', 'chat: tick', 'chat: timer'],
      'other: bot',
    ]);
    expect(told).toHaveLength(6);
    watched.fail(told[0]);
    expect(watched.state()).toMatchObject({ ok: false, why: expect.stringContaining('failed and is opened again') });
    await watched.door.stop();
    expect(watched.state().why).toContain('failed and is opened again');
  });

  it('what packages print goes to the log, masked', () => {
    const { log, said } = logged(false);
    const release = captureConsole((line) => log.warn({}, line));
    try {
      console.error('discover() failed for', 'puppet-secret_1');
    } finally {
      release();
    }
    expect(JSON.parse(said())).toMatchObject({ level: 'warn', msg: 'discover() failed for …' });
  });
});

describe('the port', () => {
  it('gives all below a path to the door that has mounted it', async () => {
    const read = async () => ({ ready: true, store: { ok: true }, doors: {}, warnings: [] });
    const http = await openHttp(
      { host: '127.0.0.1', port: 0, trustedProxies: [], requestsPerMinute: 300, embedOrigins: [], nowMs: () => 0 },
      { read },
      (error) => expect.unreachable(String(error)),
    );
    onTestFinished(() => http.close());
    http.mount('/slack/', (request, response) => response.end(`${request.method} ${request.url}`));
    const get = async (path: string, method = 'GET') => {
      const answer = await fetch(`http://127.0.0.1:${http.port}${path}`, { method });
      return answer.text();
    };
    expect(await get('/slack/events?x=1', 'POST')).toBe('POST /slack/events?x=1');
    expect(await get('/slack')).toBe('GET /slack');
    expect(await get('/slackers')).toContain('nothing is here');
    expect(await get('/readyz?verbose')).toContain('"ready":true');
  });
});
