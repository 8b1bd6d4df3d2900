/** The one queue of the account, on a clock of the test's own. */
import { expect, it } from 'vitest';
import { NotSent, Pacer } from '../../../adapters/wechat/send-queue.ts';
import { VirtualClock } from './virtual-clock.ts';

const start = new Date('2026-11-23T01:00:00Z');

function pacing({ perRoomPerMinute = 100, random = (): number => 0.5 } = {}) {
  const clock = new VirtualClock(start);
  const { now, wait } = clock;
  const pacer = new Pacer({ spacingMs: [1000, 2000], perRoomPerMinute, now, wait, random });
  const sent: { what: string; atMs: number }[] = [];
  const add = (room: string, ...whats: string[]) =>
    pacer.add(
      room,
      whats.map((what) => async () => void sent.push({ what, atMs: now().getTime() - start.getTime() })),
    );
  return { clock, pacer, sent, add };
}

it('sends one after another, in order, each 1 to 2 seconds after the one before', async () => {
  const draws = [0, 0.25, 0.999];
  const { clock, add, sent } = pacing({ random: () => draws.shift() ?? 0.5 });
  const all = ['a', 'b', 'c', 'd'].map((what) => add(`room ${what}`, what));
  await clock.advance(60_000);
  await Promise.all(all);
  expect(sent).toEqual([
    { what: 'a', atMs: 0 },
    { what: 'b', atMs: 1000 },
    { what: 'c', atMs: 2250 },
    { what: 'd', atMs: 4249 },
  ]);
  // What comes after a pause goes at once, but not sooner than the spacing.
  await add('room a', 'e');
  expect(sent.at(-1)).toEqual({ what: 'e', atMs: 60_000 });
});

it('lets no conversation have more than its share of a minute, and the others pass', async () => {
  const { clock, add, sent } = pacing({ perRoomPerMinute: 2 });
  const all = [add('loud', 'l1'), add('loud', 'l2'), add('loud', 'l3'), add('loud', 'l4'), add('calm', 'c1')];
  await clock.advance(30_000);
  all.push(add('calm', 'c2'));
  await clock.advance(300_000);
  await Promise.all(all);
  expect(sent).toEqual([
    { what: 'l1', atMs: 0 },
    { what: 'l2', atMs: 1500 },
    { what: 'c1', atMs: 3000 },
    { what: 'c2', atMs: 30_000 },
    { what: 'l3', atMs: 60_000 },
    { what: 'l4', atMs: 61_500 },
  ]);
});

it('puts nothing of that conversation between the parts of one message, and none after a part that failed', async () => {
  const { clock, pacer, add, sent } = pacing();
  const failing = pacer.add('room', [
    async () => void sent.push({ what: 'x1', atMs: 0 }),
    async () => {
      throw new Error('refused');
    },
    async () => void sent.push({ what: 'x3', atMs: 0 }),
  ]);
  const refused = expect(failing).rejects.toThrow('refused');
  const all = [add('room', 'a1', 'a2', 'a3'), add('room', 'b1')];
  await clock.advance(60_000);
  await Promise.all([refused, ...all]);
  expect(sent.map(({ what }) => what)).toEqual(['x1', 'a1', 'a2', 'a3', 'b1']);
});

it('knows for how long the next one waits', async () => {
  const { clock, pacer, add } = pacing();
  expect(pacer.lagMs).toBe(0);
  const all = [add('a', '1', '2'), add('b', '3')];
  expect([pacer.waiting, pacer.lagMs]).toEqual([2, 4500]);
  await clock.advance(1500);
  expect([pacer.waiting, pacer.lagMs]).toEqual([1, 3000]);
  await clock.advance(60_000);
  await Promise.all(all);
  expect([pacer.waiting, pacer.lagMs]).toEqual([0, 0]);
});

it('tells when a message would go out at once, or none can', async () => {
  const { clock, pacer, add } = pacing();
  const told: string[] = [];
  const ask = (name: string, maxMs = 60_000) => pacer.untilFree(maxMs).then(() => void told.push(name));
  await ask('idle');
  const all = [add('a', '1'), add('a', '2')];
  void ask('spaced');
  void ask('impatient', 1000);
  await clock.advance(2_999);
  expect(told).toEqual(['idle', 'impatient']);
  await clock.advance(1);
  expect(told).toEqual(['idle', 'impatient', 'spaced']);
  all.push(add('a', '3'));
  void ask('logged out');
  pacer.hold();
  await clock.advance(0);
  expect(told.at(-1)).toBe('logged out');
  pacer.release();
  await clock.advance(10_000);
  await Promise.all(all);
  await pacer.close();
  await ask('closed');
});

it('waits for the login, and drops what waited too long for it', async () => {
  const { clock, pacer, add, sent } = pacing();
  pacer.hold();
  const old = expect(add('a', 'old')).rejects.toBeInstanceOf(NotSent);
  await clock.advance(9 * 60_000);
  const fresh = add('b', 'fresh');
  await clock.advance(2 * 60_000);
  expect(sent).toEqual([]);
  pacer.release();
  await Promise.all([old, fresh]);
  expect(sent).toEqual([{ what: 'fresh', atMs: 11 * 60_000 }]);
});

it('does not hold against an answer that it waited for its turn', async () => {
  const { clock, pacer, add, sent } = pacing();
  const all = Array.from({ length: 600 }, (_, n) => add(`room ${n}`, `${n}`));
  await clock.advance(11 * 60_000);
  pacer.hold();
  await clock.advance(5_000);
  pacer.release();
  await clock.advance(10 * 60_000);
  await Promise.all(all);
  expect(sent.map(({ what }) => Number(what))).toEqual(Array.from({ length: 600 }, (_, n) => n));
});

it('closes: what is being sent is waited for, the rest is never sent', async () => {
  const { clock, pacer, add, sent } = pacing();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = () => gate.then(() => void sent.push({ what: 'first', atMs: 0 }));
  const first = pacer.add('a', [slow]);
  const second = expect(add('a', 'second')).rejects.toBeInstanceOf(NotSent);
  await clock.advance(0);
  const closing = pacer.close();
  open();
  await Promise.all([first, second, closing]);
  await expect(add('a', 'third')).rejects.toBeInstanceOf(NotSent);
  expect(sent.map(({ what }) => what)).toEqual(['first']);
});

it('a clock that went back an hour holds nothing up', async () => {
  const { clock, add, sent } = pacing({ perRoomPerMinute: 1 });
  await clock.advance(3_600_000);
  await add('room', 'ahead');
  await clock.advance(0);
  clock.back(3_600_000);
  const all = [add('room', 'later'), add('other', 'too')];
  await clock.advance(10_000);
  await Promise.all(all);
  expect(sent.map(({ what }) => what)).toEqual(['ahead', 'later', 'too']);
});
