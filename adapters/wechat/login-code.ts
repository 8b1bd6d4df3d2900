/** Shows the login QR code in the terminal and as a PNG file. */
import { chmod, rm } from 'node:fs/promises';
import { toFile, toString as toText } from 'qrcode';
import { texts } from './strings.ts';

export class LoginCode {
  #file: string;
  #output: NodeJS.WritableStream;
  #shown: string | undefined;

  constructor(file: string, output: NodeJS.WritableStream) {
    this.#file = file;
    this.#output = output;
  }

  /** Ignores repeats of the code shown last. */
  async show(code: string): Promise<void> {
    if (code === this.#shown) return;
    this.#shown = code;
    await toFile(this.#file, code, { type: 'png', width: 480 });
    // Mode 0600: anybody who scans the code can log in.
    await chmod(this.#file, 0o600);
    const drawn = await toText(code, { type: 'terminal', small: true });
    this.#output.write(`${drawn}\n${texts.scan(this.#file)}\n`);
  }

  async clear(): Promise<void> {
    this.#shown = undefined;
    await rm(this.#file, { force: true });
  }
}
