/** The judge of the chaos run finds what must not be; a proof that can't fail proves nothing. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../bench/chaos/deployment.ts';
import { everyMs, groups, instantsFrom, subscriptionsFile } from '../../../bench/chaos/expected-slots.ts';
import type { Post } from '../../../bench/chaos/fake-platform.ts';
import { verify, verifyBaseline } from '../../../bench/chaos/verify.ts';
import { slotsBetween } from '../../../src/digest/calendar/slots.ts';
import { workingCalendar } from '../../../src/digest/calendar/working-days.ts';
import { parseSchedule } from '../../../src/digest/request/parse-schedule.ts';
import { numberOfDay } from '../../../src/shared/day.ts';

const firstAt = Date.parse('2026-11-22T15:59:40Z');
const instants = instantsFrom(firstAt, 10);

/** Everything as it should be. */
function allWell(): { rows: Row[]; posts: Post[] } {
  const rows = groups.flatMap(({ name }) =>
    instants.map(
      (at): Row => ({
        id: `${name} ${at}`,
        channel: `http://x/w/${name}`,
        slotAt: new Date(at).toISOString(),
        state: 'sent',
        reason: null,
        attempts: 1,
        lastError: null,
      }),
    ),
  );
  const posts = rows.map((row) => postOf(row));
  return { rows, posts };
}

const postOf = ({ id, channel, slotAt }: Row, more: Partial<Post> = {}): Post => ({
  from: 'w',
  group: channel.slice(channel.lastIndexOf('/') + 1),
  key: id,
  at: Date.parse(slotAt) + 700,
  outcome: 'taken',
  answered: true,
  hash: 'a',
  ...more,
});

type Change = (rows: Row[], posts: Post[]) => void;

/** The first slot of the first group is `group-0 15:59:40Z`. */
const wrongs: [string, Change, string, boolean?][] = [
  ['a slot without a row', (rows) => void rows.shift(), 'group-0 15:59:40Z has 0 rows'],
  ['two rows for a slot', (rows) => void rows.push({ ...rows[0]! }), 'group-0 15:59:40Z has 2 rows'],
  [
    'a row that was not promised',
    (rows) => void rows.push({ ...rows[0]!, slotAt: '2026-11-22T17:00:00.000Z' }),
    'never promised',
  ],
  ['an open row', (rows) => void Object.assign(rows[0]!, { state: 'sending' }), 'is still sending'],
  ['sent and never arrived', (_rows, posts) => void posts.shift(), 'is sent, and never arrived'],
  [
    'taken for sent though refused',
    (_rows, posts) => void Object.assign(posts[0]!, { outcome: 'refused' }),
    'is sent, and never arrived',
  ],
  ['failed', (rows) => void Object.assign(rows[0]!, { state: 'failed', reason: 'gave-up' }), 'is failed (gave-up)'],
  ['shown twice', (rows, posts) => void posts.push(postOf(rows[0]!)), 'was shown 2 times'],
  [
    'unknown though there are keys',
    (rows) => void Object.assign(rows[0]!, { state: 'unknown' }),
    'knows its key',
    true,
  ],
  [
    'skipped against its policy',
    (rows, posts) => {
      Object.assign(rows[0]!, { state: 'skipped', reason: 'superseded' });
      posts.shift();
    },
    'which nobody wanted',
  ],
  [
    'skipped and arrived',
    (rows) => void Object.assign(rows.at(-1)!, { state: 'skipped', reason: 'not-wanted' }),
    'and has arrived',
  ],
  ['a key without a row', (rows, posts) => void posts.push(postOf(rows[0]!, { key: 'other' })), 'has no row'],
  [
    'other words under the same key',
    (rows, posts) => void posts.push(postOf(rows[0]!, { outcome: 'repeat', hash: 'b' })),
    'other words under the key',
  ],
];

describe('the judge', () => {
  it('has nothing to say where all is well', () => {
    const { rows, posts } = allWell();
    expect(verify(instants, rows, posts, true)).toMatchObject({
      promised: 20,
      rows: 20,
      lost: 0,
      doubled: 0,
      faults: [],
    });
  });

  it.each(wrongs)('finds %s', (_what, change, fault, keys = false) => {
    const { rows, posts } = allWell();
    change(rows, posts);
    expect(verify(instants, rows, posts, keys).faults.join('\n')).toContain(fault);
  });

  it('lets be what was agreed: skipped by policy, absorbed by a key, unknown without keys', () => {
    const { rows, posts } = allWell();
    Object.assign(rows.at(-1)!, { state: 'skipped', reason: 'not-wanted' });
    posts.pop();
    posts.push(postOf(rows[0]!, { outcome: 'repeat' }));
    Object.assign(rows[1]!, { state: 'unknown' });
    const verdict = verify(instants, rows, posts, false);
    expect(verdict).toMatchObject({ faults: [], lost: 0, absorbed: 1, unknownArrived: 1, skippedBy: { none: 1 } });
  });

  it('counts what others lose and double', () => {
    const posts = instants.flatMap((at) =>
      groups.map(({ name }) =>
        postOf({ ...allWell().rows[0]!, id: String(at), channel: `x/${name}`, slotAt: new Date(at).toISOString() }),
      ),
    );
    expect(verifyBaseline(instants, posts)).toMatchObject({ promised: 20, lost: 0, doubled: 0 });
    posts.push(posts.shift()!, posts[0]!);
    posts.splice(3, 2);
    expect(verifyBaseline(instants, posts)).toMatchObject({ lost: 2, doubled: 1 });
  });
});

it('promises what the product reads out of the same words', () => {
  const long = instantsFrom(firstAt, 90);
  const { subscriptions } = JSON.parse(subscriptionsFile((group) => `http://x/${group}`, long)) as {
    subscriptions: Record<string, { channel: string; when: string }>;
  };
  const own = Object.values(subscriptions).filter(({ channel }) => channel === 'http://x/group-3');
  const read = own.flatMap(({ when }) => {
    const schedule = parseSchedule(when, numberOfDay(2026, 11, 22));
    if (!('schedule' in schedule)) throw new Error(schedule.problem);
    const timing = { schedule: schedule.schedule, zone: 'Asia/Shanghai', dayOff: 'send' as const };
    const context = { timing, calendar: workingCalendar(), deadlines: [] };
    return slotsBetween(context, new Date(firstAt - 86_400_000), new Date(firstAt + 86_400_000));
  });
  expect(read.map(({ at }) => at.getTime())).toEqual(long);
  expect(long).toHaveLength((90 * 1000) / everyMs);
});
