/** The promises of every door, as one test each: `await signContract(openRig)` at the top of a test file signs for a door. */
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hearing } from './hearing.ts';
import { lasting, stopUnstarted } from './lasting.ts';
import type { PromiseName, Rig } from './rig.ts';
import { Scene } from './scene.ts';
import { showing } from './showing.ts';

const promises: Record<PromiseName, (scene: Scene) => Promise<void>> = { ...hearing, ...showing, ...lasting };

/** A rejection that nobody handles ends the process, so a door must leave none, from the first moment to after its end. */
function watchRejections() {
  const seen: unknown[] = [];
  const note = (reason: unknown) => seen.push(reason);
  process.on('unhandledRejection', note);
  return async () => {
    // They are told after the queue of promises has run dry.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    return seen;
  };
}

async function onStage(openRig: () => Promise<Rig>, play: (scene: Scene) => Promise<void>): Promise<void> {
  const rejections = watchRejections();
  try {
    const rig = await openRig();
    const scene = new Scene(rig);
    try {
      await scene.start();
      await play(scene);
    } finally {
      await scene.close();
    }
  } finally {
    expect(await rejections(), 'unhandled rejections').toEqual([]);
  }
}

/** Opens one rig at once, to learn what the door is called and what it cannot promise. */
export async function signContract(openRig: () => Promise<Rig>): Promise<void> {
  const first = await openRig();
  const { name, folder, cannot } = first;
  await first.close();

  describe(name, () => {
    it(`${name}: signs for adapters/${folder}`, async () => {
      const file = basename(expect.getState().testPath ?? '');
      expect(file.replace(/\.test\.ts$/, '').split('-')[0]).toBe(folder);
      const rig = await openRig();
      try {
        const door = rig.open();
        expect(door.name).toBe(folder);
        await stopUnstarted(door);
      } finally {
        await rig.close();
      }
    });

    for (const [promise, keep] of Object.entries(promises)) {
      const reason = cannot[promise as PromiseName];
      if (reason === undefined) it(`${name}: ${promise}`, () => onStage(openRig, keep));
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
