/** Runs one command within the process of the test, with streams that are captured; `launch.ts` starts a real process. */
import { homedir } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { execute } from '../../src/main.ts';
import { packCache } from '../answer/ask.ts';
import { type Ended, type Launch, root } from './launch.ts';

class Captured extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** As `launch`, in a tenth of its time. `cwd` is only the folder that a `.env` is looked for in. */
export async function invoke(
  args: readonly string[],
  { input = '', env = {}, cwd = root }: Launch = {},
): Promise<Ended> {
  const [stdout, stderr] = [new Captured(), new Captured()];
  const invocation = {
    ...{ stdin: Readable.from([Buffer.from(input)]), stdout, stderr, envFolder: cwd },
    env: { HOME: homedir(), QINZHI_CACHE: packCache, ...env },
  };
  const code = await execute(args, invocation);
  return { code, out: stdout.text, err: stderr.text };
}
