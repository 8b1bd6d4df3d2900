/** Which group a digest goes to, and whose words are received, when names and ids change. */
import { expect, it } from 'vitest';
import { plain } from '../contract/scene.ts';
import { MemoryRooms } from './memory-rooms.ts';
import { openDoor } from './open-door.ts';
import { mentionOf, Stage } from './stage/stage.ts';

const mention = mentionOf('小助手');

it('remembers a group that spoke to it, and sends there', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  const { door, waitForText } = await openDoor(stage, { rooms });
  const { id } = stage.group;
  stage.say({ in: stage.group, text: `${mention}你好` });
  const { channel } = await waitForText('你好');
  expect(rooms.rooms.get(channel)).toEqual({ channel, address: id, topic: '政务服务群' });
  await door.send(channel, plain('到期提醒'), 'k');
  expect((await stage.waitFor(id, 2)).at(-1)).toBe('到期提醒');
});

it('notes a new name, and sends there still', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  const { door, waitForText } = await openDoor(stage, { rooms });
  const { group } = stage;
  stage.say({ in: group, text: `${mention}你好` });
  const { channel } = await waitForText('你好');
  group.topic('企业服务群').by(stage.ann);
  await expect.poll(() => rooms.rooms.get(channel)?.topic).toBe('企业服务群');
  await door.send(channel, plain('到期提醒'), 'k');
  expect(await stage.waitFor(group.id, 2)).toContain('到期提醒');
});

it('finds a group whose id has changed by its name, and hears it as the same', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  await rooms.save({ channel: 'c1', address: 'old@chatroom', topic: '政务服务群' });
  const { door, waitForText, noted } = await openDoor(stage, { rooms });
  await door.send('c1', plain('到期提醒'), 'k');
  expect(await stage.waitFor(stage.group.id, 1)).toEqual(['到期提醒']);
  await noted('the group 政务服务群 has a new id');
  expect(rooms.rooms.get('c1')?.address).toBe(stage.group.id);
  stage.say({ in: stage.group, text: `${mention}你好` });
  expect(await waitForText('你好')).toMatchObject({ channel: 'c1' });
});

it('hears a group whose id has changed as the one that it was, before anything is sent', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  await rooms.save({ channel: 'c1', address: 'old@chatroom', topic: '政务服务群' });
  const { waitForText } = await openDoor(stage, { rooms });
  stage.say({ in: stage.group, text: `${mention}你好` });
  expect(await waitForText('你好')).toMatchObject({ channel: 'c1' });
  expect(await stage.waitFor(stage.group.id, 1)).toEqual(['回声：你好']);
});

it('takes a group of that name for a new one where the old one is still there, or two could be it', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  const twin = stage.open('政务服务群');
  await rooms.save({ channel: 'c1', address: stage.group.id, topic: '政务服务群' });
  const { waitForText } = await openDoor(stage, { rooms });
  stage.say({ in: twin, text: `${mention}我是另一个` });
  expect(await waitForText('我是另一个')).toMatchObject({ channel: twin.id });
  stage.say({ in: stage.group, text: `${mention}我是老群` });
  expect(await waitForText('我是老群')).toMatchObject({ channel: 'c1' });

  const third = stage.open('企业服务群');
  stage.open('企业服务群');
  await rooms.save({ channel: 'c3', address: 'old@chatroom', topic: '企业服务群' });
  stage.say({ in: third, text: `${mention}是哪个` });
  expect(await waitForText('是哪个')).toMatchObject({ channel: third.id });
});

it('never gives a new group the name that another one is known by', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  const { group } = stage;
  await rooms.save({ channel: group.id, address: 'elsewhere@chatroom', topic: '别的群' });
  stage.open('别的群', 'elsewhere@chatroom');
  const { waitForText } = await openDoor(stage, { rooms });
  stage.say({ in: group, text: `${mention}你好` });
  const { channel } = await waitForText('你好');
  expect(channel).not.toBe(group.id);
  expect(rooms.rooms.get(channel)?.address).toBe(group.id);
  expect(rooms.rooms.get(group.id)?.address).toBe('elsewhere@chatroom');
});

it.each<[string, (stage: Stage, rooms: MemoryRooms) => Promise<void>, string]>([
  ['is gone', async (stage) => stage.close(stage.group), 'is gone, or the account was removed'],
  [
    'has removed the account',
    async (stage) => {
      stage.group.payload.memberIdList = ['ann', 'bob'];
    },
    'is gone, or the account was removed',
  ],
  [
    'is gone and two have its name',
    async (stage) => {
      stage.close(stage.group);
      stage.open('政务服务群');
      stage.open('政务服务群');
    },
    '2 groups are called 政务服务群',
  ],
  [
    'is gone and the one of its name is another',
    async (stage, rooms) => {
      stage.close(stage.group);
      await rooms.save({ channel: 'c2', address: stage.open('政务服务群').id, topic: '政务服务群' });
    },
    'is gone, or the account was removed',
  ],
  [
    'has another name by now',
    async (stage) => {
      stage.group.payload.topic = '闲聊群';
    },
    'the group that was 政务服务群 is now 闲聊群',
  ],
])('refuses for good, and posts nowhere, when the group %s', async (_what, happen, why) => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  await rooms.save({ channel: 'c1', address: stage.group.id, topic: '政务服务群' });
  await happen(stage, rooms);
  const { door } = await openDoor(stage, { rooms });
  const sent = door.send('c1', plain('到期提醒'), 'k');
  await expect(sent).rejects.toMatchObject({ outcome: 'final', message: expect.stringContaining(why) });
  expect(stage.posted).toEqual([]);
});

it('sends to the one group of the old name rather than to the id that now has another', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  await rooms.save({ channel: 'c1', address: stage.group.id, topic: '政务服务群' });
  stage.group.payload.topic = '闲聊群';
  const moved = stage.open('政务服务群');
  const { door } = await openDoor(stage, { rooms });
  await door.send('c1', plain('到期提醒'), 'k');
  expect(stage.posted.map(({ to }) => to)).toEqual([moved.id]);
});

it('takes a name that it missed from a group that speaks to it', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  await rooms.save({ channel: 'c1', address: stage.group.id, topic: '从前的名字' });
  const { door, waitForText } = await openDoor(stage, { rooms });
  await expect(door.send('c1', plain('到期提醒'), 'k')).rejects.toMatchObject({ outcome: 'final' });
  stage.say({ in: stage.group, text: `${mention}你好` });
  expect(await waitForText('你好')).toMatchObject({ channel: 'c1' });
  await door.send('c1', plain('到期提醒'), 'k');
  expect(await stage.waitFor(stage.group.id, 2)).toContain('到期提醒');
});

it('takes a name of a group, or the id of a person, for a channel', async () => {
  const stage = new Stage();
  const rooms = new MemoryRooms();
  const { door, waitForText } = await openDoor(stage, { rooms });
  await door.send('政务服务群', plain('到期提醒'), 'k');
  await door.send('ann', plain('单独提醒'), 'k');
  expect(stage.posted.map(({ to }) => to)).toEqual([stage.group.id, 'ann']);
  stage.say({ in: stage.group, text: `${mention}你好` });
  expect(await waitForText('你好')).toMatchObject({ channel: '政务服务群' });
  await expect(door.send('没有这个群', plain('到期提醒'), 'k')).rejects.toMatchObject({ outcome: 'final' });
  stage.open('同名群');
  stage.open('同名群');
  await expect(door.send('同名群', plain('到期提醒'), 'k')).rejects.toMatchObject({ outcome: 'final' });
});

it('answers while the store is away, and puts a push off', async () => {
  const stage = new Stage();
  const away = async () => {
    throw new Error('the database is away');
  };
  const rooms = { find: away, findByAddress: away, findByTopic: away, save: away };
  const { door, noted } = await openDoor(stage, { rooms });
  stage.say({ in: stage.group, text: `${mention}你好` });
  expect(await stage.waitFor(stage.group.id, 1)).toEqual(['回声：你好']);
  await noted('the database is away');
  await expect(door.send(stage.group.id, plain('到期提醒'), 'k')).rejects.toMatchObject({ outcome: 'retry' });
});
