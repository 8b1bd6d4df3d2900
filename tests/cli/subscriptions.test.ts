/** `qinzhi subscriptions` and `qinzhi deliveries` as a person uses them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../store/database.ts';
import { invoke } from './invoke.ts';
import { tempFolder } from './launch.ts';

async function desk() {
  const url = await freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  const env = { DATABASE_URL: url, QINZHI_PUBLIC_URL: 'https://plan.example' };
  const run = (...args: string[]) => invoke(args, { env });
  const runWithoutPage = (...args: string[]) => invoke(args, { env: { DATABASE_URL: url } });
  return { run, runWithoutPage, client };
}

it('refuses a spreadsheet that could come neither as a file nor as a link', async () => {
  const { run, runWithoutPage } = await desk();
  const add = ['subscriptions', 'add', '--door', 'webhook', '--channel', 'https://example.org/in'];
  for (const words of [
    ['--when', '每天 9:00', '--attach', 'xlsx'],
    ['--when', '每天 9:00 附表格'],
  ]) {
    const refused = await runWithoutPage(...add, ...words);
    expect({ code: refused.code, said: refused.err.includes('set QINZHI_PUBLIC_URL') }).toEqual({
      code: 2,
      said: true,
    });
  }
  expect((await runWithoutPage('subscriptions', 'list')).out).toBe('There are no subscriptions.\n');
  expect((await run(...add, '--when', '每天 9:00', '--attach', 'xlsx')).code).toBe(0);
});

it('subscribes, shows, pauses, resumes and ends, and keeps who did it', async () => {
  const { run, client } = await desk();
  const added = await run(
    'subscriptions',
    'add',
    ...[
      '--door',
      'webhook',
      '--channel',
      'https://example.org/in',
      '--when',
      '每个工作日 9:00',
      '--unit',
      '公安',
      '--attach',
      'xlsx',
      '--by',
      'amy',
    ],
  );
  expect(added.code).toBe(0);
  // The plan is over: told before anything is made.
  expect(added.err).toContain('all deadlines have passed, so it sends one digest that says so and then rests');
  expect((await run('subscriptions', 'list', '--json')).out).toContain('"attach":"xlsx"');
  const id = added.out.slice(0, 8);
  expect(added.out).toMatch(/webhook https:\/\/example.org\/in {2}每个工作日 9:00 {2}active → 2/);
  expect((await run('subscriptions', 'next', id)).out).toMatch(/^每个工作日 9:00\n接下来：/);
  expect((await run('subscriptions', 'preview', id)).out).toContain('完成时限都已过');
  expect((await run('subscriptions', 'pause', id, '--until', '2999-01-01')).out).toContain('paused until 2999-01-01');
  expect((await run('subscriptions', 'resume', id)).out).toContain('active');
  expect((await run('subscriptions', 'resume', id)).err).toBe('Not done: it is not paused.\n');
  expect((await run('subscriptions', 'pause', id, '--until', '1999-01-01')).code).toBe(2);
  expect((await run('deliveries', 'list')).out).toBe('There are none.\n');
  expect((await run('deliveries', 'retry', '12345678')).err).toBe('Not done: there is no delivery 12345678.\n');
  expect((await run('subscriptions', 'remove', id)).code).toBe(0);
  expect((await run('subscriptions', 'list')).out).toBe('There are no subscriptions.\n');
  const { rows } = await client.query('select actor, action from audit order by id');
  expect(rows.map(({ action }) => action.slice(13))).toEqual(['add', 'pause', 'resume', 'end']);
  expect(rows[0].actor).toBe('cli:amy');
});

it('tells every fault of a wish, and refuses a door that can’t be sent to', async () => {
  const { run } = await desk();
  const { code, err } = await run(
    'subscriptions',
    'add',
    ...[
      '--door',
      'pigeon',
      '--channel',
      'x',
      '--when',
      '每天25点',
      '--unit',
      '公安国局',
      '--late',
      'never',
      '--attach',
      'pdf',
    ],
  );
  expect(code).toBe(2);
  for (const word of ['there is no door pigeon', '25', '公安国局', '--late', '--attach']) expect(err).toContain(word);
  const webhook = await run('subscriptions', 'add', '--door', 'webhook', '--channel', 'x', '--when', '每天 9:00');
  expect(webhook.err).toContain('is its address');
  const elsewhere = 'https://evil.example/cgi-bin/webhook/send?key=SECRET1';
  const robot = await run('subscriptions', 'add', '--door', 'robot', '--channel', elsewhere, '--when', '每天 9:00');
  expect(robot.err).toContain('no robot is posted to at https://evil.example');
});

it('subscribes a group by the address of its robot, and shows no secret of it', async () => {
  const { run } = await desk();
  const channel = 'https://oapi.dingtalk.com/robot/send?access_token=SECRET1&secret=SECRET2';
  const added = await run('subscriptions', 'add', '--door', 'robot', '--channel', channel, '--when', '每周一 8:30');
  expect({ code: added.code, err: added.err }).toEqual({ code: 0, err: expect.stringMatching(/^每周一 8:30: .*\n$/) });
  const listed = await run('subscriptions', 'list');
  expect(listed.out).toContain('oapi.dingtalk.com');
  expect(added.out + added.err + listed.out).not.toContain('SECRET');
});

it('takes in words what the options say, the options going before', async () => {
  const { run, client } = await desk();
  const where = ['--door', 'terminal', '--channel', 'x'];
  await run('subscriptions', 'add', ...where, '--when', '每周一 9:00 公安牵头★ 逾期 无事不发', '--group', '3');
  await run(
    'subscriptions',
    'add',
    ...where,
    '--when',
    'every Friday 16:00, court, due next month',
    '--due',
    '30d',
    '--star',
  );
  const { rows } = await client.query(
    'select scope, content, silent_when_empty as silent from subscription order by created_at',
  );
  expect(rows).toMatchObject([
    {
      scope: { units: [{ role: 'responsible' }], starredOnly: true, groups: [3] },
      content: { overdue: true },
      silent: true,
    },
    {
      scope: { units: [{ role: 'any' }], starredOnly: true },
      content: { due: [{ within: 30, unit: 'day' }] },
      silent: false,
    },
  ]);
  const bad = await run('subscriptions', 'add', ...where, '--when', '每周一 9:00 火星');
  expect({ code: bad.code, err: bad.err.includes('“火星”') }).toEqual({ code: 2, err: true });
});

it('applies a file: planned first, then done, the same again is nothing, one bad entry and nothing is applied', async () => {
  const { run, client } = await desk();
  const file = join(tempFolder(), 's.yaml');
  const apply = (text: string, ...args: string[]) => {
    writeFileSync(file, text);
    return run('subscriptions', 'apply', file, ...args);
  };
  const a = `  a: { door: terminal, channel: 一号, when: 每个工作日 9:00 }\n`;
  const b = `  b:\n    door: terminal\n    channel: two\n    when: every Monday 8:30\n    scope: { units: [{ unit: 公安 }] }\n`;
  const names = async () =>
    (await client.query(`select name, channel, version from subscription where state <> 'ended' order by 1`)).rows;
  const planned = await apply(`subscriptions:\n${a}${b}`);
  expect(planned.out).toBe(
    '+ a  terminal 一号  每个工作日 9:00\n+ b  terminal two  every Monday 8:30\n2 to change; --yes applies them.\n',
  );
  expect(await names()).toEqual([]);
  expect((await apply(`subscriptions:\n${a}${b}`, '--yes')).out).toContain('2 changed.');
  expect((await apply(`subscriptions:\n${a}${b}`, '--yes')).out).toContain('0 changed.');
  expect((await apply(`subscriptions:\n${b}${a}`)).out).toContain('Nothing to change.');
  const bad = await apply(
    `subscriptions:\n${a}  c: { door: pigeon, channel: x, when: 每天25点, zone: Mars }\n`,
    '--yes',
  );
  expect(bad.code).toBe(2);
  expect(bad.err).toContain('Nothing was applied:');
  expect(await names()).toHaveLength(2);
  const twice = await apply(`subscriptions:\n${a}${a}`, '--yes');
  expect(twice.err).toMatch(/s\.yaml:3 {2}Map keys must be unique/);
  const json = JSON.stringify({ subscriptions: { a: { door: 'terminal', channel: '二号', when: '每个工作日 9:00' } } });
  expect((await apply(json, '--yes', '--by', 'amy')).out).toMatch(/^~ a .*\n- b .*\n2 changed\.\n$/);
  expect(await names()).toEqual([{ name: 'a', channel: '二号', version: 2 }]);
  const { rows } = await client.query('select action from audit order by id');
  expect(rows).toHaveLength(4);
});

it('tells every fault of a file with its place, and what to write instead; what was agreed stays', async () => {
  const { run, client } = await desk();
  const file = join(tempFolder(), 's.yaml');
  const good = '  good: { door: terminal, channel: 一号, when: 每个工作日 9:00 }\n';
  writeFileSync(file, `subscriptions:\n${good}`);
  expect((await run('subscriptions', 'apply', file, '--yes')).code).toBe(0);
  const before = (await client.query('select * from subscription')).rows;
  const bad = [
    ...['door: pigeon', 'channel: x', 'when: 每天25:00', 'zone: Mars', 'colour: red'],
    ...['quiet: { from: "25:00", to: "08:00" }', 'scope: { units: [{ unit: 公安国局 }], plans: [xian] }'],
  ];
  writeFileSync(
    file,
    `subscriptions:\n  good: { door: terminal, channel: 二号, when: 每天 8:00 }\n  bad: { ${bad.join(', ')} }\n  never: { door: terminal, channel: x, when: 0 0 30 2 * }\n  half: { door: terminal, when: 每天 9:60 }\n`,
  );
  const { code, out, err } = await run('subscriptions', 'apply', file, '--yes');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  for (const [place, words] of [
    ['bad.zone', 'Mars is no IANA time zone; write one such as Asia/Shanghai'],
    ['bad.quiet.from', '25:00 is no time of day; write it as HH:MM'],
    ['bad', 'Unrecognized key: "colour"; known are door, channel, when'],
    ['bad.door', 'there is no door pigeon; digests go through terminal, webhook'],
    ['bad.when', '“25:00”不是一天里的时间；请写 0:00 到 23:59'],
    ['bad.scope.plans', 'there is no plan xian; there are xian-ip'],
    ['bad.scope.units', 'no plan names the unit 公安国局; near are 市公安局'],
    ['never.when', 'cron 表达式“0 0 30 2 *”永远不会触发'],
    ['half.channel', 'is missing'],
    ['half.when', '“9:60”不是一天里的时间'],
  ])
    expect(err).toContain(`  ${file}:${place}  ${words}`);
  expect((await client.query('select * from subscription')).rows).toEqual(before);
});
