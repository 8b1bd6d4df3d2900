/** Tells whether a message is a command, without the store. */

import { dayIn } from '../digest/calendar/slots.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { timeZoneOf } from '../shared/zone.ts';
import { type ParseContext, parseCommand } from './parse.ts';
import { suggest } from './suggest.ts';

const contextAt = (packs: readonly KnowledgePack[], at: Date): ParseContext => ({
  packs,
  today: dayIn(at, timeZoneOf(packs)),
});

export const isCommand = (text: string, packs: readonly KnowledgePack[], at: Date): boolean =>
  parseCommand(text, contextAt(packs, at)) !== undefined;

/** Also a command with a mistake in it, to which the right one is suggested. */
export const isNearCommand = (text: string, packs: readonly KnowledgePack[], at: Date): boolean =>
  isCommand(text, packs, at) || suggest(text, contextAt(packs, at)).length > 0;
