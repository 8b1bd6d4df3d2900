/** Spreadsheets (.xlsx): each visible sheet as a table, merged cells and dates as they are shown. */
import { type Block, type DocumentCell, limits, UnreadableFile } from './blocks.ts';
import { type NumberFormat, showNumber } from './xlsx-values.ts';
import { readXml } from './xml.ts';
import { unpack } from './zip.ts';

interface Sheet {
  name: string;
  path: string;
}

interface Workbook {
  sheets: Sheet[];
  strings: string[];
  formats: NumberFormat[];
  from1904: boolean;
}

const quiet = () => {};

function relations(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  const open = (name: string, { Id = '', Target = '', TargetMode = '' }: Readonly<Record<string, string>>) => {
    // What lies outside of the file is never opened.
    if (name === 'Relationship' && TargetMode !== 'External') targets.set(Id, Target.replace(/^\/?(?:xl\/)?/, 'xl/'));
  };
  readXml(xml, { open, text: quiet, close: quiet });
  return targets;
}

function sheetsOf(xml: string, targets: Map<string, string>): Pick<Workbook, 'sheets' | 'from1904'> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  readXml(xml, {
    open: (tag, { name = '', id = '', state = 'visible', date1904 = '' }) => {
      const path = targets.get(id);
      if (tag === 'sheet' && state === 'visible' && path) sheets.push({ name, path });
      if (tag === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true';
    },
    text: quiet,
    close: quiet,
  });
  return { sheets, from1904 };
}

function stringsOf(xml: string | undefined): string[] {
  const strings: string[] = [];
  let inText = false;
  let phonetic = 0;
  if (xml)
    readXml(xml, {
      open: (name) => {
        if (name === 'si') strings.push('');
        if (name === 'rPh') phonetic++;
        if (name === 't') inText = true;
      },
      text: (text) => {
        if (inText && !phonetic) strings[strings.length - 1] += text;
      },
      close: (name) => {
        if (name === 'rPh') phonetic--;
        if (name === 't') inText = false;
      },
    });
  return strings;
}

function formatsOf(xml: string | undefined): NumberFormat[] {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCells = false;
  if (xml)
    readXml(xml, {
      open: (name, { numFmtId = '0', formatCode = '' }) => {
        const id = Number(numFmtId);
        if (name === 'cellXfs') inCells = true;
        else if (name === 'numFmt') codes.set(id, formatCode);
        else if (name === 'xf' && inCells) formats.push({ id, code: codes.get(id) });
      },
      text: quiet,
      close: (name) => {
        if (name === 'cellXfs') inCells = false;
      },
    });
  return formats;
}

/** 0-based column and row of a reference such as C5. */
function placeOf(reference: string): { x: number; y: number } {
  const found = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (!found) return { x: 0, y: 0 };
  const x = [...found[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { x, y: Number(found[2]) - 1 };
}

class SheetReader {
  private readonly cells = new Map<number, Map<number, DocumentCell>>();
  private readonly merges: string[] = [];
  private readonly workbook: Workbook;
  private readonly sheet: Sheet;
  private current: { reference: string; type: string; style: number; value: string } | undefined;
  private reading = false;

  constructor(workbook: Workbook, sheet: Sheet) {
    this.workbook = workbook;
    this.sheet = sheet;
  }

  read(xml: string): DocumentCell[][] {
    readXml(xml, {
      open: (name, attributes) => this.open(name, attributes),
      text: (text) => {
        if (this.reading && this.current) this.current.value += text;
      },
      close: (name) => this.close(name),
    });
    for (const merge of this.merges) this.merge(merge);
    return this.rows();
  }

  private open(name: string, { r = '', t = 'n', s = '0', ref = '' }: Readonly<Record<string, string>>): void {
    if (name === 'c') this.current = { reference: r, type: t, style: Number(s), value: '' };
    else if (name === 'v' || name === 't') this.reading = true;
    else if (name === 'mergeCell' && this.merges.length < limits.rows) this.merges.push(ref);
  }

  private close(name: string): void {
    if (name === 'v' || name === 't') this.reading = false;
    if (name !== 'c' || !this.current) return;
    const { reference } = this.current;
    const { x, y } = placeOf(reference);
    const text = this.shown();
    this.current = undefined;
    if (x >= limits.columns || y >= limits.rows || !text.trim()) return;
    this.row(y).set(x, { text, at: `${this.sheet.name}!${reference}` });
  }

  private shown(): string {
    const { type, style, value } = this.current!;
    const { strings, formats, from1904 } = this.workbook;
    if (type === 's') return strings[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? '是' : '否';
    if (type === 'e') return '';
    if (type !== 'n' || !value) return value;
    return showNumber(value, formats[style] ?? { id: 0, code: undefined }, from1904);
  }

  private row(y: number): Map<number, DocumentCell> {
    const row = this.cells.get(y) ?? new Map<number, DocumentCell>();
    this.cells.set(y, row);
    return row;
  }

  /** Below the first row of a merged area stands 〃. */
  private merge(reference: string): void {
    const [from, to] = reference.split(':').map(placeOf);
    if (!from || !to || to.y >= limits.rows) return;
    const first = this.cells.get(from.y)?.get(from.x);
    if (!first) return;
    for (let y = from.y + 1; y <= to.y; y++) this.row(y).set(from.x, { text: '〃', at: first.at });
  }

  private rows(): DocumentCell[][] {
    const used = [...this.cells].filter(([, row]) => row.size).sort(([a], [b]) => a - b);
    const width = Math.max(0, ...used.map(([, row]) => Math.max(...row.keys()) + 1));
    return used.map(([, row]) => Array.from({ length: width }, (_, x) => row.get(x) ?? { text: '' }));
  }
}

const isPart = (name: string) =>
  name === 'xl/workbook.xml' ||
  name === 'xl/_rels/workbook.xml.rels' ||
  name === 'xl/sharedStrings.xml' ||
  name === 'xl/styles.xml' ||
  /^xl\/worksheets\/[^/]+\.xml$/.test(name);

/** Reads an .xlsx file; where it has several sheets, each is headed by its name. */
export function readXlsx(bytes: Uint8Array): Block[] {
  const parts = unpack(bytes, isPart);
  const [book, rels] = [parts.get('xl/workbook.xml'), parts.get('xl/_rels/workbook.xml.rels')];
  if (book === undefined || rels === undefined) throw new UnreadableFile('file-damaged');
  const workbook: Workbook = {
    ...sheetsOf(book, relations(rels)),
    strings: stringsOf(parts.get('xl/sharedStrings.xml')),
    formats: formatsOf(parts.get('xl/styles.xml')),
  };
  const tables = workbook.sheets.flatMap((sheet) => {
    const xml = parts.get(sheet.path);
    const rows = xml === undefined ? [] : new SheetReader(workbook, sheet).read(xml);
    return rows.length ? [{ sheet, rows }] : [];
  });
  return tables.flatMap(({ sheet, rows }): Block[] => [
    ...(tables.length > 1 ? [{ kind: 'paragraph' as const, text: sheet.name, at: sheet.name }] : []),
    { kind: 'table', rows },
  ]);
}
