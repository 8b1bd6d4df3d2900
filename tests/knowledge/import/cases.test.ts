/** Documents laid out as governments lay them out, in every format: what is read, and that all of it is printed. */
import { describe, expect, it } from 'vitest';
import { importDocument, importPlan } from '../../../src/knowledge/import/import.ts';
import { withoutPlaces } from '../../../src/knowledge/import/records-file.ts';
import { printJson } from '../../../src/knowledge/import/report/print-json.ts';
import { Plan } from '../../../src/model/plan.ts';
import {
  caseNames,
  documentOf,
  type Expected,
  type ExpectedDeadline,
  type ExpectedRecord,
  expectedOf,
} from './cases.ts';
import { unprinted } from './printed.ts';

interface Printed extends Omit<ExpectedRecord, 'children' | 'textStartsWith'> {
  text: string;
  children: Printed[];
  deadlines: (ExpectedDeadline & { printed: string })[];
}

interface PrintedPlan {
  title: string;
  annexes: { number: number; title: string }[];
  records: Printed[];
  remarks: { line: number; text: string }[];
  faults: { line: number; text: string }[];
}

const plain = (text: string | undefined) => (text ?? '').normalize('NFKC').replace(/\s+/g, '');
const all = (texts: readonly string[] | undefined) => texts?.map(plain);

async function read(name: string) {
  const document = await documentOf(name);
  const imported = importDocument(document);
  return { document, imported, printed: JSON.parse(printJson(imported, 'zh')) as PrintedPlan };
}

function find(records: readonly Printed[], wanted: ExpectedRecord): Printed | undefined {
  return records.find(
    (record) =>
      record.number === wanted.number &&
      plain(record.text).startsWith(plain(wanted.textStartsWith)) &&
      (wanted.part === undefined || record.part === wanted.part) &&
      (wanted.place === undefined || plain(record.place) === plain(wanted.place)),
  );
}

const month = ({ kind, month, inferredYear }: ExpectedDeadline) => ({
  kind,
  month,
  inferredYear: inferredYear ?? false,
});

/** The expected fields of a record, and the same of the one that was read. */
function pair(wanted: Partial<ExpectedRecord>, record: Printed) {
  const expected: Record<string, unknown> = {};
  const got: Record<string, unknown> = {};
  for (const key of ['lead', 'cooperating', 'jointly'] as const)
    if (wanted[key]) [expected[key], got[key]] = [all(wanted[key]), all(record[key])];
  for (const key of ['part', 'kind'] as const) if (wanted[key]) [expected[key], got[key]] = [wanted[key], record[key]];
  for (const key of ['leader', 'item', 'group', 'target'] as const)
    if (wanted[key]) [expected[key], got[key]] = [plain(wanted[key]), plain(record[key])];
  for (const [name, cell] of Object.entries(wanted.extra ?? {}))
    [expected[name], got[name]] = [plain(cell), plain(record.extra?.[name])];
  const deadlines = wanted.deadlines ?? (wanted.deadline ? [wanted.deadline] : undefined);
  if (deadlines) [expected.deadlines, got.deadlines] = [deadlines.map(month), record.deadlines.map(month)];
  if (wanted.children !== undefined) [expected.children, got.children] = [wanted.children, record.children.length];
  return { expected, got };
}

function expectDeadlines(wanted: Expected['deadlines'], records: readonly Printed[]) {
  const read = records.flatMap(({ deadlines }) => deadlines);
  for (const [cell, meaning] of Object.entries(wanted ?? {}))
    for (const one of meaning.split(' & ')) {
      const own = read.filter(({ printed }) => plain(cell).includes(plain(printed)));
      const kind = /^\d/.test(one) ? 'month' : one === 'ongoing' ? 'ongoing' : 'other';
      const found = own.filter((deadline) => deadline.kind === kind && (kind !== 'month' || deadline.month === one));
      expect(found.length, `${cell} as ${one}`).toBeGreaterThan(0);
    }
}

/** The plan as a whole: its title, how much of it there is, and that nothing is missing where nothing should be. */
function expectPlan(wanted: Expected, { title, records, remarks, annexes, faults }: PrintedPlan) {
  expect({ missing: faults.length > 0, faults }).toMatchObject({ missing: wanted.exit === 1 });
  expect(plain(title)).toBe(plain(wanted.title ?? title));
  expect(records).toHaveLength(wanted.count ?? records.length);
  expect(remarks.length).toBeGreaterThanOrEqual(wanted.remarks?.length ?? 0);
  expect(annexes).toEqual(expect.arrayContaining(wanted.annexes ?? []));
}

function expectRecord(wanted: Partial<ExpectedRecord>, record: Printed | undefined, name: string) {
  expect(record, name).toBeDefined();
  const { expected, got } = pair(wanted, record!);
  expect(got, name).toEqual(expected);
}

describe.each(caseNames)('%s', (name) => {
  const wanted = expectedOf(name);

  it('is read as a person reads it', async () => {
    const { printed } = await read(name);
    expectPlan(wanted, printed);
    for (const one of wanted.records ?? []) expectRecord(one, find(printed.records, one), one.textStartsWith);
    for (const record of wanted.recordsEach ? printed.records : [])
      expectRecord(wanted.recordsEach!, record, record.place ?? '');
    expectDeadlines(wanted.deadlines, printed.records);
  });

  it('has nothing in its records that is not printed on the lines that they name', async () => {
    const { document, imported } = await read(name);
    expect(unprinted(document.lines, imported)).toEqual([]);
    expect(Plan.safeParse(imported.plan).error).toBeUndefined();
  });

  it('is read from its source.txt as from the file', async () => {
    const { document, imported } = await read(name);
    const again = importPlan(document.lines.map(({ text }) => text).join('\n'));
    expect(again.plan).toEqual(withoutPlaces(imported.plan));
  });
});
