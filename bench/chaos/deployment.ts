/** One installation, used as a person uses it: a data directory, three replicas, the command line. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { program, qinzhi } from './command.ts';
import { Processes } from './processes.ts';

const steppedClock = new URL('stepped-clock.js', import.meta.url).href;
const throwingPackage = new URL('throwing-wechaty.js', import.meta.url).href;

const Row = z.looseObject({
  id: z.string(),
  channel: z.string(),
  slotAt: z.iso.datetime(),
  state: z.enum(['pending', 'sending', 'sent', 'skipped', 'failed', 'unknown']),
  reason: z.string().nullable(),
  attempts: z.number(),
  lastError: z.string().nullable(),
});
export type Row = z.infer<typeof Row>;

export type DatabaseSignal = 'SIGQUIT' | 'SIGKILL';

export class Deployment {
  readonly name: string;
  readonly replicas: Processes;
  #folder: string;
  #env: NodeJS.ProcessEnv;

  /** `keyHours`: for how long the receivers know a key; 0 = they do not look. */
  constructor(name: string, keyHours: number, lateAfterSeconds: number) {
    this.name = name;
    this.#folder = mkdtempSync(join(tmpdir(), 'qinzhi-chaos-'));
    // The server runs as somebody else where this runs as root.
    chmodSync(this.#folder, 0o755);
    this.#env = {
      ...process.env,
      DATABASE_URL: '',
      QINZHI_DATA: join(this.#folder, 'data'),
      QINZHI_WEBHOOK_KEY_HOURS: String(keyHours),
      QINZHI_LATE_AFTER_SECONDS: String(lateAfterSeconds),
    };
    const command = ['--import', steppedClock, program, 'run'];
    // Each replica has a door whose package throws; it must end no other, and no digest.
    const throwing = { QINZHI_WECHAT_MODULE: throwingPackage, QINZHI_WECHAT_PUPPET: throwingPackage };
    this.replicas = new Processes({
      size: 3,
      command,
      env: { ...this.#env, ...throwing },
      envOf: (index) => ({ CHAOS_CLOCK: this.#clockFile(index) }),
    });
  }

  #clockFile(index: number): string {
    return join(this.#folder, `clock-${index}`);
  }

  /** The clock of one replica differs by so much from now on; 0 = it is right again. */
  stepClock(index: number, ms: number): void {
    writeFileSync(this.#clockFile(index), String(ms));
  }

  async subscribe(file: string): Promise<void> {
    const path = join(this.#folder, 'subscriptions.json');
    writeFileSync(path, file);
    await qinzhi(this.#env, 'subscriptions', 'apply', path, '--yes');
  }

  async deliveries(): Promise<Row[]> {
    const lines = await qinzhi(this.#env, 'deliveries', 'list', '--json', '--limit', '999999');
    return lines
      .split('\n')
      .filter(Boolean)
      .map((line) => Row.parse(JSON.parse(line)));
  }

  get #pidFile(): string {
    return join(this.#env.QINZHI_DATA!, 'postgres/postmaster.pid');
  }

  get databaseRuns(): boolean {
    return existsSync(this.#pidFile);
  }

  /** SIGQUIT is `pg_ctl stop -m immediate`. Nobody but the replicas starts it again. @returns whether it ran */
  killDatabase(signal: DatabaseSignal): boolean {
    if (!this.databaseRuns) return false;
    try {
      process.kill(Number.parseInt(readFileSync(this.#pidFile, 'utf8'), 10), signal);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
      throw error;
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
