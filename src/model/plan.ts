/** A plan as data: what `import` reads out of the published text, as zod schemas that are also the types. */
import { z } from 'zod';

/** Verbatim text with white space folded and ★ removed, and the 1-based lines of the source that it stands on. */
export const Span = z.strictObject({
  text: z.string(),
  lines: z.tuple([z.int().positive(), z.int().positive()]),
  /** Where it stands in the imported file, when that was no plain text: a page (`p.3`), a sheet's cell (`Sheet1!C5`). */
  at: z.string().optional(),
});
export type Span = z.infer<typeof Span>;

/**
 * The units that a cell, a bracket or a line names: the passage as printed, and the names in it by rule.
 * An empty `cell.text` stands where the plan names nobody.
 */
export const UnitCell = z.strictObject({
  cell: Span,
  units: z.array(z.string()),
  /** Named side by side, none of them as the lead (甲局、乙局按职责分工负责). */
  joint: z.literal(true).optional(),
  /** The list does not end with the names printed, in the words of the plan (等, 等部门). */
  open: z.string().optional(),
});
export type UnitCell = z.infer<typeof UnitCell>;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');

/**
 * `month`: due by its last day; `inferredYear` where the year is not printed but that of the notice or of the date
 * before it. `ongoing`: no end, as printed (长期坚持). `other`: printed, but no month can be read from it (按上级要求).
 */
export const Deadline = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('month'),
    cell: Span,
    month,
    from: month.optional(),
    inferredYear: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal('ongoing'), cell: Span }),
  z.strictObject({ kind: z.literal('other'), cell: Span }),
]);
export type Deadline = z.infer<typeof Deadline>;

/**
 * A cell under a heading that is none of the known roles, read by the type of its column (`Annex.extra`).
 * A cell that its column's type does not fit is `text`.
 */
const ColumnValue = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), cell: Span }),
  /** `unit` is what is printed behind the number (1200万元: 1200, 万元). */
  z.strictObject({ type: z.literal('number'), cell: Span, value: z.number(), unit: z.string().optional() }),
  z.strictObject({ type: z.literal('month'), cell: Span, month }),
  z.strictObject({ type: z.literal('units'), cell: Span, units: z.array(z.string()) }),
  z.strictObject({ type: z.literal('flag'), cell: Span, value: z.boolean() }),
]);

/** An oddity of the original, found by rule; replies show it as 原文如此. */
export const Oddity = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('leader-of-another-unit'), unit: z.string() }),
  z.strictObject({ code: z.literal('unit-named-twice'), unit: z.string() }),
  z.strictObject({ code: z.literal('due-before-notice') }),
  z.strictObject({ code: z.literal('separator-missing'), units: z.array(z.string()) }),
]);
export type Oddity = z.infer<typeof Oddity>;

/**
 * `id` is `kind:number` where the numbers of a kind are unique in the plan; where they restart it holds the place
 * (`task:annex2.1`, `task:1.2.3` for 一(二)3), and it always ends with the number, or with `-part` behind it.
 */
const base = {
  id: z.string(),
  number: z.int().positive(),
  place: z.string(),
  oddities: z.array(Oddity).optional(),
  /** Id of the record that this one is a step of (具体措施 under a task). */
  parent: z.string().optional(),
};

const dates = {
  /** The first that is printed; the others follow in `furtherDeadlines`. */
  deadline: Deadline.optional(),
  furtherDeadlines: z.array(Deadline).optional(),
};

const row = {
  /** One of several rows under one number, counted from 1; `item` is the cell that they share. */
  part: z.int().positive().optional(),
  item: Span.optional(),
  /** The heading that a row stands under: a section row of the table, a merged cell, the group of the text. */
  section: Span.optional(),
  /** Cells under headings of no known role, by heading as printed. */
  columns: z.record(z.string(), ColumnValue).optional(),
};

/** A row of a task table; in a plan without such a table, a numbered item of its text. */
const Task = z.strictObject({
  ...base,
  kind: z.literal('task'),
  text: Span,
  starred: z.boolean(),
  group: z.int().positive().optional(),
  responsible: UnitCell,
  cooperating: UnitCell.optional(),
  leader: Span.optional(),
  ...dates,
  ...row,
});
const Support = z.strictObject({
  ...base,
  kind: z.literal('support'),
  text: Span,
  responsible: UnitCell,
  cooperating: UnitCell.optional(),
  leader: Span.optional(),
  ...dates,
  ...row,
});
const Indicator = z.strictObject({
  ...base,
  kind: z.literal('indicator'),
  text: Span,
  measuredIn: Span,
  target: Span,
  responsible: UnitCell.optional(),
  cooperating: UnitCell.optional(),
  ...dates,
  ...row,
});
/** What a numbered item of the text says of units and dates, where it does. */
const assigned = { responsible: UnitCell.optional(), cooperating: UnitCell.optional(), ...dates };
const Measure = z.strictObject({
  ...base,
  kind: z.literal('measure'),
  group: z.int().positive().optional(),
  title: Span,
  text: Span,
  ...assigned,
});
const Group = z.strictObject({ ...base, kind: z.literal('group'), title: Span, text: Span });
const Phase = z.strictObject({
  ...base,
  kind: z.literal('phase'),
  title: Span,
  text: Span,
  period: Span,
  from: month.optional(),
  to: month,
});
const Guarantee = z.strictObject({ ...base, kind: z.literal('guarantee'), title: Span, text: Span, ...assigned });

export const PlanRecord = z.discriminatedUnion('kind', [Task, Support, Indicator, Measure, Group, Phase, Guarantee]);
export type PlanRecord = z.infer<typeof PlanRecord>;
export type RecordKind = PlanRecord['kind'];
export type Task = z.infer<typeof Task>;

/**
 * One table or annex. `columns`: headings as the document prints them, by role; `extra`: those of no known role, with
 * the type that their cells have.
 */
export const Annex = z.strictObject({
  number: z.int().nonnegative(),
  kind: z.enum(['task', 'support', 'indicator']),
  title: Span,
  note: Span.optional(),
  columns: z.record(z.string(), z.string()),
  extra: z
    .array(z.strictObject({ name: z.string(), type: z.enum(['text', 'number', 'month', 'units', 'flag']) }))
    .optional(),
});
export type Annex = z.infer<typeof Annex>;

/** A part of the text: its heading, and the paragraphs that are no records. An annex without a known table is one too. */
export const Section = z.strictObject({ place: z.string(), title: Span, paragraphs: z.array(Span) });
export type Section = z.infer<typeof Section>;

export const PlanDocument = z.strictObject({
  title: Span,
  number: Span.optional(),
  issuer: Span.optional(),
  notice: Span.optional(),
  addressees: Span.optional(),
  issued: Span.optional(),
  issuedOn: z.iso.date().optional(),
  approval: Span.optional(),
  publication: Span.optional(),
  basis: Span.optional(),
  copiedTo: z.array(Span),
});
export type PlanDocument = z.infer<typeof PlanDocument>;

/** How `records.json` came about, where more than `source.txt` was needed. */
const Origin = z.strictObject({
  /** The imported file, kept beside `source.txt`, when it was no plain text. */
  file: z.string().optional(),
  /** What was said of columns at the import (`--column 指导部门=牵头`): role by heading. */
  columns: z.record(z.string(), z.string()).optional(),
  /** Which of several tables list the tasks, by their titles (`--table`). */
  tables: z.array(z.string()).optional(),
});

/** `records.json` of a pack: generated by `qinzhi import`, never edited by hand. */
export const Plan = z.strictObject({
  format: z.literal(1),
  origin: Origin.optional(),
  /**
   * What of the text could not be read, by line; only in a pack written with `--force`. An answer from such a plan
   * must not say that something is not mentioned, nor that there are none.
   */
  faults: z.array(z.strictObject({ line: z.int().positive(), message: z.string() })).optional(),
  document: PlanDocument,
  sections: z.array(Section),
  annexes: z.array(Annex),
  records: z.array(PlanRecord),
});
export type Plan = z.infer<typeof Plan>;

/** The cells of a record that name units, its lead first. */
export function unitCellsOf(record: PlanRecord): readonly UnitCell[] {
  if (!('responsible' in record)) return [];
  return [record.responsible, record.cooperating].filter((cell) => cell !== undefined);
}

/** Every deadline that a record states, in the order of print. */
export function deadlinesOf(record: PlanRecord): readonly Deadline[] {
  if (!('deadline' in record) || !record.deadline) return [];
  return [record.deadline, ...(record.furtherDeadlines ?? [])];
}
