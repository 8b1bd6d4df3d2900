/** The files of the page (styles, scripts, the seal), read once, with a fingerprint in their addresses. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'assets');

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

const extensionOf = (name: string) => name.split('.').at(-1)!;

const yearSeconds = 31_536_000;
const hourSeconds = 3_600;

export interface Assets {
  address: (base: string, name: string) => string;
  /** Undefined where there is no such file. */
  response: (name: string, fresh: boolean) => Response | undefined;
}

export function loadAssets(): Assets {
  const files = new Map(
    readdirSync(folder)
      .filter((name) => extensionOf(name) in types)
      .map((name) => {
        const body = readFileSync(join(folder, name));
        return [name, { body, version: createHash('sha256').update(body).digest('hex').slice(0, 12) }] as const;
      }),
  );
  return {
    address: (base, name) => `${base}/assets/${name}?v=${files.get(name)?.version ?? ''}`,
    response(name, fresh) {
      const file = files.get(name);
      if (!file) return undefined;
      return new Response(file.body, {
        headers: {
          'content-type': types[extensionOf(name)]!,
          // The address with a fingerprint changes with the content.
          'cache-control': fresh ? `public, max-age=${hourSeconds}` : `public, max-age=${yearSeconds}, immutable`,
        },
      });
    },
  };
}
