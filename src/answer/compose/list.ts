/** A set of records: what was understood, the count, then the rows in order, a page at a time. */

import { type Filter, monthDue, unitsIn } from '../../knowledge/select.ts';
import {
  column,
  currentMonth,
  type Formatter,
  formatMonth,
  nameOf,
  shorten,
  shortName,
  sourceOf,
  units,
} from '../../language/format.ts';
import type { Block, Card, ListItem } from '../../model/card.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { heading } from './record.ts';

export const pageSize = 8;
const longRow = 64;
const shortRow = 34;

function period(formatter: Formatter, { from, to }: Filter['periods'][number], kind: Filter['kind']): string {
  const { say } = formatter;
  const one = kind === 'task' ? 'monthDue' : 'during';
  if (from !== undefined && to !== undefined)
    return from === to
      ? say(one, { date: formatMonth(formatter, from) })
      : say('between', { from: formatMonth(formatter, from), to: formatMonth(formatter, to) });
  if (from !== undefined) return say('since', { from: formatMonth(formatter, from) });
  return say('until', { to: formatMonth(formatter, to!) });
}

const statusKeys = { overdue: 'conditionOverdue', open: 'conditionOpen', ongoing: 'conditionOngoing' } as const;
const roleKeys = { responsible: 'conditionLeads', cooperating: 'conditionHelps', any: 'conditionEither' } as const;

/** The filter in words, so that the asker sees how the question was taken. */
function describe(formatter: Formatter, filter: Filter): string {
  const { say, pack } = formatter;
  const role = (name: string) => column(formatter, filter.kind, name) || column(formatter, 'task', name);
  const parts: string[] = [];
  for (const unit of filter.units) {
    const name = units(unit.units);
    const said = say(filter.kind === 'support' && unit.role !== 'any' ? 'conditionDoes' : roleKeys[unit.role], {
      unit: name,
    });
    parts.push(unit.not ? say('conditionNot', { what: said }) : said);
  }
  if (filter.leader) parts.push(say('conditionLeader', { role: role('leader'), what: filter.leader }));
  for (const one of filter.periods) parts.push(period(formatter, one, filter.kind));
  if (filter.status) parts.push(say(statusKeys[filter.status]));
  if (filter.order) parts.push(say(filter.order === 'earliest' ? 'conditionEarliest' : 'conditionLatest'));
  if (filter.starred !== undefined) parts.push(say(filter.starred ? 'conditionStar' : 'conditionNoStar'));
  if (filter.noCooperating) parts.push(say('conditionNoCooperating', { role: role('cooperating') }));
  for (const group of filter.groups) parts.push(nameOf(pack.records.get(`group:${group}`)!));
  if (filter.topic) parts.push(say('conditionTopic', { what: filter.topic }));
  return parts.join('、');
}

/** What a row still has to say beside its words: not what the filter fixes for all. */
function tail(formatter: Formatter, record: PlanRecord, filter: Filter): string {
  if (record.kind === 'indicator') return `${record.target.text}${record.measuredIn.text}`;
  if (record.kind === 'phase') return record.period.text;
  if (record.kind === 'support') return units(record.responsible.units.map((name) => shortName(formatter, name)));
  if (record.kind !== 'task') return '';
  const parts: string[] = [];
  // Where one unit leads all rows, or this one, it need not be said in every row.
  const [unit] = filter.units;
  const leads = unitsIn(record, 'responsible');
  const oneUnit =
    filter.units.length === 1 &&
    !unit!.not &&
    unit!.role !== 'cooperating' &&
    leads.length === 1 &&
    unit!.units.includes(leads[0]!);
  if (!oneUnit) parts.push(units(unitsIn(record, 'responsible').map((name) => shortName(formatter, name))));
  const month = monthDue(record);
  const [only] = filter.periods;
  const fixed = filter.periods.length === 1 && only?.from !== undefined && only.from === only.to;
  if (!fixed) parts.push(month === undefined ? (record.deadline?.cell.text ?? '') : formatMonth(formatter, month));
  return parts.filter(Boolean).join('，');
}

function item(formatter: Formatter, record: PlanRecord, filter: Filter, length: number): ListItem {
  const said = tail(formatter, record, filter);
  const text = shorten(nameOf(record), length);
  return {
    id: record.id,
    number: record.number,
    text: `${heading(record).slice(String(record.number).length)}${text}${said ? `（${said}）` : ''}`,
  };
}

export interface Shown {
  records: readonly PlanRecord[];
  filter: Filter;
  /** Index of the first row shown. */
  from: number;
}

export function listCard(formatter: Formatter, { records, filter, from }: Shown, extra: string[] = []): Card {
  const { say } = formatter;
  const what = describe(formatter, filter);
  const count = records.length;
  if (filter.strangers.length)
    return {
      blocks: [{ type: 'text', text: say('stranger', { what: units(filter.strangers) }) }],
      choices: [],
      sources: [],
    };
  const blocks: Block[] = [];
  const opening = count
    ? say(what ? 'found' : 'foundPlain', { what, count })
    : say(what ? 'none' : 'nonePlain', { what });
  blocks.push({ type: 'text', text: [opening, ...extra].join('') });
  const rows = records.slice(from, from + pageSize);
  const length = rows.length > 5 ? shortRow : longRow;
  const positive = filter.units.filter((unit) => !unit.not);
  if (positive.length === 1 && positive[0]!.role === 'any' && filter.kind === 'task') {
    for (const role of ['responsible', 'cooperating'] as const) {
      const leads = (record: PlanRecord) =>
        unitsIn(record, 'responsible').some((unit) => positive[0]!.units.includes(unit));
      const part = rows.filter((record) => leads(record) === (role === 'responsible'));
      const all = records.filter((record) => leads(record) === (role === 'responsible')).length;
      if (part.length)
        blocks.push({
          type: 'list',
          label: say('countOf', { what: column(formatter, 'task', role), count: all }),
          items: part.map((record) => item(formatter, record, filter, length)),
        });
    }
  } else if (rows.length)
    blocks.push({ type: 'list', items: rows.map((record) => item(formatter, record, filter, length)) });
  if (count > pageSize)
    blocks.push({
      type: 'text',
      text:
        from + pageSize < count
          ? say('page', { from: from + 1, to: Math.min(count, from + pageSize), count })
          : say('lastPage', { count }),
    });
  const current = currentMonth(formatter);
  if (filter.status === 'overdue' || rows.some((record) => (monthDue(record) ?? current) < current))
    blocks.push({ type: 'text', text: say('unrecorded') });
  const more = { label: say('moreLabel'), question: say('askMore') };
  const actions = from + pageSize < count ? { actions: [more] } : {};
  return { blocks, choices: [], ...actions, sources: sourceOf(formatter, rows) };
}
