/** Deadlines: what a cell or a sentence says of when something is due, as months, as ongoing, or as printed. */
import type { Deadline, Span } from '../../../model/plan.ts';
import { plain } from '../text/plain.ts';
import { part } from '../text/span.ts';
import { type FoundDate, findDates } from './dates.ts';

/** Words at the beginning of a clause that say that something has no end. */
const ongoing =
  /^(?:并|且|后|再|的|将)?(?:长期|持续|常态|每(?:年|季|月|周|半年|两年)|全年|定期|日常|贯穿|始终|逐年|按年|按季|按月|不断)/;
/** A whole clause of a sentence that says the same. */
const ongoingClause =
  /^(?:并)?(?:长期|持续|常态化)(?:坚持|推进|实施|开展|推动|落实|抓好|执行|巩固)(?:推进|实施|开展)?$/;
const clauseEnd = /[,;。、\n]/;
/** A verb of completing in the same clause makes a plain date a limit: 2024年6月完成. */
const completes = /^[^,;。]{0,14}?(?:完成|建成|出台|印发|制定|投用|投入使用|上线|实现|公布|报送|启用)(?![的了])/;

function clauses(text: string): { start: number; text: string }[] {
  const found: { start: number; text: string }[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !clauseEnd.test(text[at]!)) continue;
    const clause = text.slice(start, at);
    const blank = clause.length - clause.trimStart().length;
    if (clause.trim()) found.push({ start: start + blank, text: clause.trim() });
    start = at + 1;
  }
  return found;
}

function dated(whole: Span, printed: string, date: FoundDate): Deadline {
  const cell = part(whole, printed);
  if (!date.month) return { kind: 'other', cell };
  return {
    kind: 'month',
    cell,
    month: date.month,
    ...(date.from ? { from: date.from } : {}),
    ...(date.inferredYear ? { inferredYear: true } : {}),
  };
}

/** 2026年验收前: before what happens in some month of the year, so that no month can be read. */
const untilEvent = /^[^\d,;。、\n]{1,8}(?:之?前|以前|之?后|以后)(?=[,;。、\n]|$)/;

/** In a cell, which says nothing but when. */
function beforeEvent(text: string, date: FoundDate): FoundDate {
  const [event] = (date.bare && untilEvent.exec(text.slice(date.end))) || [];
  if (!event) return date;
  const { month: _, from: __, ...rest } = date;
  return { ...rest, end: date.end + event.length };
}

const keyOf = (deadline: Deadline) => (deadline.kind === 'month' ? deadline.month : deadline.kind);

function withoutTwins(deadlines: readonly Deadline[]): Deadline[] {
  const kept = new Map<string, Deadline>();
  for (const deadline of deadlines) kept.set(keyOf(deadline), deadline);
  return [...kept.values()];
}

/**
 * The deadlines of a cell, of which there is at least one: what can't be dated is kept as `other`.
 * @param raw the cell as printed, of which `cell` is the folded text
 */
export function readDeadlineCell(cell: Span, raw: string, baseYear: number | undefined): Deadline[] {
  const text = plain(raw);
  const dates = findDates(text, baseYear).map((date) => beforeEvent(text, date));
  const found: Deadline[] = dates.map((date) => dated(cell, raw.slice(date.start, date.end), date));
  const rest = clauses(text).filter(({ start, text: clause }) => {
    const here = dates.some((date) => date.start < start + clause.length && date.end > start);
    return !here && ongoing.test(clause);
  });
  for (const { start, text: clause } of rest)
    found.push({ kind: 'ongoing', cell: part(cell, raw.slice(start, start + clause.length)) });
  const distinct = withoutTwins(found);
  const only = distinct.length === 1 ? distinct[0] : undefined;
  if (only) return [{ ...only, cell }];
  return distinct.length ? distinct : [{ kind: 'other', cell }];
}

/**
 * The limits that sentences state. A date counts with 前, 底 or 末 behind it, with 到 before it, or with a verb of
 * completing in its clause; a month before `issuedOn` is history.
 */
export function deadlinesIn(
  whole: Span,
  raw: string,
  { baseYear, issuedOn }: { baseYear: number | undefined; issuedOn: string | undefined },
): Deadline[] {
  const text = plain(raw);
  const found: { at: number; deadline: Deadline }[] = [];
  for (const date of findDates(text, baseYear)) {
    const behind = text.slice(date.end);
    // 到2026年，建成十家 is a limit; a year alone is not.
    const limit = date.bare
      ? date.limit && completes.test(behind.replace(/^,/, ''))
      : date.limit || completes.test(behind);
    const past = issuedOn && date.month && date.month < issuedOn.slice(0, 7);
    if (!limit || past || !date.month) continue;
    found.push({ at: date.start, deadline: dated(whole, raw.slice(date.start, date.end), date) });
  }
  for (const { start, text: clause } of clauses(text))
    if (ongoingClause.test(clause))
      found.push({
        at: start,
        deadline: { kind: 'ongoing', cell: part(whole, raw.slice(start, start + clause.length)) },
      });
  found.sort((a, b) => a.at - b.at);
  return withoutTwins(found.map(({ deadline }) => deadline));
}
