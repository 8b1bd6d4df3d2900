/** The question log for whoever maintains a pack: what was asked in vain, how often, and when last. */
import { eq, sql } from 'drizzle-orm';
import type { Database } from './open.ts';
import { question } from './schema.ts';

/** Of which questions: those without a good answer, those judged useless, or all. */
export type QuestionFilter = 'in-vain' | 'useless' | 'all';

/** Questions that differ only in width, case, spaces and signs. */
export interface QuestionGroup {
  count: number;
  /** Of the last one. */
  id: number;
  at: Date;
  text: string;
  outcome: string;
  useful: boolean | null;
  door: string;
  pack: string | null;
  records: string[];
}

/** Who was asked back and then got an answer so soon chose among what was offered. */
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
    // A miss that is judged useful was rightly one.
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
