/** The card of a set of records: the first line answers, then the rows a page at a time. */
import type { Month } from '../../knowledge/month.ts';
import { monthDue, unitsIn } from '../../knowledge/select.ts';
import {
  currentMonth,
  type Formatter,
  formatMonth,
  nameOf,
  shorten,
  shortName,
  sourceOfRows,
  units,
} from '../../language/format.ts';
import type { QueryPhraseKey } from '../../language/query-phrases.ts';
import type { Block, Card, ListItem } from '../../model/card.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { groupsOf } from '../columns/groups.ts';
import type { Selection, Share } from '../execute/execute.ts';
import { conjuncts, type Select } from '../query.ts';
import { columnName, counter, describeCondition, describeSelect, kindName } from './describe.ts';
import { heading } from './record.ts';

/** Rows of one page: what a phone shows at once. */
export const pageSize = 8;
const longRow = 64;
const shortRow = 34;
/** Shares told one by one; a table of a hundred units is no sentence. */
const maxShares = 30;

/** What the conditions fix for every row, so that the rows need not repeat it. */
interface Fixed {
  month: boolean;
  unit: boolean;
}

function fixedBy({ where, order }: Select): Fixed {
  const tests = conjuncts(where).filter((one) => 'column' in one);
  return {
    month: order !== undefined || tests.some((one) => one.is === 'on'),
    unit: tests.some((one) => one.is === 'has' && one.column === 'responsible' && one.units.length === 1),
  };
}

/** What a row says beside its words: units and month of a task, the target of an indicator. */
function tail(formatter: Formatter, record: PlanRecord, fixed: Fixed): string {
  if (record.kind === 'indicator') return `${record.target.text}${record.measuredIn.text}`;
  if (record.kind === 'phase') return record.period.text;
  const leads = unitsIn(record, 'responsible');
  const parts: string[] = [];
  if (leads.length && !(fixed.unit && leads.length === 1))
    parts.push(units(leads.map((name) => shortName(formatter, name))));
  const month = monthDue(record);
  if (!fixed.month) {
    if (month !== undefined) parts.push(formatMonth(formatter, month));
    else if ('deadline' in record && record.deadline) parts.push(record.deadline.cell.text);
  }
  return parts.join(formatter.say('tailComma'));
}

function item(formatter: Formatter, record: PlanRecord, fixed: Fixed, length: number): ListItem {
  const note = tail(formatter, record, fixed);
  const star = heading(record).slice(String(record.number).length);
  return {
    id: record.id,
    number: record.number,
    text: `${star}${shorten(nameOf(record), length)}${note ? formatter.say('rowTail', { note }) : ''}`,
  };
}

const monthColumns = new Set(['deadline', 'period']);

/** A value that records are counted by, as a person says it. */
function shareValue(formatter: Formatter, by: string, value: string | Month): string {
  if (typeof value === 'number') return monthColumns.has(by) ? formatMonth(formatter, value) : String(value);
  if (value === 'yes' || value === 'no') return formatter.sayQuery(value === 'yes' ? 'yesValue' : 'noValue');
  const record = formatter.pack.records.get(value);
  return record ? nameOf(record) : (groupsOf(formatter.pack).labelOf(value) ?? shortName(formatter, value));
}

function comparison(formatter: Formatter, { query, shares }: Selection): string {
  if (typeof query.as !== 'object' || !('compare' in query.as)) return '';
  const sides = query.as.compare.map((side, index) => ({
    value: describeCondition(formatter, query.kind, side),
    count: shares[index]?.ids.length ?? 0,
  }));
  const most = Math.max(...sides.map(({ count }) => count));
  const winners = sides.filter(({ count }) => count === most);
  const counts = sides
    .map(({ value, count }) => formatter.sayQuery('share', { value, count, counter: counter(formatter, query.kind) }))
    .join(formatter.sayQuery('separator'));
  return winners.length === 1
    ? formatter.sayQuery('more', { value: winners[0]!.value, shares: counts })
    : formatter.sayQuery('same', { shares: counts });
}

function shareList(formatter: Formatter, by: string, shares: readonly Share[], count: string): string {
  return shares
    .slice(0, maxShares)
    .map(({ value, ids }) =>
      formatter.sayQuery('share', { value: shareValue(formatter, by, value), count: ids.length, counter: count }),
    )
    .join(formatter.sayQuery('separator'));
}

/** Most and least: the winners and their number. */
function winner(
  formatter: Formatter,
  { query, records, shares }: Selection,
  by: string,
  key: 'most' | 'least',
): string {
  const edge = shares[0]?.ids.length ?? 0;
  const names = shares.filter(({ ids }) => ids.length === edge).map(({ value }) => shareValue(formatter, by, value));
  if (!records.length) return '';
  const what = describeSelect(formatter, query);
  return formatter.sayQuery(key, {
    value: units(names),
    count: edge,
    counter: counter(formatter, query.kind),
    what: what ? formatter.sayQuery('scope', { what }) : '',
  });
}

/** Of the earliest, the latest and the next: which month that is. */
function edgeMonth(formatter: Formatter, { query, records: [first] }: Selection): string {
  const month = query.order && first && monthDue(first);
  return month ? formatter.sayQuery('atMonth', { month: formatMonth(formatter, month) }) : '';
}

/** The first line: the number, 有 or 没有, the winner, or the counts, with how the question was read. */
function firstLine(formatter: Formatter, selection: Selection): string {
  // A condition that ends with 的 (除去…的) needs no second one.
  return plainFirstLine(formatter, selection).replaceAll('的的', '的');
}

interface LineSlots {
  /** Conditions and order in words, else the kind. */
  what: string;
  kind: string;
  count: number;
  counter: string;
}

/** The first line where numbers are asked for instead of rows; undefined where rows are, or there is nothing to count. */
function countLine(formatter: Formatter, selection: Selection, slots: LineSlots): string | undefined {
  const { query, records, shares } = selection;
  const { as, kind } = query;
  if (typeof as !== 'object') return undefined;
  if ('compare' in as) return comparison(formatter, selection);
  if (!records.length) return undefined;
  if ('most' in as) return winner(formatter, selection, as.most, 'most');
  if ('least' in as) return winner(formatter, selection, as.least, 'least');
  return formatter.sayQuery('each', {
    ...slots,
    column: columnName(formatter, kind, as.each),
    shares: shareList(formatter, as.each, shares, slots.counter),
  });
}

/** How a line of rows is put: whether there are any, whether that was asked, whether all of a kind are meant. */
function rowsPhrase(found: boolean, narrowed: boolean, as: Select['as']): QueryPhraseKey {
  if (!narrowed) return found ? 'listAll' : 'noneAll';
  if (as === 'exists') return found ? 'yes' : 'no';
  return found ? 'list' : 'none';
}

function plainFirstLine(formatter: Formatter, selection: Selection): string {
  const { query, records } = selection;
  const kind = kindName(formatter, query.kind, records.length);
  const what = `${describeSelect(formatter, query)}${edgeMonth(formatter, selection)}`;
  const slots = { what: what || kind, kind, count: records.length, counter: counter(formatter, query.kind) };
  return (
    countLine(formatter, selection, slots) ??
    formatter.sayQuery(rowsPhrase(records.length > 0, what !== '', query.as), slots)
  );
}

/** The units that a list is asked for in any role: the rows that they lead are shown before those that they help with. */
function unitInAnyRole({ kind, where, as }: Select): readonly string[] | undefined {
  if (kind !== 'task' || typeof as === 'object') return undefined;
  const named = conjuncts(where).flatMap((one) =>
    'column' in one && one.is === 'has' && one.column === 'units' ? [one.units] : [],
  );
  return named.length === 1 ? named[0] : undefined;
}

/** Records in the order in which they are shown. */
export function orderedRecords({ query, records }: Selection): PlanRecord[] {
  const unit = unitInAnyRole(query);
  if (!unit) return records;
  const leads = (record: PlanRecord) => unitsIn(record, 'responsible').some((name) => unit.includes(name));
  return [...records.filter(leads), ...records.filter((record) => !leads(record))];
}

function rowBlocks(formatter: Formatter, { query, records }: Selection, rows: readonly PlanRecord[]): Block[] {
  const fixed = fixedBy(query);
  const length = rows.length > 5 ? shortRow : longRow;
  const list = (part: readonly PlanRecord[], known: Fixed, label?: string): Block[] =>
    part.length
      ? [
          {
            type: 'list',
            ...(label ? { label } : {}),
            items: part.map((record) => item(formatter, record, known, length)),
          },
        ]
      : [];
  const unit = unitInAnyRole(query);
  if (!unit) return list(rows, fixed);
  const leads = (record: PlanRecord) => unitsIn(record, 'responsible').some((name) => unit.includes(name));
  return (['responsible', 'cooperating'] as const).flatMap((role) => {
    const inRole = (record: PlanRecord) => leads(record) === (role === 'responsible');
    const label = formatter.say('countOf', {
      what: columnName(formatter, 'task', role),
      count: records.filter(inRole).length,
    });
    // Rows under the unit's own heading need not name it again.
    return list(rows.filter(inRole), { ...fixed, unit: fixed.unit || role === 'responsible' }, label);
  });
}

const asksOfPast = ({ where }: Select): boolean => conjuncts(where).some((one) => 'column' in one && one.is === 'past');

/** How many deadlines have passed, once for the list; the plan does not say what has been done. */
function pastNote(formatter: Formatter, { query, records }: Selection): Block[] {
  const current = currentMonth(formatter);
  const past = records.filter((record) => (monthDue(record) ?? current) < current).length;
  if (!past) return [];
  // What is asked for as past needs no count of it; that nothing is said of its end does.
  if (asksOfPast(query)) return [{ type: 'text', text: formatter.sayQuery('notRecorded') }];
  const key = past === records.length ? 'allPast' : 'somePast';
  return [{ type: 'text', text: formatter.sayQuery(key, { count: past, counter: counter(formatter, query.kind) }) }];
}

/** Counts by a column or side by side answer by themselves; the rows behind them stay at hand for 更多. */
const asksForCounts = ({ as }: Select) => typeof as === 'object' && ('each' in as || 'compare' in as);

/** The card of a selection from row `from` on; `note` is said after the first line. */
export function selectionCard(formatter: Formatter, selection: Selection, from: number, note = ''): Card {
  const { records, lacking } = selection;
  const { say } = formatter;
  const [missing] = lacking;
  if (missing) {
    const text = formatter.sayQuery('lacking', {
      kind: kindName(formatter, missing.kind),
      column: columnName(formatter, missing.kind, missing.column),
    });
    return { blocks: [{ type: 'text', text }], choices: [], sources: [] };
  }
  const count = records.length;
  const rows = orderedRecords(selection).slice(from, from + pageSize);
  const blocks: Block[] = [{ type: 'text', text: `${firstLine(formatter, selection)}${note}` }];
  const unread = formatter.pack.plan.faults?.length ?? 0;
  const perhapsMore: Block[] = count && unread ? [{ type: 'text', text: say('perhapsMore', { count: unread }) }] : [];
  if (from === 0 && asksForCounts(selection.query))
    return { blocks: [...blocks, ...perhapsMore], choices: [], sources: sourceOfRows(formatter, records) };
  blocks.push(...rowBlocks(formatter, selection, rows));
  const hasMore = from + pageSize < count;
  if (count > pageSize)
    blocks.push({
      type: 'text',
      text: hasMore ? say('page', { from: from + 1, to: from + pageSize, count }) : say('lastPage', { count }),
    });
  blocks.push(...pastNote(formatter, selection), ...perhapsMore);
  const actions = hasMore ? { actions: [{ label: say('moreLabel'), question: say('askMore') }] } : {};
  return { blocks, choices: [], ...actions, sources: sourceOfRows(formatter, rows) };
}
