/** A dialogue as JSON, so that another process, or the same one after a restart, goes on with it. */
import { z } from 'zod';
import { fingerprintOf } from '../../knowledge/fingerprint.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { Select } from '../query.ts';
import type { Turn } from './memory.ts';

const ids = z.array(z.string());

const shown = {
  focus: ids,
  list: z.strictObject({ query: Select, ids, from: z.int() }).optional(),
  questionText: z.string(),
};

const Turned = z.strictObject({
  ...shown,
  atMs: z.number(),
  pack: z.string(),
  own: z.string().optional(),
  last: z.enum(['answer', 'list', 'clarify']),
  choices: z.array(z.strictObject({ label: z.string(), question: z.string() })),
  candidates: ids,
  offered: z.array(Select).optional(),
  earlier: z.array(z.strictObject(shown)),
});

const Saved = z.strictObject({ fingerprint: z.string(), turn: Turned });
/** Opaque to whoever keeps it. */
export type SavedTurn = z.infer<typeof Saved>;

/** Telephone numbers and addresses: they name no subject, and somebody's need not be kept. */
const personal = /\S+@\S+|\d[\d -]{5,}[\dx]/g;

const impersonal = <S extends { questionText: string }>(one: S): S => ({
  ...one,
  questionText: one.questionText.replace(personal, ' '),
});

export const saveTurn = (turn: Turn, pack: KnowledgePack): SavedTurn => ({
  fingerprint: fingerprintOf(pack),
  turn: { ...impersonal(turn), earlier: turn.earlier.map(impersonal) },
});

/** Undefined where it leans on a pack that is gone or has changed, or was written by a program that kept other things. */
export function readTurn(saved: unknown, packs: readonly KnowledgePack[]): Turn | undefined {
  const read = Saved.safeParse(saved);
  if (!read.success) return undefined;
  const { fingerprint, turn } = read.data;
  const pack = packs.find(({ id }) => id === turn.pack);
  return pack && fingerprintOf(pack) === fingerprint ? turn : undefined;
}
