/** `qinzhi run` at WeChat, through the official gRPC puppet server, as a paid token would have it: asked, subscribed, sent, begun again. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort, serve, servicePuppet } from '../adapters/wechat/stage/puppet-server.ts';
import { mentionOf, Stage } from '../adapters/wechat/stage/stage.ts';
import { running, tempFolder } from '../cli/launch.ts';
import { maxWaitMs } from '../setup/max-wait.ts';
import { freshDatabase } from '../store/database.ts';

/** A discovery service that knows the token from the second request on. */
async function discovery(port: number): Promise<string> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (asked === 1) response.writeHead(404).end();
    else response.end(JSON.stringify({ host: '127.0.0.1', port }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const patience = { timeout: maxWaitMs, interval: 50 };

it('answers in a group and alone, lets in an admin, subscribes, sends what is due, once', async () => {
  const stage = new Stage();
  const port = await freePort();
  const server = await serve(stage, port);
  onTestFinished(() => server.stop());
  const { puppet, puppetOptions } = servicePuppet(port);
  const home = tempFolder();
  const env = {
    // The client keeps what it knows of contacts and groups below the home folder.
    HOME: home,

    DATABASE_URL: await freshDatabase(),
    QINZHI_WECHAT_PUPPET: puppet,
    QINZHI_WECHAT_TOKEN: puppetOptions.token,
    // Without an endpoint, as the documentation has it: the address is discovered.
    QINZHI_WECHAT_AUTHORITY: await discovery(port),
    QINZHI_WECHAT_TLS: 'off',
    QINZHI_WECHAT_FOLDER: join(home, 'wechat'),
    QINZHI_WECHAT_SPACING_SECONDS: '0-0.1',
    QINZHI_WECHAT_PER_ROOM_MINUTE: '60',
  };
  const client = new Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  onTestFinished(() => client.end());

  const run = async () => {
    const service = running(env);
    await vi.waitFor(() => expect(service.said()).toContain('logged in as'), patience);
    return service;
  };
  const shown = (place: { id: string }) => stage.posted.filter(({ to }) => to === place.id).map(({ text }) => text);
  const ask = async (text: string, by = stage.ann, alone = false) => {
    const place = alone ? by : stage.group;
    const before = shown(place).length;
    if (alone) stage.say({ text, by });
    else stage.say({ text: `${mentionOf('小助手')}${text}`, by, in: stage.group, mentioned: [stage.self] });
    await vi.waitFor(() => expect(shown(place).length).toBeGreaterThan(before), patience);
    return shown(place).slice(before).join('\n');
  };

  const first = await run();
  expect(first.said()).toContain('the token is unknown there');
  expect(first.said()).not.toContain(puppetOptions.token);
  expect(await ask('第24项谁牵头', stage.bob)).toMatch(/市市场监管局[\s\S]*附件1 第24项/);
  expect(await ask('被人抄袭了去哪儿说理', stage.ann, true)).toMatch(/——市政办函〔2024〕61号/);
  expect(await ask('订阅 每天 0:00 本月到期', stage.bob)).toContain('管理员');
  const code = /认领 (\S+?)”/.exec(first.said())?.[1];
  expect(await ask(`认领 ${code}`, stage.ann, true), first.said()).toContain('认领成功');
  expect(await ask('订阅 每天 0:00 公安牵头 逾期')).toMatch(/已订阅[\s\S]*接下来/);

  const before = shown(stage.group).length;
  await client.query(
    `update subscription set cursor_at = now() - interval '1 day', next_at = now(), late = 'all', off_day = 'send'`,
  );
  const states = async () => (await client.query<{ state: string }>('select state from delivery')).rows;
  await vi.waitFor(async () => expect(await states()).toEqual([{ state: 'sent' }]), patience);
  expect(shown(stage.group).slice(before).join('\n')).toMatch(/完成时限已过[\s\S]*市公安局/);

  first.child.kill('SIGKILL');
  await first.ended;
  const posts = stage.posted.length;
  const second = await run();
  expect(await ask('第57项什么时候完成', stage.bob)).toContain('2025年6月');
  expect(stage.posted).toHaveLength(posts + 1);
  second.child.kill('SIGTERM');
  expect(await second.ended).toEqual([0, null]);
});
