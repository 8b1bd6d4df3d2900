/** The doors that the settings configure, opened and not yet started. */
import { doors } from '../../adapters/index.ts';
import type { DoorContext, DoorSettings } from '../model/door.ts';
import type { Adapter } from '../model/port.ts';

export async function openDoors(settings: DoorSettings, context: DoorContext): Promise<Adapter[]> {
  const opened = await Promise.all(Object.values(doors).map(({ open }) => open(settings, context)));
  return opened.filter((door) => door !== undefined);
}

/** Doors through which the service only sends. */
const sendOnly = new Set(['terminal', 'webhook']);

export const isChatDoor = ({ name }: Adapter) => !sendOnly.has(name);
