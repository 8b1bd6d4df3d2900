/** `qinzhi run` with Slack: pairing, a subscription from the form, a digest, and what survives a restart. */
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { occasions } from '../../adapters/shared/subscribe-form.ts';
import { openAtHand } from '../adapters/slack/stand-in/rig.ts';
import { look } from '../adapters/slack/stand-in/screen.ts';
import { invoke } from '../cli/invoke.ts';
import { running } from '../cli/launch.ts';
import { maxWaitMs } from '../setup/max-wait.ts';
import { freshDatabase } from '../store/database.ts';

const patience = { timeout: maxWaitMs, interval: 50 };

async function open() {
  const { slack, close } = await openAtHand('socket');
  onTestFinished(close);
  const env = {
    DATABASE_URL: await freshDatabase(),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  };
  const client = new Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  onTestFinished(() => client.end());
  return { slack, env, client };
}

/** Settles when the door is open. @returns the process, and what it has logged */
async function run(env: Record<string, string>, slack: Awaited<ReturnType<typeof open>>['slack']) {
  const service = running(env);
  // Nothing listens before: the platform would be told so.
  await vi.waitFor(async () => expect(await slack.openHome('bob')).toMatchObject({ became: 'acknowledged' }), patience);
  return service;
}

it('answers, lets in an admin, subscribes by word and by form, sends what is due, once, and stops', async () => {
  const { slack, env, client } = await open();
  const first = await run(env, slack);
  const { general } = slack;
  const ann = await slack.direct('ann');
  const shown = (room: { id: string }) => slack.posted(room.id).map((post) => look(post).text);
  /** Says it, and settles with what is shown next in that room. */
  const ask = async (text: string, by = 'ann', room: { id: string } = general) => {
    const before = shown(room).length;
    const said = room === general ? `<@${slack.botUserId}> ${text}` : text;
    const { tell } = await slack.write(said, { by, room: room as typeof general });
    await tell();
    await vi.waitFor(() => expect(shown(room).length).toBeGreaterThan(before), patience);
    return shown(room).slice(before).join('\n');
  };

  expect(await ask('第24项谁牵头', 'bob')).toMatch(/市市场监管局[\s\S]*附件1 第24项/);
  expect(await ask('订阅 每天 0:00 本月到期', 'bob')).toMatch(/管理员/);

  const code = /认领 (\S+)/.exec(first.said())?.[1];
  expect(code, first.said()).toBeDefined();
  expect(await ask(`认领 ${code}`, 'ann', ann)).toContain('认领成功');
  expect(await ask('订阅 每天 0:00 公安牵头 逾期')).toMatch(/下次|接下来/);

  // The form says one command, which is read like any other.
  for (const { schedule: said } of occasions) {
    const before = shown(ann).length;
    const forms = slack.api.views.length;
    await slack.shortcut('qinzhi_subscribe');
    await vi.waitFor(() => expect(slack.api.views.length).toBeGreaterThan(forms), patience);
    const { view } = slack.api.views.at(-1)!;
    await slack.submit(view, {
      channel: { channel: { type: 'conversations_select', selected_conversation: general.id } },
      content: { content: { type: 'plain_text_input', value: '文旅局 无事不发 照订' } },
      when: { when: { type: 'static_select', selected_option: { value: said } } },
      time: { time: { type: 'timepicker', selected_time: '08:30' } },
    });
    await vi.waitFor(() => expect(shown(ann).length).toBeGreaterThan(before), patience);
    expect(shown(ann).at(-1), said).toMatch(/08:30|8:30/);
  }
  const { rows: made } = await client.query<{ channel: string }>('select channel from subscription');
  expect(made).toEqual(Array(1 + occasions.length).fill({ channel: general.id }));

  const before = shown(general).length;
  await client.query(
    `update subscription set cursor_at = now() - interval '1 day', next_at = now(), late = 'all', off_day = 'send'
     where said like '%公安%'`,
  );
  const deliveries = () => client.query<{ id: string; state: string }>('select id, state from delivery');
  await vi.waitFor(async () => expect((await deliveries()).rows).toMatchObject([{ state: 'sent' }]), patience);
  const digest = shown(general).slice(before);
  expect(digest.join('\n')).toContain('市公安局');

  // Killed and begun again: nothing is answered or sent a second time.
  first.child.kill('SIGKILL');
  await first.ended;
  const posts = slack.posted().length;
  const second = await run(env, slack);
  expect(await ask('第57项什么时候完成', 'bob')).toContain('2025年6月');
  expect(slack.posted()).toHaveLength(posts + 1);
  const listed = await invoke(['deliveries', 'list', '--json'], { env });
  expect(
    listed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).state),
  ).toEqual(['sent']);
  const asked = await invoke(['questions', '--json'], { env });
  expect(asked.code).toBe(0);
  second.child.kill('SIGTERM');
  expect(await second.ended).toEqual([0, null]);
  expect(slack.api.faults).toEqual([]);
});
