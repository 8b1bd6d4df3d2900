/** Processes that are killed and started again at once, as a supervisor would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const restMs = 300;
const longestStartMs = 120_000;
/** What a replica says once it works. */
const runs = 'running on';

/** The line that names an error, else the last ones. */
function lastWords(said: string): string {
  const lines = said.trim().split('\n');
  return lines.findLast((line) => /^\w*Error: /.test(line)) ?? lines.slice(-3).join(' / ');
}

interface Member {
  child: ChildProcess;
  said: string;
  ended: Promise<void>;
}

export interface ProcessesOptions {
  size: number;
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  /** What the process of one place gets beside `env`. */
  envOf?: (index: number) => NodeJS.ProcessEnv;
  /** The file that gets all that they print. */
  logFile?: string | undefined;
}

/** The inode of the socket that has this local port, as the kernel lists it. */
function socketOf(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[1]?.endsWith(`:${hex}`) && words[9] !== '0') return words[9];
  }
  return undefined;
}

function holds(pid: number, socket: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((name) => {
    try {
      return readlinkSync(`${folder}/${name}`) === `socket:[${socket}]`;
    } catch {
      return false;
    }
  });
}

export class Processes {
  /** Those that ended although nobody had killed them, with their last words, and whether they had come to run before. */
  readonly deserted: { ran: boolean; said: string }[] = [];
  #options: ProcessesOptions;
  #members: (Member | undefined)[] = [];
  #up = false;

  constructor(options: ProcessesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#up = true;
    for (let index = 0; index < this.#options.size; index++) this.#spawn(index);
  }

  #spawn(index: number): void {
    const { command, env: shared, envOf, logFile } = this.#options;
    const env = { ...shared, ...envOf?.(index) };
    const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const member: Member = { child, said: '', ended: Promise.resolve() };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        member.said = `${member.said}${text}`.slice(-4_000);
        if (logFile) appendFileSync(logFile, text.replaceAll(/^(?=.)/gm, `${index} `));
      });
    member.ended = new Promise((settle) => {
      child.once('close', (code, signal) => {
        settle();
        if (this.#members[index] === member) this.#members[index] = undefined;
        if (!this.#up) return;
        if (signal === 'SIGKILL') return this.#spawn(index);
        const ran = member.said.includes(runs);
        this.deserted.push({ ran, said: `exit ${code ?? signal}: ${lastWords(member.said)}` });
        void sleep(restMs).then(() => this.#up && this.#spawn(index));
      });
    });
    this.#members[index] = member;
  }

  /** Whether it has come to work, and not only started. */
  works(index: number): boolean {
    return this.#members[index]?.said.includes(runs) ?? false;
  }

  /** Whether it was there to be killed. */
  kill(index: number): boolean {
    return this.#members[index]?.child.kill('SIGKILL') ?? false;
  }

  /** All of them stand still, as a suspended machine does, and go on. */
  async suspend(ms: number): Promise<void> {
    const children = this.#members.flatMap((member) => (member ? [member.child] : []));
    for (const child of children) child.kill('SIGSTOP');
    await sleep(ms);
    for (const child of children) child.kill('SIGCONT');
  }

  /** The member that is at the other end of a connection; where the system does not tell, any that lives. */
  at(port: number): number | undefined {
    const living = this.#members.flatMap((member, index) => (member ? [{ index, pid: member.child.pid! }] : []));
    if (process.platform !== 'linux') return living[port % Math.max(1, living.length)]?.index;
    const socket = socketOf(port);
    return socket === undefined ? undefined : living.find(({ pid }) => holds(pid, socket))?.index;
  }

  /** All at once, and none is started again before `start`. */
  async down(): Promise<void> {
    this.#up = false;
    const ended = this.#members.map((member) => member?.ended);
    for (const index of this.#members.keys()) this.kill(index);
    await Promise.all(ended);
  }

  async working(): Promise<void> {
    const deadline = Date.now() + longestStartMs;
    while (!this.#members.every((_, index) => this.works(index))) {
      if (this.deserted.length > 5 || Date.now() > deadline)
        throw new Error(`they do not start: ${this.deserted[0]?.said ?? 'they say nothing'}`);
      await sleep(50);
    }
  }

  /** As an operator does. @returns the last words of those that did not end well */
  async stop(): Promise<string[]> {
    this.#up = false;
    const members = this.#members.flatMap((member) => (member ? [member] : []));
    for (const { child } of members) child.kill('SIGTERM');
    await Promise.all(members.map(({ ended }) => ended));
    return members
      .filter(({ child }) => child.exitCode !== 0)
      .map(({ child, said }) => `exit ${child.exitCode ?? child.signalCode}: ${lastWords(said)}`);
  }
}
