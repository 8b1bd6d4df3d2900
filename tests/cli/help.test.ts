/** The command line explains itself, and a slip of the finger is told what is near. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Assistant } from '../../src/answer/assistant.ts';
import { invoke } from './invoke.ts';
import { root, tempFolder } from './launch.ts';

const commands = [
  'ask',
  'chat',
  'import',
  'check',
  'digest',
  'schema',
  'migrate',
  'backup',
  'restore',
  'run',
  'subscriptions',
  'deliveries',
  'questions',
  'admin',
];

describe('help', () => {
  it('names every command and shows questions as people ask them', async () => {
    const { code, out, err } = await invoke(['--help']);
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const word of [
      ...commands,
      'QINZHI_KNOWLEDGE',
      'QINZHI_HOLIDAYS',
      'QINZHI_CACHE',
      'QINZHI_DEBUG',
      'DATABASE_URL',
      'QINZHI_DATA',
      'QINZHI_WEBHOOK_KEY_HOURS',
      'QINZHI_ADMINS',
      'QINZHI_PORT',
      'QINZHI_LOG',
      'QINZHI_LATE_AFTER_SECONDS',
    ])
      expect(out).toContain(word);
    expect(out).toMatch(/qinzhi ask [\p{Script=Han}]/u);
  });

  it.each(commands)('explains %s', async (command) => {
    const { code, out } = await invoke([command, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`qinzhi ${command}`);
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await invoke(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('shows what there is when asked for nothing', async () => {
    const { code, err } = await invoke([]);
    expect(code).toBe(2);
    expect(err).toContain('Usage: qinzhi');
  });
});

describe('what is not there', () => {
  it('says which command is near', async () => {
    const { code, out, err } = await invoke(['chek']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain("unknown command 'chek'");
    expect(err).toContain('Did you mean check?');
  });

  it('says which option is near', async () => {
    const { code, err } = await invoke(['ask', '--bach']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean --batch?');
  });

  it('tells a question without a command where it goes', async () => {
    const { code, err } = await invoke(['第3项什么时候完成']);
    expect(code).toBe(2);
    expect(err).toContain('qinzhi ask');
  });

  it('says who named a knowledge folder that is none, without a stack', async () => {
    for (const [args, env, by] of [
      [['--knowledge', '/not/there', 'check'], {}, '--knowledge'],
      [['check'], { QINZHI_KNOWLEDGE: '/not/there' }, 'QINZHI_KNOWLEDGE'],
    ] as const) {
      const { code, out, err } = await invoke(args, { env });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('/not/there');
      expect(err).toContain(by);
      expect(err).not.toMatch(/^\s+at /m);
    }
  });

  it('says how to see more of an unexpected error, and then shows it', async () => {
    const answer = vi.spyOn(Assistant.prototype, 'answer').mockImplementation(() => {
      throw new TypeError('a fault of the program');
    });
    onTestFinished(() => answer.mockRestore());
    const args = ['ask', '第24项'];
    const short = await invoke(args);
    expect(short.code).toBe(1);
    expect(short.err.trim().split('\n')).toHaveLength(1);
    expect(short.err).toContain('QINZHI_DEBUG=1');
    const long = await invoke(args, { env: { QINZHI_DEBUG: '1' } });
    expect(long.code).toBe(1);
    expect(long.err).toMatch(/^\s+at /m);
  });

  it('finds no pack in an empty folder and says what a pack is known by', async () => {
    const { code, err } = await invoke(['check', '--knowledge', tempFolder()]);
    expect(code).toBe(2);
    expect(err).toContain('pack.json');
  });
});
