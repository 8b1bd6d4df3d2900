/** What a sub-command gets from main: where to read and write, what time it is, and the settings. */
import type { Settings } from '../config/settings.ts';
import type { Input, Output } from '../model/streams.ts';

export interface CliContext {
  settings: Settings;
  now: () => Date;
  stdin: Input;
  stdout: Output;
  stderr: Output;
}

/** Waits until the text has been taken, so that a slow reader slows the writer down. */
export function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
