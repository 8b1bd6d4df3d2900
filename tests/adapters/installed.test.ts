/** What doors cost who does not use them: no package of theirs is loaded, and they add few megabytes to an installation. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Packages that only doors use; the three last are optional peers, which `npm ci` does not install. */
const installed = ['ws', 'saxes', '@slack/bolt', 'qrcode'];
const ofDoors = [...installed, '@larksuiteoapi/node-sdk', 'wechaty', 'file-box'];

const secret = '0123456789abcdef';
const callback = (prefix: string) => ({ [`${prefix}_TOKEN`]: 'token', [`${prefix}_AES_KEY`]: 'a'.repeat(43) });
/** The settings that open each door, and which packages it loads. */
const configured: [string, Record<string, string>, string[]][] = [
  ['wecom', { QINZHI_WECOM_BOT_ID: 'aib-01234567', QINZHI_WECOM_BOT_SECRET: secret }, ['ws']],
  ['dingtalk', { QINZHI_DINGTALK_CLIENT_ID: 'dingabcdefgh0123', QINZHI_DINGTALK_CLIENT_SECRET: secret }, ['ws']],
  [
    'feishu',
    { QINZHI_FEISHU_APP_ID: `cli_${secret}`, QINZHI_FEISHU_APP_SECRET: secret },
    // The SDK connects by it, too.
    ['@larksuiteoapi/node-sdk', 'ws'],
  ],
  ['wechat-official', { QINZHI_OFFICIAL_APP_ID: `wx${secret}`, ...callback('QINZHI_OFFICIAL') }, ['saxes']],
  ['slack', { SLACK_BOT_TOKEN: `xoxb-${secret}`, SLACK_APP_TOKEN: `xapp-${secret}` }, ['@slack/bolt']],
  // wechaty itself is loaded at the start.
  ['wechat', { QINZHI_WECHAT_PUPPET: 'wechaty-puppet-mock' }, ['qrcode']],
  [
    'wecom-app',
    {
      QINZHI_WECOM_APP_CORP_ID: `wx${secret}`,
      QINZHI_WECOM_APP_AGENT_ID: '1000002',
      QINZHI_WECOM_APP_SECRET: secret,
      ...callback('QINZHI_WECOM_APP'),
    },
    ['saxes'],
  ],
];

async function packagesLoaded(env: Record<string, string>, ...args: string[]): Promise<string[]> {
  const program = fileURLToPath(new URL('loaded-packages.ts', import.meta.url));
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const options = { env: { PATH, HOME, NODE_COMPILE_CACHE, ...env }, cwd: root };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], options);
  return JSON.parse(stdout);
}

it('loads no package of a door with the service', async () => {
  const loaded = await packagesLoaded({}, 'service');
  expect(loaded).toContain('hono');
  expect(loaded.filter((name) => ofDoors.includes(name))).toEqual([]);
});

it.each(configured)('with door %s: loads the packages of no other door', async (_door, env, expected) => {
  const loaded = await packagesLoaded(env);
  // Else nothing was watched.
  expect(loaded).toContain('zod');
  expect(loaded.filter((name) => ofDoors.includes(name)).toSorted()).toEqual(expected.toSorted());
});

describe('an installation', () => {
  interface Locked {
    dev?: boolean;
    dependencies?: Record<string, string>;
  }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };

  /** As Node resolves it: from the innermost folder outwards. */
  function placeOf(name: string, from: string): string | undefined {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules') - 1))) {
      const place = [folder, 'node_modules', name].filter(Boolean).join('/');
      if (packages[place]) return place;
      if (!folder) return undefined;
    }
  }

  function reachableFrom(names: readonly string[]): Set<string> {
    const reached = new Set<string>();
    const follow = (name: string, from: string) => {
      const place = placeOf(name, from);
      if (!place || reached.has(place)) return;
      reached.add(place);
      for (const next of Object.keys(packages[place]?.dependencies ?? {})) follow(next, place);
    };
    for (const name of names) follow(name, '');
    return reached;
  }

  const bytesOf = (place: string): number =>
    readdirSync(join(root, place), { withFileTypes: true, recursive: true })
      .filter(
        (entry) =>
          entry.isFile() && !join(entry.parentPath, '').slice(join(root, place).length).includes('node_modules'),
      )
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

  it('is at most fifteen megabytes larger for all doors together', () => {
    const all = Object.keys(packages['']?.dependencies ?? {});
    expect(all).toEqual(expect.arrayContaining(installed));
    const without = reachableFrom(all.filter((name) => !installed.includes(name)));
    const added = [...reachableFrom(installed)].filter((place) => !without.has(place));
    const bytes = added.reduce((sum, place) => sum + bytesOf(place), 0);
    expect(added.length).toBeGreaterThan(installed.length);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(15_000_000);
  });
});
