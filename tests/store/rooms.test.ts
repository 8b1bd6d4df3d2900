/** What a door remembers of its groups, kept, and by the stand-in of the tests alike. */
import { describe, expect, it } from 'vitest';
import type { Rooms } from '../../src/model/door.ts';
import { StoredRooms } from '../../src/store/rooms.ts';
import { MemoryRooms } from '../adapters/wechat/memory-rooms.ts';
import { freshStore } from './database.ts';

const at = new Date('2026-11-23T01:00:00Z');

async function remembersGroups(rooms: Rooms): Promise<void> {
  expect(await rooms.find('c1')).toBeUndefined();
  await rooms.save({ channel: 'c1', address: 'a1', topic: '政务服务群' });
  await rooms.save({ channel: 'c2', address: 'a2', topic: '政务服务群' });
  expect(await rooms.find('c1')).toEqual({ channel: 'c1', address: 'a1', topic: '政务服务群' });
  expect(await rooms.findByAddress('a2')).toEqual({ channel: 'c2', address: 'a2', topic: '政务服务群' });
  expect((await rooms.findByTopic('政务服务群')).map(({ channel }) => channel)).toEqual(['c1', 'c2']);
  // Another id, another name: the same group.
  await rooms.save({ channel: 'c1', address: 'a9', topic: '企业服务群' });
  expect(await rooms.findByAddress('a1')).toBeUndefined();
  expect(await rooms.find('c1')).toEqual({ channel: 'c1', address: 'a9', topic: '企业服务群' });
  // An id is that of one group.
  await rooms.save({ channel: 'c2', address: 'a9', topic: '企业服务群' });
  expect(await rooms.find('c1')).toBeUndefined();
  expect((await rooms.findByTopic('企业服务群')).map(({ channel }) => channel)).toEqual(['c2']);
}

describe('rooms', () => {
  it('are remembered in memory', () => remembersGroups(new MemoryRooms()));

  it('are kept in the store, apart for each door, with the moment', async () => {
    const { db, pool } = await freshStore();
    const rooms = new StoredRooms(db, 'wechat', () => at);
    await remembersGroups(rooms);
    expect(await new StoredRooms(db, 'another', () => at).find('c2')).toBeUndefined();
    expect((await pool.query('select * from room')).rows).toEqual([
      { door: 'wechat', channel: 'c2', address: 'a9', topic: '企业服务群', seen_at: at },
    ]);
  });

  it('keep one owner of an id when two claim it at once', async () => {
    const { db, pool } = await freshStore();
    const rooms = new StoredRooms(db, 'wechat', () => at);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => rooms.save({ channel: `c${n}`, address: 'a1', topic: '政务服务群' })),
    );
    expect((await pool.query('select count(*)::int as count from room')).rows).toEqual([{ count: 1 }]);
  });
});
