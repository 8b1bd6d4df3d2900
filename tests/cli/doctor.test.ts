/** `qinzhi doctor`: what the platforms say of the credentials, and nothing of the credentials themselves. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { CallbackPlatform, keys } from '../adapters/callback/platform.ts';
import { app, DingtalkStandIn } from '../adapters/dingtalk/stand-in.ts';
import { FeishuStandIn, app as feishuApp } from '../adapters/feishu/stand-in.ts';
import { WecomStandIn } from '../adapters/wecom/stand-in.ts';
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

it('tells a clock that is off', async () => {
  const { env } = await platforms();
  const server = createServer((_request, response) => {
    response.setHeader('date', new Date(Date.now() - 240_000).toUTCString());
    response.end('{"errcode":0,"access_token":"x","expires_in":7200}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const QINZHI_WECOM_APP_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { code, out } = await invoke(['doctor', 'wecom-app'], { env: { ...env, QINZHI_WECOM_APP_API_URL } });
  expect(code).toBe(1);
  expect(out).toMatch(/^wecom-app: .*2[34]\d seconds off/);
});

it('knows a door that is not configured, and that none is', async () => {
  const { env } = await platforms();
  const other = await invoke(['doctor', 'slack'], { env });
  expect({ code: other.code, err: other.err }).toEqual({
    code: 2,
    err: expect.stringContaining('There is no door slack configured; there are'),
  });
  const none = await invoke(['doctor'], { env: { QINZHI_LANG: 'en' } });
  expect({ code: none.code, out: none.out }).toEqual({ code: 0, out: 'No chat door is configured: docs/doors.md\n' });
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
