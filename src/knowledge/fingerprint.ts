/** Tells whether a pack is still the one that something was said of. */
import { createHash } from 'node:crypto';
import type { KnowledgePack } from '../model/pack/pack.ts';

const known = new WeakMap<KnowledgePack, string>();

/** The same for as long as its records, units, service points and tasks of measures are; phrasings change no list that was shown. */
export function fingerprintOf(pack: KnowledgePack): string {
  const seen = known.get(pack);
  if (seen) return seen;
  const { plan, units, tasksOf } = pack;
  const servicePoints = pack.servicePoints.map((point) => ({ ...point, questions: [] }));
  const content = JSON.stringify([plan, units, servicePoints, [...tasksOf]]);
  const fingerprint = createHash('sha256').update(content).digest('hex').slice(0, 16);
  known.set(pack, fingerprint);
  return fingerprint;
}
