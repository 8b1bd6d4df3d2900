/** What a door owes when something goes wrong: refusals told apart, work after the acknowledgement, a clean end. */
import { expect } from 'vitest';
import { DeliveryError } from '../../../src/model/port.ts';
import type { Refusal, Requirement } from './rig.ts';
import { countOf, echo, plain, type Scene, textOf } from './scene.ts';

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The next card meets the refusal, and the door says what that means; the one after it arrives. */
async function meet(scene: Scene, refusal: Refusal, arrived: number): Promise<DeliveryError> {
  const [place] = scene.targets;
  scene.rig.refuseNext(refusal);
  const error = await errorOf(scene.send(place!, plain('第一张'), 'first'));
  expect(error).toBeInstanceOf(DeliveryError);
  await scene.send(place!, plain('第二张'), 'second');
  const shown = await scene.see(place!, '第二张');
  // A door that tried again by itself would have posted twice, or without the delivery row knowing.
  expect(countOf(shown, '第一张')).toBe(arrived);
  expect(countOf(shown, '第二张')).toBe(1);
  return error as DeliveryError;
}

export const lasting = {
  'send-gone': async (scene: Scene) => {
    expect(await meet(scene, 'gone', 0)).toMatchObject({ outcome: 'final' });
  },

  'send-slow-down': async (scene: Scene) => {
    const { outcome, retryAfterMs } = await meet(scene, 'slow-down', 0);
    expect(outcome).toBe('retry');
    expect(retryAfterMs).toBeGreaterThanOrEqual(1_500);
    expect(retryAfterMs).toBeLessThanOrEqual(3_500);
  },

  'send-refused': async (scene: Scene) => {
    expect(await meet(scene, 'refused', 0)).toMatchObject({ outcome: 'retry' });
  },

  'send-no-answer': async (scene: Scene) => {
    expect(await meet(scene, 'no-answer', 1)).toMatchObject({ outcome: 'unknown' });
  },

  'acknowledges-first': async (scene: Scene) => {
    for (const place of scene.places) {
      const { promise: gate, resolve: open } = Promise.withResolvers<void>();
      scene.receive = async (message) => {
        await gate;
        return echo(message);
      };
      try {
        await scene.within('acknowledged', scene.tell(place, '要想很久'));
        await scene.waitForText('要想很久');
        expect(scene.rig.shown(place)).toEqual([]);
      } finally {
        open();
      }
      await scene.see(place, '回声：要想很久');
    }
  },

  'silent-after-stop': async (scene: Scene) => {
    const [place] = scene.places;
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    scene.receive = async () => {
      await gate;
      return undefined;
    };
    await scene.tell(place!, '停之前');
    const before = await scene.waitForText('停之前');
    const { received, door } = scene;
    const stopping = door.stop();
    open();
    await scene.within('stopped', stopping);
    await door.stop();
    // Nobody listens; what the platform makes of that is its own affair.
    await errorOf(scene.tell(place!, '停之后'));
    scene.receive = echo;
    await scene.restart();
    await scene.fence(place!);
    expect(received.map(textOf)).toEqual(['停之前']);
    expect(scene.received.map(({ id }) => id)).not.toContain(before.id);
  },

  /** As after a failure of the door's package: the same adapter is closed and opened again. */
  'starts-again': async (scene: Scene) => {
    const [place] = scene.places;
    await scene.fence(place!);
    await scene.door.stop();
    await scene.start();
    await scene.tell(place!, '又开门了');
    const shown = await scene.see(place!, '回声：又开门了');
    await scene.fence(place!);
    expect(countOf(shown, '又开门了')).toBe(1);
    const [target] = scene.targets;
    if (!target) return;
    await scene.send(target, plain('开门后的推送'), 'again');
    await scene.see(target, '开门后的推送');
  },

  'failing-handler': async (scene: Scene) => {
    for (const place of scene.places) {
      scene.receive = async () => {
        throw new Error('the handler fails');
      };
      await scene.tell(place, '会出错的');
      await scene.waitForText('会出错的');
      scene.receive = () => {
        throw new Error('the handler fails before it begins');
      };
      await scene.tell(place, '也会出错的');
      await scene.waitForText('也会出错的');
      scene.receive = echo;
      await scene.tell(place, '照常');
      await scene.see(place, '回声：照常');
    }
  },
} satisfies Partial<Record<Requirement, (scene: Scene) => Promise<void>>>;
