/** Word documents (.docx): paragraphs and tables with their merged cells; deleted text, fields and pictures are left out. */
import { type Block, type DocumentCell, UnreadableFile } from './blocks.ts';
import { Numbering } from './docx-numbering.ts';
import { type Attributes, readXml } from './xml.ts';
import { unpack } from './zip.ts';

const main = 'word/document.xml';
const numbers = 'word/numbering.xml';

interface Table {
  rows: DocumentCell[][];
  cell: DocumentCell | undefined;
  /** A cell that continues the one above it. */
  continued: boolean;
}

/** Elements whose text is not that of the document: removed, moved away, or another form of the same. */
const skipped = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'delText', 'pict', 'footnotePr']);

/** Elements of a run that stand for a character. */
const marksInText: Readonly<Record<string, string>> = { tab: ' ', br: '\n', cr: '\n', noBreakHyphen: '-' };

class WordReader {
  readonly blocks: Block[] = [];
  private readonly numbering: Numbering;
  private readonly tables: Table[] = [];
  private paragraph: string | undefined;
  private list: { id: string; depth: number } | undefined;
  private inText = false;
  private inProperties = false;
  private skipping = 0;
  private paragraphs = 0;
  private tableCount = 0;

  constructor(numbering: Numbering) {
    this.numbering = numbering;
  }

  open(name: string, attributes: Attributes): void {
    if (skipped.has(name)) this.skipping++;
    if (this.skipping) return;
    const table = this.tables.at(-1);
    if (name === 'tbl') this.tables.push({ rows: [], cell: undefined, continued: false });
    else if (name === 'tr') table?.rows.push([]);
    else if (name === 'tc' && table) Object.assign(table, { cell: { text: '' }, continued: false });
    else if (name === 'gridSpan' && table?.cell) table.cell.colSpan = Number(attributes.val) || 1;
    else if (name === 'vMerge' && table) table.continued = attributes.val !== 'restart';
    else this.openInline(name, attributes);
  }

  private openInline(name: string, { val = '' }: Attributes): void {
    if (name === 'p') {
      this.paragraph = '';
      this.list = undefined;
    } else if (name === 'pPr') this.inProperties = true;
    else if (name === 't') this.inText = true;
    else if (this.inProperties) this.openProperty(name, val);
    else if (this.paragraph !== undefined) this.paragraph += marksInText[name] ?? '';
  }

  private openProperty(name: string, value: string): void {
    if (name === 'numPr') this.list = { id: '', depth: 0 };
    else if (name === 'ilvl' && this.list) this.list.depth = Number(value) || 0;
    else if (name === 'numId' && this.list) this.list.id = value;
  }

  text(text: string): void {
    if (this.inText && !this.skipping && this.paragraph !== undefined) this.paragraph += text;
  }

  close(name: string): void {
    if (skipped.has(name)) this.skipping--;
    if (this.skipping) return;
    if (name === 't') this.inText = false;
    else if (name === 'pPr') this.inProperties = false;
    else if (name === 'p') this.closeParagraph();
    else if (name === 'tc') this.closeCell();
    else if (name === 'tbl') this.closeTable();
  }

  private closeParagraph(): void {
    const number = this.list?.id && this.list.id !== '0' ? this.numbering.next(this.list.id, this.list.depth) : '';
    const text = number + (this.paragraph ?? '');
    this.paragraph = undefined;
    const cell = this.tables.at(-1)?.cell;
    if (cell) cell.text += cell.text && text ? `\n${text}` : text;
    else {
      this.paragraphs++;
      this.blocks.push({ kind: 'paragraph', text, at: `¶${this.paragraphs}` });
    }
  }

  private closeCell(): void {
    const table = this.tables.at(-1);
    if (!table?.cell) return;
    if (table.continued) table.cell.text = '〃';
    table.rows.at(-1)?.push(table.cell);
    table.cell = undefined;
  }

  private closeTable(): void {
    const table = this.tables.pop();
    if (!table) return;
    const outer = this.tables.at(-1)?.cell;
    if (outer) {
      // A table inside a cell is part of its text.
      const inner = table.rows.flat().map(({ text }) => text);
      outer.text += `\n${inner.join('\n')}`;
      return;
    }
    this.tableCount++;
    for (const [y, row] of table.rows.entries())
      for (const [x, cell] of row.entries())
        cell.at = `T${this.tableCount}!${String.fromCharCode(65 + (x % 26))}${y + 1}`;
    this.blocks.push({ kind: 'table', rows: table.rows });
  }
}

/** Reads a .docx file. */
export function readDocx(bytes: Uint8Array): Block[] {
  const parts = unpack(bytes, (name) => name === main || name === numbers);
  const xml = parts.get(main);
  if (xml === undefined) throw new UnreadableFile('file-damaged');
  const reader = new WordReader(new Numbering(parts.get(numbers)));
  readXml(xml, {
    open: (name, attributes) => reader.open(name, attributes),
    text: (text) => reader.text(text),
    close: (name) => reader.close(name),
  });
  return reader.blocks;
}
