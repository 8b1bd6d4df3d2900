/** Converts traditional Chinese characters to simplified ones; loads the dictionary on first use. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
let convert: ((text: string) => string) | undefined;

export function simplify(text: string): string {
  convert ??= (
    require('opencc-js/t2cn') as { Converter(o: { from: string; to: string }): (text: string) => string }
  ).Converter({ from: 'hk', to: 'cn' });
  return convert(text);
}
