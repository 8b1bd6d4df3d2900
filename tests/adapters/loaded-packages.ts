/** A program of the tests: opens the doors that its environment configures, and prints the packages that were loaded; with `service` loads all of `qinzhi run`. */
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    // The innermost folder: a package may have packages of its own.
    const name = [...resolved.url.matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1];
    if (name) loaded.add(name);
    return resolved;
  },
});

const { readDoorSettings } = await import('../../src/config/doors.ts');
const { openDoors } = await import('../../src/service/doors.ts');
if (process.argv[2] === 'service') await import('../../src/service/run.ts');
await openDoors(readDoorSettings(process.env), {
  output: process.stdout,
  warn: () => {},
  now: () => new Date(),
  rooms: () => ({
    find: async () => undefined,
    findByAddress: async () => undefined,
    findByTopic: async () => [],
    save: async () => {},
  }),
});
process.stdout.write(JSON.stringify([...loaded]));
