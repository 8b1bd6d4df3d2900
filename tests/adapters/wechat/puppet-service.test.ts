/** Through the official gRPC service: a server that goes away and comes back, and no traffic but to it. */
import dns from 'node:dns';
import net from 'node:net';
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { openDoor } from './open-door.ts';
import { homeFolder } from './quick-options.ts';
import { freePort, serve, servicePuppet } from './stage/puppet-server.ts';
import { mentionOf, Stage } from './stage/stage.ts';

// The client keeps what it knows of contacts and groups below the home folder.
process.env.HOME = homeFolder();

const dialled: string[] = [];
const connect = net.Socket.prototype.connect;
const connecting = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (
  this: net.Socket,
  ...args: unknown[]
) {
  const [first] = [args[0]].flat() as { host?: string; path?: string }[];
  dialled.push(String(first?.path ?? first?.host ?? JSON.stringify(first)));
  return Reflect.apply(connect, this, args);
});
const looking = vi.spyOn(dns, 'lookup');
const resolving = vi.spyOn(dns.promises, 'lookup');
afterAll(() => vi.restoreAllMocks());

it('stands up again after the service was away, and talks to nobody else', async () => {
  const stage = new Stage();
  const port = await freePort();
  const first = await serve(stage, port);
  const { waitForText, noted, notes, door } = await openDoor(stage, { ...servicePuppet(port), firstWaitMs: 100 });
  stage.say({ in: stage.group, text: `${mentionOf('小助手')}在吗`, mentioned: [stage.self] });
  await waitForText('在吗');
  await stage.waitFor(stage.group.id, 1);
  await first.stop();
  await noted('starts again');
  const second = await serve(stage, port);
  onTestFinished(() => second.stop());
  const logins = () => notes.filter((line) => line.includes('logged in as')).length;
  await vi.waitFor(() => expect(logins()).toBeGreaterThan(1), { timeout: maxWaitMs, interval: 50 });
  stage.say({ text: '还在吗' });
  await waitForText('还在吗');
  expect(await stage.waitFor('ann', 1)).toEqual(['回声：还在吗']);
  await door.stop();

  expect(connecting).toHaveBeenCalled();
  expect(new Set(dialled)).toEqual(new Set(['127.0.0.1']));
  const names = [...looking.mock.calls, ...resolving.mock.calls].map(([name]) => name);
  expect(names.filter((name) => !/^(127\.0\.0\.1|localhost|::1)$/.test(name))).toEqual([]);
});

it('builds a puppet anew that its watchdog takes for dead, and hears through the new one', async () => {
  const stage = new Stage();
  const port = await freePort();
  const server = await serve(stage, port);
  onTestFinished(() => server.stop());
  const { puppet, puppetOptions } = servicePuppet(port);
  const watched = { puppet, puppetOptions: { ...puppetOptions, timeoutSeconds: 2 } };
  const { noted, notes, texts } = await openDoor(stage, { ...watched, firstWaitMs: 10 });
  await noted('watchdog of the puppet timed out; starts again');
  await vi.waitFor(() => expect(notes.filter((line) => line.includes('logged in as')).length).toBeGreaterThan(1), {
    timeout: maxWaitMs,
  });
  // Each word is a sign of life, so that it stays up from the first that is received.
  await vi.waitFor(
    () => {
      stage.say({ text: '在吗' });
      expect(texts()).toContain('在吗');
    },
    { timeout: maxWaitMs, interval: 200 },
  );
});

it('starts before the service is there, and is there when it comes', async () => {
  const stage = new Stage();
  const port = await freePort();
  const { noted, waitForText } = await openDoor(stage, { ...servicePuppet(port), firstWaitMs: 100, login: false });
  await noted('starts again');
  const server = await serve(stage, port);
  onTestFinished(() => server.stop());
  await vi.waitFor(() => noted('logged in as'), { timeout: maxWaitMs });
  stage.say({ text: '在吗' });
  await waitForText('在吗');
});
