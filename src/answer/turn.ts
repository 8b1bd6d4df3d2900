/** A turn of a dialogue as JSON, so that another process can go on with it. */
import { z } from 'zod';
import { fingerprintOf } from '../knowledge/fingerprint.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Turn } from './memory.ts';

const ids = z.array(z.string());
const kind = z.enum(['task', 'support', 'indicator', 'measure', 'group', 'phase', 'guarantee']);

const Filter = z.strictObject({
  kind,
  units: z.array(
    z.strictObject({
      units: ids,
      role: z.enum(['responsible', 'cooperating', 'any']),
      not: z.boolean(),
      text: z.string(),
    }),
  ),
  unitsJoin: z.enum(['all', 'some']),
  strangers: ids,
  periods: z.array(z.strictObject({ from: z.int().exactOptional(), to: z.int().exactOptional() })),
  starred: z.boolean().optional(),
  noCooperating: z.boolean().exactOptional(),
  status: z.enum(['overdue', 'open', 'ongoing']).optional(),
  order: z.enum(['earliest', 'latest']).optional(),
  groups: z.array(z.int()),
  among: ids.optional(),
  leader: z.string().optional(),
  topic: z.string().optional(),
});

const Turned = z.strictObject({
  atMs: z.number(),
  pack: z.string(),
  last: z.enum(['answer', 'list', 'clarify']),
  focus: ids,
  list: z.strictObject({ filter: Filter, ids, from: z.int() }).optional(),
  choices: z.array(z.strictObject({ label: z.string(), question: z.string() })),
  candidates: ids,
  questionText: z.string(),
});

const Saved = z.strictObject({ fingerprint: z.string(), turn: Turned });
/** Opaque to whoever keeps it. */
export type SavedTurn = z.infer<typeof Saved>;

export const saveTurn = (turn: Turn, pack: KnowledgePack): SavedTurn => ({ fingerprint: fingerprintOf(pack), turn });

/** Undefined where it leans on a pack that is gone or has changed, or was written by a program that kept other things. */
export function readTurn(saved: unknown, packs: readonly KnowledgePack[]): Turn | undefined {
  const read = Saved.safeParse(saved);
  if (!read.success) return undefined;
  const { fingerprint, turn } = read.data;
  const pack = packs.find(({ id }) => id === turn.pack);
  return pack && fingerprintOf(pack) === fingerprint ? turn : undefined;
}
