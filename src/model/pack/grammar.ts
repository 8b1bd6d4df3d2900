/** The closed words of a language in which sets of records are asked for, and what each does: zod schemas of `grammar.json`. */
import { z } from 'zod';

const words = z.array(z.string().min(1)).min(1);

/** Conditions on what stands directly beside a word or phrase, themselves phrases; `$` is the end of the question. */
const context = {
  before: words.exactOptional(),
  notBefore: words.exactOptional(),
  after: words.exactOptional(),
  notAfter: words.exactOptional(),
};

const wordClasses = [
  'lead',
  'cooperate',
  'involved',
  'not-involved',
  'lead-heading',
  'cooperate-heading',
  'leader-heading',
  'person',
  'not',
  'except',
  'excepted',
  'only',
  'or',
  'and',
  'both',
  'either',
  'also',
  'included',
  'have',
  'pronoun',
  'others',
  'no-others',
  'flag-yes',
  'past',
  'open',
  'ongoing',
  'empty',
  'unaided',
  'alone',
  'together',
  'not-only',
  'one',
  'mentions',
  'mentioned',
  'earliest',
  'latest',
  'next',
  'previous',
] as const;

/** Words of one class: the longest at a place counts; `does` says what the class means, `weight` how strongly it counts. */
export const WordEntry = z.strictObject({
  class: z.enum(wordClasses),
  does: z.string(),
  weight: z.number(),
  variant: z.enum(['together', 'closing', 'single', 'weak', 'or', 'in-charge']).exactOptional(),
  /** A column's heading may be followed by 那一栏里 and the like. */
  tail: z.literal(true).exactOptional(),
  ...context,
  words,
});
export type WordEntry = z.infer<typeof WordEntry>;

/**
 * A phrase is written with `(a|b)` for a choice, `?` behind what may be missing, `…` for up to ten characters, `\` before
 * a character that stands for itself, and slots: `{n}` a number, `{q}` a quantity, `{g}` a single Chinese digit, `{month}`,
 * `{tens}`, `{pair}`, `{one}`, `{han}` one Chinese character, `{x}` the same character again, `{mark}` the mark that the
 * pack's units of a higher level share, `{annex:kind}` the annex of a kind by its number.
 */
export const PhraseEntry = z.strictObject({
  name: z.string(),
  does: z.string(),
  weight: z.number(),
  variant: z.literal('sure').exactOptional(),
  /** Not searched for everywhere, but only beside what has been found. */
  where: z.enum(['after-unit', 'before-unit', 'after-office', 'tail']).exactOptional(),
  ...context,
  say: words,
});
export type PhraseEntry = z.infer<typeof PhraseEntry>;

/** What a phrase anywhere in a question says of the whole of it: the kind of record, the form of the answer. */
export const CueEntry = z.strictObject({
  name: z.string(),
  does: z.string(),
  ...context,
  say: words,
});
export type CueEntry = z.infer<typeof CueEntry>;

/** How units of measure are distinguished from the same characters in other words. */
const Measure = z.strictObject({
  names: z.record(z.string(), words),
  clues: z.array(z.strictObject({ does: z.string(), strength: z.number(), ...context, only: words.exactOptional() })),
});

export const Grammar = z.strictObject({
  $schema: z.string().exactOptional(),
  words: z.array(WordEntry),
  phrases: z.array(PhraseEntry),
  cues: z.array(CueEntry),
  measure: Measure,
  /** Words of the plan that say nothing of a subject by themselves. */
  generic: words,
  /** Words that are also recognised by their sound, beside those of roles and flags. */
  sounds: words,
  /** Characters that nobody's ear puts for another. */
  distinctSounds: z.string(),
  /** Words that cost nothing: asking, politeness, the table itself. */
  fillers: words,
});
export type Grammar = z.infer<typeof Grammar>;
