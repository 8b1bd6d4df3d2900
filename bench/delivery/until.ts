/** Waits until something is so, as a bench may: by looking. */
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 5;

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(lookMs);
}
