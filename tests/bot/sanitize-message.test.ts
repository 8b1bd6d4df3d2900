/** Whole messages of any kind through the bot: none holds the process, none is an outage, none ends anything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailoverConversationStore } from '../../src/bot/failover-store.ts';
import { MemoryConversationStore } from '../../src/bot/memory-store.ts';
import { isOutage } from '../../src/bot/outage.ts';
import { isCommand } from '../../src/commands/is-command.ts';
import type { Message } from '../../src/model/message.ts';
import { fuzzRuns } from '../setup/fuzz.ts';
import { group, pack, Rig, wordsOf } from './rig.ts';

/** Far above what a long message takes (some 50 ms), far below what a quadratic pattern takes of 40,000 characters (3.2 s). */
const maxCpuMs = 1_500;

const units = [
  ...['.', '。', ' ', '\n', '@', '<', '「', '[', '(', '1', '一', 'a', 'a.', '-', '，', '\u200d', '\ud800', '\u0000'],
  ...['每周', '订阅 ', '认领 ', '第1项', 'http://', '13800138000 ', '{"a":', '😀', '公安'],
];

async function spent(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const answering = () => {
  const rig = new Rig(undefined, {
    limits: { person: 1_000_000, room: 1_000_000 },
    commands: async () => undefined,
    isCommand: (text, at) => isCommand(text, [pack], at),
  });
  return rig;
};

describe('a message that comes in', () => {
  it.each(units)('40,000 times %j, alone, before and after words, takes no long time', async (unit) => {
    const rig = answering();
    await rig.say('公安牵头的有几项');
    for (const text of [unit.repeat(40_000), `${unit.repeat(40_000)}谁牵头`, `订阅${unit.repeat(40_000)}x`])
      expect(await spent(() => rig.say(text)), JSON.stringify(text.slice(0, 20))).toBeLessThan(maxCpuMs);
    expect(rig.logged('error')).toEqual([]);
  });

  it('random whole messages are answered or ignored, and never an error', async () => {
    const rig = answering();
    const text = fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...units), fc.string({ unit: 'binary' })), fc.nat(300)), {
        maxLength: 6,
      })
      .map((parts) => parts.map(([part, times]) => part.repeat(times)).join(''));
    const at = fc.oneof(
      fc.date({ noInvalidDate: false }),
      fc.constant(undefined as unknown as Date),
      fc.constant('2025-06-10' as unknown as Date),
    );
    const where = fc.constantFrom<Partial<Message>>(
      {},
      group('ann'),
      { thread: '\u0000' },
      { user: 'x'.repeat(9_000) },
    );
    const property = fc.asyncProperty(text, at, where, async (said, when, place) => {
      const card = await rig.say(said, { ...place, at: when });
      expect(rig.logged('error')).toEqual([]);
      expect(wordsOf(card)).not.toContain('没能答上来');
    });
    await fc.assert(property, { numRuns: fuzzRuns(1_000) });
  });

  it('says that a message was long, and reads its beginning', async () => {
    const rig = answering();
    expect(await rig.words(`公安牵头的有几项${'。'.repeat(100_000)}`)).toMatch(/只读了前 1000 个字[\s\S]*公安/);
  });

  it('an unreadable time is that of hearing, logged once a door', async () => {
    const rig = answering();
    for (const at of [new Date(Number.NaN), new Date(8.64e15), new Date(0), undefined as unknown as Date])
      expect(await rig.words('第24项谁牵头', { at })).toContain('市市场监管局');
    expect(rig.logged('warn')).toMatchObject([{ message: expect.stringContaining('no readable time') }]);
  });
});

describe('an error of the store', () => {
  const sql = (code: string) =>
    Object.assign(new Error('Failed query', { cause: Object.assign(new Error('x'), { code }) }));

  it.each([
    ['the connection is refused', Object.assign(new Error(''), { code: 'ECONNREFUSED' }), true],
    ['the pool times out', new Error('timeout exceeded when trying to connect'), true],
    ['the connection ended', new Error('Connection terminated unexpectedly'), true],
    ['the server shuts down', sql('57P01'), true],
    ['read only', sql('25006'), true],
    ['a table is missing', sql('42P01'), true],
    ['a date that is none', new RangeError('Invalid time value'), false],
    ['a value of the wrong kind', sql('22P02'), false],
    ['an index row that is too large', sql('54000'), false],
    ['a deadlock', sql('40P01'), false],
    ['a mistake of ours', new TypeError('x is not a function'), false],
  ])('%s', (_name, error, expected) => {
    expect(isOutage(error)).toBe(expected);
  });

  it('that one value causes drops that value, is logged once, and is no outage', async () => {
    const rig = new Rig();
    const memory = new MemoryConversationStore();
    const store = Object.assign(new MemoryConversationStore(), {
      logQuestion: async () => {
        throw new RangeError('Invalid time value');
      },
      claimMessage: async () => {
        throw sql('54000');
      },
    });
    const failover = new FailoverConversationStore({ store, memory, now: () => rig.clock, log: rig.log });
    rig.parts.conversations = failover;
    expect(await rig.words('第24项谁牵头')).toContain('市市场监管局');
    expect(failover.outage).toBeUndefined();
    expect(rig.logged('error')).toHaveLength(2);
    rig.pass(10_000);
    await failover.probe();
    expect(rig.logged('error')).toHaveLength(2);
  });
});
