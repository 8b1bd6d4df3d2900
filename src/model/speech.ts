/** How people speak about any plan: words with a fixed meaning, fillers, and topics that no plan states. */
import { z } from 'zod';

const words = z.array(z.string().min(1));

/** `speech.json`: what a word means, by the name of the meaning (`role.responsible`, `ask.deadline`, …). */
export const Speech = z.strictObject({
  $schema: z.string().optional(),
  marks: z.record(z.string(), words),
  fillers: words,
});
export type Speech = z.infer<typeof Speech>;

/** `outside.json`: what people ask that an official plan never states. A cue is void where an `unless` word stands. */
export const OutsideTopic = z.strictObject({
  id: z.string(),
  label: z.string(),
  cues: words,
  examples: words,
  unless: words.default([]),
});
export type OutsideTopic = z.infer<typeof OutsideTopic>;
export const Outside = z.strictObject({ $schema: z.string().optional(), topics: z.array(OutsideTopic) });

export interface CommonSpeech {
  speech: Speech;
  outside: readonly OutsideTopic[];
}
