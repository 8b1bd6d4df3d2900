/** Golden cases: questions with what a right answer holds, asked of an assistant and judged. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Answer, Question } from '../model/answer.ts';
import type { Card } from '../model/card.ts';
import { type Fault, faultIn } from '../model/fault.ts';
import { issuesText } from '../model/issue-text.ts';
import type { Text } from '../model/text.ts';
import { readRegularFile, utf8Of } from '../shared/read-file.ts';
import { readInstant } from './instant.ts';
import { packText } from './messages.ts';

const expected = {
  /** Records of which the first one stated has to be one; empty = the plan does not say it; null = no record stands for it, the words decide. */
  gold: z.array(z.string()).nullish(),
  /** Exactly the records of a list. */
  gold_set: z.array(z.string()).nullish(),
  must_contain: z.array(z.string()).nullish(),
  /** Records that come near; they never make an answer right. */
  accept: z.array(z.string()).optional(),
  clarify_ok: z.boolean().optional(),
  note: z.string().nullish(),
};

const Turn = z.strictObject({
  ...expected,
  user: z.string(),
  user_id: z.string().optional(),
  advance_minutes: z.number().optional(),
});

const Case = z
  .strictObject({
    ...expected,
    id: z.string(),
    now: z.string().nullish(),
    q: z.string().optional(),
    turns: z.array(Turn).optional(),
    intent: z.unknown().optional(),
    kind: z.unknown().optional(),
    answer: z.unknown().optional(),
    /** How the question came to be written, in the corpus of sampled queries: printed, and not judged. */
    shape: z.string().optional(),
    gloss: z.string().optional(),
    query: z.unknown().optional(),
    pair: z.string().optional(),
    must: z.string().optional(),
  })
  .refine(({ q, turns }) => (q === undefined) !== (turns === undefined), 'either q or turns');

type Expected = Pick<z.infer<typeof Turn>, 'gold' | 'gold_set' | 'must_contain' | 'accept' | 'clarify_ok'>;

/** One question of a case, as asked, with what is expected of its answer. */
export interface GoldenQuestion {
  id: string;
  set: string;
  asks: 'lookup' | 'filter' | 'decline' | 'document';
  question: Question;
  expected: Expected;
}

export interface Verdict {
  right: boolean;
  /** The right record is among the first three, or the records are right and the words are not. */
  near: boolean;
  why: string;
}

/** The moment of a case that names none. */
const usualDay = '2025-06-10';

const asksFor = ({ gold, gold_set }: Expected): GoldenQuestion['asks'] =>
  gold_set ? 'filter' : gold?.length ? 'lookup' : gold === null ? 'document' : 'decline';

/** The questions of a file in their order; lines that are no case go to `faults`. */
export function readGolden(path: string, timeZone: string, faults: Fault[]): GoldenQuestion[] {
  const set = basename(path, '.jsonl');
  const text = utf8Of(readRegularFile(path));
  if (text === undefined) faults.push(faultIn(path, packText('fileNotUtf8')));
  const lines = (text ?? '').split('\n');
  return lines.flatMap((line, index): GoldenQuestion[] => {
    if (!line.trim()) return [];
    const fault = (why: Text) => {
      faults.push(faultIn(path, why, `${index + 1}`));
      return [];
    };
    let raw: unknown;
    try {
      raw = JSON.parse(line);
    } catch {
      return fault(packText('notJson'));
    }
    const read = Case.safeParse(raw);
    if (!read.success) return fault(issuesText(read.error.issues));
    const { id, now, q, turns, ...single } = read.data;
    const start = readInstant(now ?? usualDay, timeZone);
    if (!start) return fault(packText('momentWrong', { value: `now: ${now}` }));
    const conversation = `golden ${id}`;
    const one = (name: string, text: string, user: string, at: Date, wanted: Expected): GoldenQuestion => ({
      id: name,
      set,
      asks: asksFor(wanted),
      question: { text, at, conversation, user },
      expected: wanted,
    });
    if (q !== undefined) return [one(id, q, 'u1', start, single)];
    let minutes = 0;
    return turns!.map((turn, i) => {
      // A turn that does not say how much later it comes is the next minute's.
      minutes += turn.advance_minutes ?? (i ? 1 : 0);
      return one(`${id}/${i + 1}`, turn.user, turn.user_id ?? 'u1', new Date(start.getTime() + minutes * 60_000), turn);
    });
  });
}

const monthNames = 'January February March April May June July August September October November December'.split(' ');
const englishMonth = new RegExp(`(${monthNames.join('|')}) (20\\d\\d)`, 'g');

/** Months written one way, width folded, marks that only dress a text gone: what is left is compared. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(englishMonth, (_, name: string, year: string) => `${year}年${monthNames.indexOf(name) + 1}月`)
    .replace(/(20\d\d)\s*(?:[-./]|年)\s*0?(1[0-2]|[1-9])(?!\d)\s*月?/g, '$1年$2月')
    .replace(/[\s*_`~#>|\\"“”'‘’《》()【】[\]]/g, '');
}

/** A bare number must stand by itself, neither in a longer one nor in a date. */
function holds(text: string, words: string): boolean {
  return /^\d{1,3}$/.test(words)
    ? new RegExp(`(?<!\\d)${words}(?!\\d|[年月]|\\.\\d)`).test(text)
    : text.includes(words);
}

interface JudgedReply {
  /** Its outcome. */
  kind: string;
  records: readonly string[];
  /** What a person reads. */
  text: string;
}

const right: Verdict = { right: true, near: true, why: '' };
const wrong = (why: string, near = false): Verdict => ({ right: false, near, why });
const states = (kind: string) => ['answer', 'list'].includes(kind);

/** A verdict on outcome and records; undefined where they are right and the text decides. */
const judgeRecords: Record<
  ReturnType<typeof asksFor>,
  (wanted: Expected, reply: JudgedReply) => Verdict | undefined
> = {
  filter({ gold_set: all }, { records }) {
    const gold = all ?? [];
    const lost = gold.filter((id) => !records.includes(id));
    const extra = [...new Set(records)].filter((id) => !gold.includes(id));
    if (!lost.length && !extra.length) return undefined;
    return wrong(`lost ${lost.join(' ') || '-'}, extra ${extra.join(' ') || '-'}`);
  },
  document: (_wanted, { kind }) => (states(kind) ? undefined : wrong(`answers nothing (${kind})`)),
  decline(_wanted, { kind, records }) {
    const declined = kind === 'clarify' || (['not_found', 'help', 'list'].includes(kind) && !records.length);
    return declined ? undefined : wrong(`should decline, but ${kind} ${records.slice(0, 3).join(' ')}`);
  },
  lookup({ gold: wanted, accept, clarify_ok: mayClarify }, { kind, records }) {
    const gold = wanted ?? [];
    const first = records.slice(0, 3);
    const inGold = (id: string) => gold.includes(id);
    if (kind === 'clarify') return mayClarify ? right : wrong('asked back', first.some(inGold));
    if (states(kind) && inGold(records[0] ?? '')) return undefined;
    const near = first.some((id) => inGold(id) || accept?.includes(id));
    return wrong(`first is ${records[0] ?? kind}, wanted ${gold.join(' or ')}`, near);
  },
};

/** Compares a reply with what is expected. */
export function judge(wanted: Expected, reply: JudgedReply): Verdict {
  const verdict = judgeRecords[asksFor(wanted)](wanted, reply);
  if (verdict) return verdict;
  const text = plain(reply.text);
  const missing = (wanted.must_contain ?? []).filter(
    (words) => !words.split('|').some((either) => holds(text, plain(either))),
  );
  return missing.length ? wrong(`the text lacks ${missing.join(' · ')}`, true) : right;
}

export interface GoldenResult extends GoldenQuestion {
  kind: string;
  records: string[];
  text: string;
  verdict: Verdict;
}

/** Asks every question in order; `render` gives a card as plain text. */
export function askGolden(
  questions: readonly GoldenQuestion[],
  answer: (question: Question) => Answer,
  render: (card: Card) => string,
): GoldenResult[] {
  return questions.map((golden) => {
    const { outcome: kind, records, card } = answer(golden.question);
    const reply = { kind, records, text: render(card) };
    return { ...golden, ...reply, verdict: judge(golden.expected, reply) };
  });
}

/** A baseline of accepted answers: question id → what was answered. */
export const Accepted = z.record(
  z.string(),
  z.strictObject({ kind: z.string(), records: z.array(z.string()), text: z.string() }),
);
export type Accepted = z.infer<typeof Accepted>;

export function toAccepted(asked: readonly GoldenResult[]): Accepted {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
  return Object.fromEntries(asked.map(({ id, kind, records, text }) => [id, { kind, records, text: hash(text) }]));
}

/** What differs from the baseline, a line a question; questions that it does not know are no change. */
export function changes(before: Accepted, now: Accepted): string[] {
  const summary = ({ kind, records }: Accepted[string]) =>
    `${kind} ${records.slice(0, 6).join(' ')}${records.length > 6 ? ' …' : ''}`.trim();
  return Object.entries(now).flatMap(([id, after]) => {
    const was = before[id];
    if (!was || JSON.stringify(was) === JSON.stringify(after)) return [];
    const same = was.kind === after.kind && was.records.join() === after.records.join();
    return [`${id}: ${same ? `other words for ${summary(after)}` : `was ${summary(was)}, now ${summary(after)}`}`];
  });
}
