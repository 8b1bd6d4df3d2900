/** Every command once as a real process: the launcher, its standard streams and exit codes are those that the other tests see within theirs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshDatabase } from '../store/database.ts';
import { invoke } from './invoke.ts';
import { type Launch, launch, smallPlan, tempFolder } from './launch.ts';

/** What changes with every run: ids, codes and times. */
const withoutIds = (text: string) =>
  text
    .replace(/\b[0-9a-f]{8}\b/g, 'ID')
    .replace(/\b[A-Z2-9]{5}-[A-Z2-9]{5}\b/g, 'CODE')
    .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g, 'TIME');

interface Given extends Omit<Launch, 'cwd'> {
  store?: boolean;
}

/** The same command as a process and within this one; each of the two gets a folder and, where it uses one, a database of its own. */
async function both(args: (folder: string) => readonly string[], { store = false, ...more }: Given = {}) {
  const once = async (run: typeof launch) => {
    const [folder, url] = [tempFolder(), store ? await freshDatabase() : 'postgres://127.0.0.1:1/none'];
    writeFileSync(join(folder, 'plan.txt'), smallPlan);
    const options = { ...more, env: { DATABASE_URL: url, ...more.env } };
    const { code, out, err } = await run(args(folder), options);
    const plain = (text: string) => withoutIds(text.replaceAll(folder, 'FOLDER').replaceAll(url, 'DATABASE'));
    return {
      code,
      out: plain(out).replace(/\/qinzhi_test_\w+/g, '/DB'),
      err: plain(err).replace(/\/qinzhi_test_\w+/g, '/DB'),
    };
  };
  const [real, within] = await Promise.all([once(launch), once(invoke)]);
  expect(real).toEqual(within);
  return real;
}

const storeless: ReadonlySet<string> = new Set(['ask', 'chat', 'import', 'check', 'digest', 'schema']);

it.each<[string, (folder: string) => string[], string | undefined, number]>([
  ['ask', () => ['ask', '--json', '--now', '2025-06-10'], '第24项谁牵头', 0],
  ['chat', () => ['chat', '--now', '2025-06-10'], '第24项的完成时限\n/quit\n', 0],
  ['import', (folder) => ['import', join(folder, 'plan.txt'), '--print'], undefined, 0],
  ['check', (folder) => ['check', '--knowledge', folder], undefined, 2],
  ['digest', () => ['digest', '--now', '2025-06-03', '--unit', '公安'], undefined, 0],
  ['schema', (folder) => ['schema', '--out', join(folder, 'schema')], undefined, 0],
  ['migrate', () => ['migrate'], undefined, 0],
  ['backup', (folder) => ['backup', join(folder, 'backup')], undefined, 0],
  ['restore', (folder) => ['restore', join(folder, 'plan.txt')], undefined, 2],
  ['subscriptions', () => ['subscriptions', 'list'], undefined, 0],
  ['deliveries', () => ['deliveries', 'lag'], undefined, 0],
  ['questions', () => ['questions'], undefined, 0],
  ['admin', () => ['admin', 'invite', '--by', 'me'], undefined, 0],
])('%s', async (command, args, input, code) => {
  const env = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' };
  const ended = await both(args, { ...(input ? { input } : {}), env, store: !storeless.has(command) });
  expect(ended.code, ended.err).toBe(code);
  expect(ended.out + ended.err).not.toBe('');
});

it('run, which ends at a wrong setting', async () => {
  const ended = await both(() => ['run'], { env: { QINZHI_PORT: 'none' } });
  expect(ended.code, ended.err).toBe(2);
  expect(ended.err).toContain('QINZHI_PORT');
});

it('shows its help, and what it does not know', async () => {
  expect((await both(() => ['--help'])).out).toContain('qinzhi');
  expect((await both(() => ['chek'])).err).toContain('Did you mean check?');
});
