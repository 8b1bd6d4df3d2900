/** `qinzhi doctor`: what the platforms say of the credentials, and nothing of the credentials themselves. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { CallbackPlatform, keys } from '../adapters/callback/platform.ts';
import { app, DingtalkStandIn } from '../adapters/dingtalk/stand-in.ts';
import { FeishuStandIn, app as feishuApp } from '../adapters/feishu/stand-in.ts';
import { openRobots, paths } from '../adapters/robot/stand-in.ts';
import { WecomStandIn } from '../adapters/wecom/stand-in.ts';
import { freshDatabase } from '../store/database.ts';
import { invoke } from './invoke.ts';

async function platforms() {
  const wecom = await new CallbackPlatform('wecom').open();
  const dingtalk = await new DingtalkStandIn().open();
  const feishu = await new FeishuStandIn().open();
  onTestFinished(async () => {
    await feishu.close();
    await wecom.close();
    await dingtalk.close();
  });
  const env = {
    QINZHI_LANG: 'en',
    QINZHI_DATA: '/not/there',
    QINZHI_WECOM_APP_CORP_ID: keys.wecom,
    QINZHI_WECOM_APP_AGENT_ID: String(keys.agentId),
    QINZHI_WECOM_APP_SECRET: keys.secret,
    QINZHI_WECOM_APP_TOKEN: keys.token,
    QINZHI_WECOM_APP_AES_KEY: keys.aesKey,
    QINZHI_WECOM_APP_API_URL: wecom.apiUrl,
    QINZHI_DINGTALK_CLIENT_ID: app.clientId,
    QINZHI_DINGTALK_CLIENT_SECRET: app.clientSecret,
    QINZHI_DINGTALK_API_URL: dingtalk.apiUrl,
    QINZHI_FEISHU_APP_ID: feishuApp.appId,
    QINZHI_FEISHU_APP_SECRET: feishuApp.appSecret,
    QINZHI_FEISHU_API_URL: feishu.apiUrl,
  };
  return { wecom, feishu, dingtalk, env };
}

it('says which doors are accepted or can be reached, and begins no session', async () => {
  const { env } = await platforms();
  const bots = await new WecomStandIn().open();
  onTestFinished(() => bots.close());
  const robot = {
    QINZHI_WECOM_BOT_ID: 'aib-0123456789',
    QINZHI_WECOM_BOT_SECRET: 'a-secret-of-the-robot',
    QINZHI_WECOM_URL: bots.url,
    QINZHI_WECHAT_PUPPET: 'wechaty-puppet-mock',
  };
  const { code, out, err } = await invoke(['doctor'], { env: { ...env, ...robot } });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^wecom-app: the platform accepts it/m);
  expect(out).toMatch(/^dingtalk: the platform accepts it/m);
  expect(out).toMatch(/^feishu: the platform accepts it/m);
  expect(out).toMatch(/^wecom: the platform can be reached; only a session tells/m);
  expect(out).toMatch(/^wechat: configured; only a connection tells/m);
  // Nothing was subscribed, which would end the session of a running service.
  expect(bots.isConnected).toBe(false);
});

it('says where WeCom or the service of a puppet can’t be reached', async () => {
  const bots = await new WecomStandIn().open();
  const service = createServer().listen(0, '127.0.0.1');
  await once(service, 'listening');
  const endpoint = `127.0.0.1:${(service.address() as AddressInfo).port}`;
  const env = {
    QINZHI_LANG: 'en',
    QINZHI_DATA: '/not/there',
    QINZHI_WECOM_BOT_ID: 'aib-0123456789',
    QINZHI_WECOM_BOT_SECRET: 'a-secret-of-the-robot',
    QINZHI_WECOM_URL: bots.url,
    QINZHI_WECHAT_TOKEN: 'puppet_workpro_0123456789abcdef',
    QINZHI_WECHAT_ENDPOINT: endpoint,
    QINZHI_WECHAT_TLS: 'off',
  };
  const open = await invoke(['doctor', 'wechat'], { env });
  expect([open.code, open.out]).toEqual([0, expect.stringMatching(/^wechat: the platform can be reached/)]);
  service.close();
  await bots.close();
  const { code, out } = await invoke(['doctor'], { env });
  expect(code).toBe(1);
  expect(out).toMatch(/^wecom: .*ECONNREFUSED/m);
  expect(out).toMatch(new RegExp(`^wechat: the puppet service at ${endpoint} can't be reached: ECONNREFUSED`, 'm'));
  expect(out).not.toMatch(/a-secret|puppet_workpro/);
});

it('says what to do where a platform refuses us, without the secret', async () => {
  const { wecom, feishu, env } = await platforms();
  wecom.refusesUs = 60020;
  feishu.granted = [];
  const secret = 'SECRET-that-is-wrong';
  const { code, out } = await invoke(['doctor'], { env: { ...env, QINZHI_DINGTALK_CLIENT_SECRET: secret } });
  expect(code).toBe(1);
  expect(out).toMatch(/^wecom-app: .*60020.*企业可信IP/m);
  expect(out).toMatch(/^dingtalk: .*invalidClientIdOrSecret/m);
  expect(out).toMatch(/^feishu: .*权限管理.*im:message:send_as_bot/m);
  expect(out).not.toMatch(/SECRET|a-secret/);
});

/** An API of WeCom that gives a token, with this clock in its answers; undefined = none. */
async function wecomWithClock(clock: Date | undefined): Promise<string> {
  const server = createServer((_request, response) => {
    response.sendDate = false;
    if (clock) response.setHeader('date', clock.toUTCString());
    response.end('{"errcode":0,"access_token":"x","expires_in":7200}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('tells a clock that is off', async () => {
  const { env } = await platforms();
  const QINZHI_WECOM_APP_API_URL = await wecomWithClock(new Date(Date.now() - 240_000));
  const { code, out } = await invoke(['doctor', 'wecom-app'], { env: { ...env, QINZHI_WECOM_APP_API_URL } });
  expect(code).toBe(1);
  expect(out).toMatch(/^wecom-app: .*2[34]\d seconds off/);
});

it('does not say that clocks agree where a platform tells none', async () => {
  const { env } = await platforms();
  const QINZHI_WECOM_APP_API_URL = await wecomWithClock(undefined);
  const { code, out } = await invoke(['doctor', 'wecom-app'], { env: { ...env, QINZHI_WECOM_APP_API_URL } });
  expect({ code, out }).toEqual({ code: 0, out: 'wecom-app: the platform accepts it, and does not tell its clock\n' });
});

it('knows a door that is not configured, and that none is', async () => {
  const { env } = await platforms();
  const other = await invoke(['doctor', 'slack'], { env });
  expect({ code: other.code, err: other.err }).toEqual({
    code: 2,
    err: expect.stringContaining('There is no door slack configured; there are'),
  });
  const bare = { QINZHI_LANG: 'en', QINZHI_DATA: '/not/there' };
  const none = await invoke(['doctor'], { env: bare });
  expect({ code: none.code, out: none.out }).toEqual({
    code: 0,
    out: 'No chat door is configured, and no subscription names a group robot or a webhook: docs/doors.md\n',
  });
  const robot = await invoke(['doctor', 'robot'], { env: bare });
  expect({ code: robot.code, out: robot.out }).toEqual({
    code: 0,
    out: 'robot: no subscription names an address of this door\n',
  });
});

it('tries what a token alone does not tell: the permission to send, and the address of this machine', async () => {
  const { wecom, dingtalk, env } = await platforms();
  wecom.isStranger = true;
  dingtalk.maySend = false;
  const { code, out } = await invoke(['doctor'], { env });
  expect(code).toBe(1);
  expect(out).toMatch(/^wecom-app: .*60020.*企业可信IP/m);
  expect(out).toMatch(/^dingtalk: .*403.*qyapi_robot_sendmsg/m);
  expect([...dingtalk.posts.keys()]).toEqual([]);
  expect(dingtalk.connections).toBe(0);
});

/** Group robots and a receiver of webhooks, subscribed as a person does it. */
async function subscribedAddresses() {
  const robots = await openRobots();
  const url = await freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await robots.close();
  });
  const env = { QINZHI_LANG: 'en', DATABASE_URL: url, QINZHI_ROBOT_ORIGINS: robots.origin };
  const subscribe = (door: string, channel: string, when: string) =>
    invoke(['subscriptions', 'add', '--door', door, '--channel', channel, '--when', when], { env });
  const doctor = (door?: string, more: object = {}) =>
    invoke(['doctor', ...(door ? [door] : [])], { env: { ...env, ...more } });
  return { robots, client, subscribe, doctor };
}

const keysOfAddresses = /11111111|22222222|33333333|SEC-|KEY-|HOOK-/;

it('tries each address of group robots and webhooks that is subscribed, posts nothing there, and prints no key', async () => {
  const { robots, subscribe, doctor } = await subscribedAddresses();
  const { origin } = robots;
  await subscribe('robot', `${origin}${paths.wecom}`, '每周一 8:30');
  await subscribe('robot', `${origin}${paths.wecom}`, '每月1日 9:00');
  await subscribe('robot', `${origin}${paths.dingtalk}&secret=SEC-1`, '每个工作日 9:00');
  await subscribe('robot', `${origin}${paths.feishu}`, '每周二 9:00');
  await subscribe('webhook', `${origin}/in?token=33333333`, '每周三 9:00');
  const { code, out, err } = await doctor('robot');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(3);
  const reached = /: its host can be reached, and the clocks agree; nothing was sent yet: only a message tells/;
  for (const line of lines) expect(line).toMatch(reached);
  expect(lines[0]).toContain(`robot ${origin}/cgi-bin/webhook/send?key=… (每周一 8:30, 每月1日 9:00)`);
  expect((await doctor('webhook')).out).toMatch(/^webhook .*\/in\?token=… \(每周三 9:00\): its host can be reached/);
  const whole = await doctor();
  expect(whole.out.trim().split('\n')).toHaveLength(4);
  expect(out + whole.out).not.toMatch(keysOfAddresses);
  expect(robots.shown).toEqual([]);
  // One request a host and run, which says nothing of the address.
  expect(robots.gets).toEqual(['/', '/', '/', '/']);
});

it('names what is odd about an address, in the words of the platform’s console', async () => {
  const { robots, subscribe, doctor } = await subscribedAddresses();
  const { origin } = robots;
  await subscribe('robot', `${origin}${paths.dingtalk}`, '每周一 8:30');
  await subscribe('robot', `${origin}${paths.dingtalk}&secret=0123`, '每周一 8:30');
  await subscribe('robot', `${origin}${paths.feishu}?secret=SEC-1`, '每周一 8:30');
  await subscribe('robot', `${origin}${paths.wecom}&secret=SEC-1`, '每周一 8:30');
  const { code, out } = await doctor('robot', { QINZHI_LANG: 'zh' });
  expect(code).toBe(0);
  const hints = out.split('\n').filter((line) => line.startsWith('  '));
  expect(hints).toEqual([
    expect.stringContaining('安全设置”选的是“IP地址（段）”'),
    expect.stringContaining('不是以 SEC 开头'),
    expect.stringContaining('像是钉钉的密钥'),
    expect.stringContaining('企业微信的群机器人没有加签和关键词'),
  ]);
  expect(out).not.toMatch(keysOfAddresses);
});

it('says which address can’t be reached, has another clock, or is allowed no more', async () => {
  const { robots, subscribe, doctor } = await subscribedAddresses();
  const { origin } = robots;
  await subscribe('robot', `${origin}${paths.feishu}`, '每周一 8:30');
  robots.nowMs = () => Date.now() - 240_000;
  const off = await doctor('robot');
  expect(off.code).toBe(1);
  expect(off.out).toMatch(/clock of this machine is 2[34]\d seconds off.*签名校验/);
  const other = await doctor('robot', { QINZHI_ROBOT_ORIGINS: 'https://wework.example' });
  expect(other.code).toBe(1);
  expect(other.out).toContain(`no robot is posted to at ${origin}; for a private deployment add it`);
  await robots.close();
  const gone = await doctor('robot');
  expect(gone.code).toBe(1);
  expect(gone.out).toMatch(/no answer from 127\.0\.0\.1:\d+: ECONNREFUSED \(firewall or proxy/);
  expect(off.out + other.out + gone.out).not.toMatch(keysOfAddresses);
});

it('tells what became of the last digest to an address, and that it is suspended', async () => {
  const { robots, client, subscribe, doctor } = await subscribedAddresses();
  await subscribe('robot', `${robots.origin}${paths.wecom}`, '每周一 8:30');
  const settle = (state: string, error: string | null, day: string) =>
    client.query(
      `insert into delivery (subscription_id, slot_at, door, channel, state, last_error, created_at)
       select id, $3, door, channel, $1, $2, $3 from subscription`,
      [state, error, day],
    );
  await settle('sent', null, '2026-11-02T00:30:00Z');
  expect((await doctor('robot')).out).toMatch(/the last digest, of 2026-11-02 8:30 Asia\/Shanghai, was taken/);
  await settle('failed', 'qyapi.weixin.qq.com refused the card: 93000 (copy it again)', '2026-11-09T00:30:00Z');
  const failed = await doctor('robot');
  expect(failed.code).toBe(1);
  expect(failed.out).toMatch(/the last digest is failed: .*93000/);
  await client.query(`update subscription set state = 'suspended', state_reason = '93000 gone'`);
  const suspended = await doctor('robot');
  expect(suspended.code).toBe(1);
  expect(suspended.out).toMatch(/suspended: 93000 gone; .*qinzhi subscriptions resume [0-9a-f]{8}/);
});

it('tries the chat doors also where the store can’t be opened', async () => {
  const { env } = await platforms();
  const { code, out } = await invoke(['doctor'], {
    env: { ...env, DATABASE_URL: 'postgres://ann:SECRET-word@127.0.0.1:1/none' },
  });
  expect(code).toBe(1);
  expect(out).toMatch(/^dingtalk: the platform accepts it/m);
  expect(out).toMatch(/^The subscriptions could not be looked up: /m);
  expect(out).not.toContain('SECRET-');
});
