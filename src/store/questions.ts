/** Queries of the question log for maintainers: unanswered questions, how often and when last. */
import { eq, sql } from 'drizzle-orm';
import type { Database } from './open.ts';
import { question } from './schema.ts';

/** Which questions: unanswered ones, those marked useless, or all. */
export type QuestionFilter = 'in-vain' | 'useless' | 'all';

/** Questions that are equal but for width, case, spaces and punctuation. */
export interface QuestionGroup {
  count: number;
  /** Fields of the last one. */
  id: number;
  at: Date;
  text: string;
  outcome: string;
  useful: boolean | null;
  door: string;
  pack: string | null;
  records: string[];
}

/** An answer so soon after a clarification means that the person chose an offered question. */
const choiceWithin = '10 minutes';

export async function groupQuestions(
  db: Database,
  since: Date,
  which: QuestionFilter,
  limit: number,
): Promise<QuestionGroup[]> {
  const wanted = {
    all: sql`true`,
    useless: sql`useful is false`,
    // A miss that was marked useful was a correct one.
    'in-vain': sql`not coalesce(useful, outcome not in ('not_found', 'failed') and not (outcome = 'clarify' and not chosen))`,
  }[which];
  const { rows } = await db.execute<
    Omit<QuestionGroup, 'at' | 'count' | 'id'> & { at: string; count: string; id: string }
  >(sql`
    with asked as (
      select *, coalesce(lead(outcome) over w in ('answer', 'list') and lead(at) over w < at + ${choiceWithin}::interval, false) as chosen
      from question
      where outcome in ('answer', 'list', 'clarify', 'not_found', 'failed', 'help')
      window w as (partition by door, room, "user" order by at, id)
    ), told as (
      select *, regexp_replace(lower(normalize(text, NFKC)), '[[:space:][:punct:]，。！？、；：“”‘’（）《》〈〉【】…—～·]', '', 'g') as folded
      from asked
      where at >= ${since.toISOString()}::timestamptz and ${wanted}
    ), grouped as (
      select folded, count(*) as count, max(id) as last from told group by folded
    )
    select count, id, at, text, outcome, useful, door, pack, records
    from grouped join told on told.id = last
    order by count desc, at desc
    limit ${limit}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at), count: Number(row.count), id: Number(row.id) }));
}

export async function findQuestion(db: Database, id: number): Promise<{ text: string; at: Date } | undefined> {
  const [row] = await db.select({ text: question.text, at: question.at }).from(question).where(eq(question.id, id));
  return row;
}
