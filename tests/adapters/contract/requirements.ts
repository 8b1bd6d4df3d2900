/** Every requirement of a door, by name, and how one is put to the test: on a rig of its own, from start to end. */
import { expect } from 'vitest';
import { maxWaitMs } from '../../setup/max-wait.ts';
import { hearing } from './hearing.ts';
import { lasting } from './lasting.ts';
import type { Requirement, Rig } from './rig.ts';
import { Scene } from './scene.ts';
import { showing } from './showing.ts';

const requirements: Record<Requirement, (scene: Scene) => Promise<void>> = { ...hearing, ...showing, ...lasting };

export const requirementNames = Object.keys(requirements) as Requirement[];

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

/** Settles when the door meets the requirement. */
export async function checkRequirement(
  requirement: Requirement,
  openRig: () => Promise<Rig>,
  patienceMs = maxWaitMs,
): Promise<void> {
  const rejections = watchRejections();
  try {
    const scene = new Scene(await openRig(), patienceMs);
    try {
      await scene.start();
      await requirements[requirement](scene);
    } finally {
      await scene.close();
    }
  } finally {
    expect(await rejections(), 'unhandled rejections').toEqual([]);
  }
}
