/** Sends what packages print by `console` to the log, which masks secrets, instead of to the terminal. */
import { format } from 'node:util';

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** @returns gives `console` back */
export function captureConsole(write: (line: string) => void): () => void {
  const before = methods.map((method) => [method, console[method]] as const);
  for (const method of methods)
    console[method] = (...values: unknown[]) => {
      write(format(...values));
    };
  return () => {
    for (const [method, original] of before) console[method] = original;
  };
}
