/** The promises of every door, as one test each: `await signContract(openRig)` at the top of a test file signs for a door. */
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keep, promiseNames } from './promises.ts';
import type { Rig } from './rig.ts';

/** Opens one rig at once, to learn what the door is called and what it cannot promise. */
export async function signContract(openRig: () => Promise<Rig>): Promise<void> {
  const first = await openRig();
  const { name, folder, cannot } = first;
  await first.close();

  describe(name, () => {
    it(`${name}: signs for adapters/${folder}`, async () => {
      const file = basename(expect.getState().testPath ?? '');
      expect(`${file.replace(/\.test\.ts$/, '')}-`).toContain(`${folder}-`);
      const rig = await openRig();
      try {
        const door = rig.open();
        expect(door.name).toBe(folder);
        // One that was never started can be stopped, too.
        await door.stop();
        await door.stop();
      } finally {
        await rig.close();
      }
    });

    for (const promise of promiseNames) {
      const reason = cannot[promise];
      if (reason === undefined) it(`${name}: ${promise}`, () => keep(promise, openRig));
      else
        it(`${name}: ${promise} (cannot: ${reason})`, async () => {
          expect(reason.length).toBeGreaterThan(15);
          const rig = await openRig();
          // Who can be sent to promises it.
          if (promise === 'sends') expect(rig.open().send).toBeUndefined();
          await rig.close();
        });
    }
  });
}
