/** Runs the real launcher as a child process, as a person's shell would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { lanqiaoDir, packCache } from '../answer/ask.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Launch {
  input?: string | Uint8Array;
  env?: Record<string, string>;
  cwd?: string;
}

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export function begin(args: readonly string[], { env = {}, cwd = root }: Launch = {}): ChildProcess {
  const { QINZHI_KNOWLEDGE: _folder, QINZHI_HOLIDAYS: _days, QINZHI_DEBUG: _debug, ...inherited } = process.env;
  return spawn(join(root, 'node_modules/.bin/node'), [join(root, 'bin/qinzhi.js'), ...args], {
    cwd,
    env: { ...inherited, QINZHI_LANG: 'en', QINZHI_CACHE: packCache, ...env },
    stdio: 'pipe',
  });
}

export function launch(args: readonly string[], options: Launch = {}): Promise<Ended> {
  const child = begin(args, options);
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text;
  });
  // A command that refuses before it reads closes the pipe under the writer.
  child.stdin!.on('error', () => {});
  child.stdin!.end(options.input ?? '');
  return new Promise((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code) => settle({ ...ended, code }));
  });
}

/** `qinzhi run`, killed after the test. `said`: what it has printed until now, on both streams. */
export function running(env: Record<string, string>) {
  const child = begin(['run'], { env });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let text = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  return { child, ended, said: () => text };
}

/** A folder of the test's own, gone afterwards. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qinzhi-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with one small plan, for a service whose answers are not what is tested: it starts in half the time. Its first deadlines passed in 2025. */
export function smallKnowledge(): string {
  const folder = tempFolder();
  cpSync(lanqiaoDir, join(folder, 'lanqiao'), { recursive: true });
  return folder;
}

/** A plan of an invented town, as short as one can be. */
export const smallPlan = [
  '青政发〔2031〕7号',
  '',
  '青石镇图书角建设方案',
  '',
  '为方便居民借阅，制定本方案。',
  '',
  '一、总体要求',
  '',
  '让居民在家门口有书可读。',
  '',
  '二、主要措施',
  '',
  '（一）建好图书角',
  '',
  '1. 设立图书角。在每个小区设立图书角。',
  '',
  '2. 招募志愿者。面向居民招募图书志愿者。',
  '',
  '附件 1',
  '',
  '青石镇图书角建设任务清单',
  '',
  '序号\t任务内容\t责任单位\t配合单位\t负责人\t完成时限',
  '1\t在每个小区设立图书角。\t镇文化站\t镇财政所\t镇文化站主要负责同志\t2031.6',
  '2\t面向居民招募图书志愿者。★\t镇团委\t镇文化站、镇财政所\t镇团委主要负责同志\t2031.12',
  '',
].join('\n');
