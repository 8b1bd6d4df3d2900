/** Tells whether a message is a command, without the store. */

import { dayIn } from '../digest/calendar/slots.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { timeZoneOf } from '../shared/zone.ts';
import { parseCommand } from './parse.ts';

export function isCommand(text: string, packs: readonly KnowledgePack[], at: Date): boolean {
  return parseCommand(text, { packs, today: dayIn(at, timeZoneOf(packs)) }) !== undefined;
}
