/** How people speak about any plan: words with a fixed meaning, fillers, and topics that no plan states. */
import { z } from 'zod';

const words = z.array(z.string().min(1));

/**
 * `intents.json`: the words of each meaning by its name (`role.responsible`, `ask.deadline`, …), words without one, and
 * what English words in a Chinese sentence (把 lead 的 list 给我) stand for.
 */
export const Intents = z.strictObject({
  $schema: z.string().optional(),
  intents: z.record(z.string(), words),
  fillers: words,
  english: z.record(z.string().regex(/^[a-z]+(?: [a-z]+)*$/, 'lower-case English words'), z.string().min(1)),
});

const OutsideTopicEntry = z.strictObject({
  id: z.string(),
  label: z.string(),
  cues: words,
  unless: words.default([]),
  /** Units of measure: where the nearest record prints a number in one of them, it does state such a thing. */
  printed: words.default([]),
});
/** What people ask that an official plan never states. A cue is void where an `unless` word stands. */
export type OutsideTopic = z.infer<typeof OutsideTopicEntry> & { questions: readonly string[] };
/** `outside-topics.json`; the questions of each topic are rows of `outside-questions.tsv`. */
export const OutsideTopics = z.strictObject({ $schema: z.string().optional(), topics: z.array(OutsideTopicEntry) });

export interface CommonSpeech {
  intents: Readonly<Record<string, readonly string[]>>;
  fillers: readonly string[];
  /** Chinese by English word. */
  english: Readonly<Record<string, string>>;
  outside: readonly OutsideTopic[];
  /** Ways of asking for a `{topic}` or a `{unit}` of any plan, and whether a plan states what they ask. */
  aspects: readonly { stated: boolean; question: string }[];
}

/** `column-words.json`: words of one list are names of the same column of a table. */
export const ColumnWords = z.strictObject({ $schema: z.string().optional(), columns: z.array(words.min(2)) });

/** `unit-names.json`: names of one list are names of the same kind of unit. */
export const UnitNames = z.strictObject({ $schema: z.string().optional(), names: z.array(words) });
