/** The requirements of every door, as one test each: `await testContract(openRig)` at the top of a test file runs them for a door. */
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRequirement, requirementNames } from './requirements.ts';
import type { Rig } from './rig.ts';

const takesFiles = (rig: Rig) =>
  (['group', 'direct'] as const).some((place) => rig.open().takesFiles?.(rig.channel(place) ?? '') === true);

/** Opens one rig at once, to learn what the door is called and what it cannot do. */
export async function testContract(openRig: () => Promise<Rig>): Promise<void> {
  const first = await openRig();
  const { name, folder, cannot } = first;
  await first.close();

  describe(name, () => {
    it(`${name}: is the door in adapters/${folder}`, async () => {
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

    for (const requirement of requirementNames) {
      const reason = cannot[requirement];
      if (reason === undefined) it(`${name}: ${requirement}`, () => checkRequirement(requirement, openRig));
      else
        it(`${name}: ${requirement} (cannot: ${reason})`, async () => {
          expect(reason.length).toBeGreaterThan(15);
          const rig = await openRig();
          if (requirement === 'files') expect(takesFiles(rig)).toBe(false);
          // A door with `send` has to meet it.
          if (requirement === 'sends') expect(rig.open().send).toBeUndefined();
          await rig.close();
        });
    }
  });
}
