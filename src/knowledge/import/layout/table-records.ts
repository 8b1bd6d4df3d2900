/** Rows of tables as records: tasks, support items and indicators, with what is odd about them found by rule. */
import type { Annex, Oddity, Span, UnitCell } from '../../../model/plan.ts';
import {
  type Assigned,
  assignedBy,
  deadlineFields,
  deadlinesOfCell,
  firstLeads,
  type Reading,
  unitCell,
} from '../fields/assigned.ts';
import { readAssignment } from '../fields/assignment.ts';
import { plainBrackets } from '../fields/units.ts';
import { type ColumnType, columnType, columnValue } from '../fields/values.ts';
import { finding } from '../text/findings.ts';
import { plain } from '../text/plain.ts';
import { nothingAt } from '../text/span.ts';
import type { Column, Columns } from './columns/columns.ts';
import type { Draft } from './draft.ts';
import type { Field, Item } from './rows.ts';

/** A table that was read, and how its rows are cited: 附件1, or the title of one within the text. */
export interface Table {
  place: string;
  path: number[];
  title: Span;
  /** Its heading row. */
  line: number;
  columns: Columns;
  items: Item[];
}

type TableKind = Annex['kind'];

/** Undefined where a table is none of those that a plan is made of. */
export function tableKind({ columns, title }: Pick<Table, 'columns' | 'title'>): TableKind | undefined {
  const { all } = columns;
  const column = (role: Column['role']) => all.find((one) => one.role === role);
  if (column('name') && (column('target') || column('measuredIn'))) return 'indicator';
  if (!column('content') && !column('item')) return undefined;
  const support = [column('content')?.name ?? '', title.text].some((text) => /支持/.test(plain(text)));
  return support && !column('deadline') ? 'support' : 'task';
}

/** Headings by role, and the columns of no known role with the type that their cells have. */
export function annexColumns(table: Table, reading: Reading): Pick<Annex, 'columns' | 'extra'> {
  const columns = Object.fromEntries(table.columns.all.flatMap(({ role, name }) => (role ? [[role, name]] : [])));
  const extra = extraColumns(table, reading);
  return { columns, ...(extra.length ? { extra } : {}) };
}

function extraColumns({ columns, items }: Table, reading: Reading): { name: string; type: ColumnType }[] {
  const names = columns.all.filter(({ role, name }) => !role && name).map(({ name }) => name);
  return [...new Set(names)].map((name) => {
    const cells = items.flatMap((item) => item.extra.get(name) ?? []);
    return { name, type: columnType(cells, reading.units) };
  });
}

function oddities(
  record: { responsible: UnitCell; cooperating?: UnitCell; leader?: Span; months: string[] },
  known: readonly string[],
  { issuedOn }: Reading,
  lost: string[] | undefined,
): Oddity[] {
  const found: Oddity[] = [];
  const leader = plainBrackets(record.leader?.text ?? '');
  const named = leader ? known.find((unit) => leader.includes(unit)) : undefined;
  const { units } = record.responsible;
  if (named && units.length && !units.includes(named)) found.push({ code: 'leader-of-another-unit', unit: named });
  const twice = record.cooperating?.units.find((unit) => units.includes(unit));
  if (twice) found.push({ code: 'unit-named-twice', unit: twice });
  if (issuedOn && record.months[0] && record.months[0] < issuedOn.slice(0, 7))
    found.push({ code: 'due-before-notice' });
  if (lost) found.push({ code: 'separator-missing', units: lost });
  return found;
}

/** Units of a cell that says more than names: 甲局牵头，乙局配合, 牵头单位：甲局 配合单位：乙局. */
function statedIn(field: Field, reading: Reading): Assigned | undefined {
  if (!/[:]|牵头|配合|负责|落实/.test(plain(field.raw))) return undefined;
  const raw = field.raw.trim();
  const assignment = readAssignment(raw, { start: 0, end: raw.length });
  return assignment && assignedBy({ whole: field.span, raw }, assignment, reading);
}

interface Roles {
  responsible?: UnitCell;
  cooperating?: UnitCell;
  lost?: string[];
  deadlines: Assigned['deadlines'];
}

function withoutLost(cell: (UnitCell & { lost?: string[] }) | undefined): UnitCell | undefined {
  if (!cell) return undefined;
  const { lost: _, ...rest } = cell;
  return rest;
}

/** The lead of a row, and whom it names beside it. */
function rolesOf(item: Item, columns: Columns, reading: Reading): Roles {
  const { responsible, cooperating } = item.fields;
  const stated = responsible && statedIn(responsible, reading);
  const own = cooperating && unitCell(cooperating.span, cooperating.raw, reading);
  const helpers = withoutLost(own);
  if (stated) return { ...(helpers ? { cooperating: helpers } : {}), ...stated };
  const found = responsible && unitCell(responsible.span, responsible.raw, reading);
  const lead = withoutLost(found);
  const lost = found?.lost ?? own?.lost;
  const ruled = lead && !helpers && (columns.firstLeads || appliesFirst(lead.cell, reading));
  return {
    ...(ruled ? firstLeads(lead) : lead ? { responsible: lead } : {}),
    ...(helpers ? { cooperating: helpers } : {}),
    ...(lost ? { lost } : {}),
    deadlines: [],
  };
}

const appliesFirst = (cell: Span, { firstLeadsFrom }: Reading) =>
  firstLeadsFrom !== undefined && cell.lines[0] >= firstLeadsFrom;

class TableRecords {
  private readonly table: Table;
  private readonly kind: TableKind;
  private readonly reading: Reading;
  private readonly known: readonly string[];
  private readonly extra: { name: string; type: ColumnType }[];
  private readonly restarts: boolean;
  private readonly parted: ReadonlySet<string>;

  constructor(table: Table, kind: TableKind, reading: Reading, known: readonly string[]) {
    this.table = table;
    this.kind = kind;
    this.reading = reading;
    this.known = known;
    this.extra = extraColumns(table, reading);
    const numbers = new Map<string, number>();
    for (const { block, number, part } of table.items)
      if (part === 1) numbers.set(`${number}`, (numbers.get(`${number}`) ?? 0) + (block >= 0 ? 1 : 0));
    this.restarts = [...numbers.values()].some((count) => count > 1);
    this.parted = new Set(table.items.filter(({ part }) => part > 1).map((item) => this.numberKey(item)));
  }

  private numberKey({ block, number }: Item): string {
    return `${block}:${number}`;
  }

  read(): Draft[] {
    return this.table.items.flatMap((item) => this.record(item) ?? []);
  }

  private missing(item: Item, role: 'content' | 'responsible' | 'deadline' | 'name' | 'target', fault: boolean): void {
    const column = this.table.columns.all.find((one) => one.role === role);
    if (!column) return;
    const { faults, remarks } = this.reading.findings;
    (fault ? faults : remarks).push(finding(item.line.number, 'cell-empty', { row: item.number, column: column.name }));
  }

  /** The text of a row: its content, with the item before it where each row has its own. */
  private textOf({ fields }: Item): { text: Field; item?: Span } | undefined {
    const { item, content } = fields;
    if (!content) return item ? { text: item } : undefined;
    if (!item) return { text: content };
    const indexes = this.table.columns.all;
    const beside =
      indexes.findIndex(({ role }) => role === 'content') - indexes.findIndex(({ role }) => role === 'item') === 1;
    if (this.parted.size || !beside || item.span.lines[0] !== content.span.lines[0])
      return { text: content, item: item.span };
    const text = { ...item.span, text: `${item.span.text} ${content.span.text}` };
    return { text: { span: text, raw: `${item.raw} ${content.raw}` } };
  }

  private base(item: Item) {
    const { place, path } = this.table;
    const part = this.parted.has(this.numberKey(item)) ? { part: item.part } : {};
    return {
      id: '',
      path: this.restarts ? [...path, item.block] : path,
      number: item.number,
      place: `${place} 第${item.number}项`,
      ...part,
    };
  }

  private columnsOf(item: Item) {
    const values = this.extra.flatMap(({ name, type }) => {
      const field = item.extra.get(name);
      return field ? [[name, columnValue(type, field, this.reading.units)] as const] : [];
    });
    return values.length ? { columns: Object.fromEntries(values) } : {};
  }

  private indicator(item: Item): Draft | undefined {
    const { name, target, measuredIn } = item.fields;
    if (!name || !target) {
      this.missing(item, name ? 'target' : 'name', true);
      return undefined;
    }
    const { responsible, cooperating, deadlines } = rolesOf(item, this.table.columns, this.reading);
    return {
      ...this.base(item),
      kind: 'indicator',
      text: name.span,
      measuredIn: measuredIn?.span ?? nothingAt(name.span),
      target: target.span,
      ...(responsible ? { responsible } : {}),
      ...(cooperating ? { cooperating } : {}),
      ...deadlineFields(this.deadlines(item, deadlines)),
      ...(item.section ? { section: item.section } : {}),
      ...this.columnsOf(item),
    };
  }

  private deadlines(item: Item, stated: Assigned['deadlines']): Assigned['deadlines'] {
    const { deadline } = item.fields;
    return deadline ? deadlinesOfCell(deadline.span, deadline.raw, this.reading) : stated;
  }

  private record(item: Item): Draft | undefined {
    if (this.kind === 'indicator') return this.indicator(item);
    const texts = this.textOf(item);
    if (!texts) {
      this.missing(item, 'content', true);
      return undefined;
    }
    const roles = rolesOf(item, this.table.columns, this.reading);
    if (!roles.responsible) this.missing(item, 'responsible', false);
    const text = texts.text.span;
    const responsible = roles.responsible ?? { cell: nothingAt(text), units: [] };
    const { cooperating } = roles;
    const leader = item.fields.leader?.span;
    const deadlines = this.deadlines(item, roles.deadlines);
    if (!deadlines.length) this.missing(item, 'deadline', false);
    const months = deadlines.flatMap((deadline) => (deadline.kind === 'month' ? [deadline.month] : []));
    const odd = oddities(
      { responsible, ...(cooperating ? { cooperating } : {}), ...(leader ? { leader } : {}), months },
      this.known,
      this.reading,
      roles.lost,
    );
    const draft: Draft = {
      ...this.base(item),
      ...(this.kind === 'support'
        ? { kind: 'support' as const, text }
        : { kind: 'task' as const, text, starred: item.starred }),
      responsible,
      ...(cooperating ? { cooperating } : {}),
      ...(leader ? { leader } : {}),
      ...deadlineFields(deadlines),
      ...(texts.item ? { item: texts.item } : {}),
      ...(item.section ? { section: item.section } : {}),
      ...this.columnsOf(item),
    };
    const noticed = this.kind === 'task' && odd.length > 0;
    return noticed ? { ...draft, oddities: odd } : draft;
  }
}

/** Makes the records of one table. */
export function tableRecords(table: Table, kind: TableKind, reading: Reading, known: readonly string[]): Draft[] {
  return new TableRecords(table, kind, reading, known).read();
}

/** Raw cells of a table that name units, to tell apart names that touch. */
export function unitCells({ items }: Table): string[] {
  return items.flatMap(({ fields }) =>
    [fields.responsible, fields.cooperating].flatMap((field) => (field ? [field.raw] : [])),
  );
}
