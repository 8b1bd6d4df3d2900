/** The account's directory (mode 0700): session, login code, and the time until which messages were received. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from '../../src/model/fault.ts';

export class AccountFolder {
  readonly #path: string;

  /** @throws {SetupError} where it can't be made. */
  constructor(path: string) {
    this.#path = path;
    try {
      mkdirSync(dirname(path), { recursive: true });
      mkdirSync(path, { recursive: true, mode: 0o700 });
      chmodSync(path, 0o700);
      // Made before wechaty makes it readable for everybody: with real puppets it holds the session.
      const card = `${this.memory}.memory-card.json`;
      if (!statSync(card, { throwIfNoEntry: false })) writeFileSync(card, '{}', { flag: 'wx', mode: 0o600 });
      chmodSync(card, 0o600);
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      const message = `${error.message}; QINZHI_WECHAT_FOLDER names another one`;
      throw new SetupError("The folder of the WeChat account can't be used:", [{ file: path, place: '', message }]);
    }
  }

  /** What wechaty calls the account: it adds .memory-card.json, and would put a bare name into the working directory. */
  get memory(): string {
    return join(this.#path, 'account');
  }

  get loginCode(): string {
    return join(this.#path, 'login.png');
  }

  get #receivedFile(): string {
    return join(this.#path, 'heard-until');
  }

  /** When an earlier process last received a message; undefined where there was none. */
  readLastReceived(): Date | undefined {
    if (!statSync(this.#receivedFile, { throwIfNoEntry: false })) return undefined;
    const at = new Date(readFileSync(this.#receivedFile, 'utf8').trim());
    return Number.isNaN(at.getTime()) ? undefined : at;
  }

  writeLastReceived(at: Date): void {
    const draft = `${this.#receivedFile}.${randomUUID()}`;
    writeFileSync(draft, `${at.toISOString()}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(draft, this.#receivedFile);
  }
}
