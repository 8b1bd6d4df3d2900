/** Whether words are a command, as far as that can be told without the store. */

import { dayIn } from '../digest/calendar/slots.ts';
import type { KnowledgePack } from '../model/pack.ts';
import { parseCommand } from './parse.ts';

export function isCommand(text: string, packs: readonly KnowledgePack[], at: Date): boolean {
  const zone = packs[0]?.facts.timeZone ?? 'Asia/Shanghai';
  return parseCommand(text, { packs, today: dayIn(at, zone) }) !== undefined;
}
