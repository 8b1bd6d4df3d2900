/** A digest in a group by nothing but the address of its robot: from the command to the message, as an operator does it. */
import { expect, it, onTestFinished } from 'vitest';
import { openRobots, paths } from '../adapters/robot/stand-in.ts';
import { invoke } from '../cli/invoke.ts';
import { running, smallKnowledge } from '../cli/launch.ts';
import { freshDatabase } from '../store/database.ts';

const withinMs = 120_000;

/** The clock in Xi'an, so far from now. */
const clockIn = (ms: number) =>
  new Intl.DateTimeFormat('zh-CN', { timeStyle: 'short', timeZone: 'Asia/Shanghai', hour12: false }).format(
    Date.now() + ms,
  );

it('shows a digest in a group within two minutes of `subscriptions add`', { timeout: 240_000 }, async () => {
  const robots = await openRobots();
  onTestFinished(() => robots.close());
  const env = {
    DATABASE_URL: await freshDatabase(),
    QINZHI_KNOWLEDGE: smallKnowledge(),
    QINZHI_ROBOT_ORIGINS: robots.origin,
  };
  const startedAt = Date.now();
  const channel = `${robots.origin}${paths.wecom}`;
  // The next minute, or the one after where that is too near.
  const when = `每天 ${clockIn(new Date().getSeconds() > 50 ? 120_000 : 60_000)}`;
  const add = ['subscriptions', 'add', '--door', 'robot', '--channel', channel, '--when', when, '--day-off', 'send'];
  const added = await invoke(add, { env });
  expect(added.code, added.err).toBe(0);
  const { child, ended, said } = running(env);
  await expect.poll(() => robots.shown.length, { timeout: withinMs, interval: 100 }).toBeGreaterThan(0);
  expect(Date.now() - startedAt).toBeLessThan(withinMs);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(`${added.out}${said()}`).not.toContain('KEY-of-the-robot');
});
