/** Web pages: the visible text in paragraphs and tables; scripts, forms and hidden parts are left out. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Block, DocumentCell } from './blocks.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const unseen = new Set([
  'head',
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'select',
  'button',
  'textarea',
  'input',
  'nav',
]);
const inline = new Set([
  'a',
  'abbr',
  'b',
  'big',
  'code',
  'em',
  'font',
  'i',
  'ins',
  'label',
  'mark',
  'o:p',
  'q',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'st1:chsdate',
]);

const isElement = (node: Node): node is Element => 'tagName' in node;
const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value ?? '';

function isHidden(element: Element): boolean {
  const style = attribute(element, 'style').replace(/\s+/g, '').toLowerCase();
  return element.attrs.some(({ name }) => name === 'hidden') || style.includes('display:none');
}

function childrenOf(node: Node): Node[] {
  return 'childNodes' in node ? node.childNodes : [];
}

function within(node: Node, tag: string): Element[] {
  return childrenOf(node).flatMap((child) => {
    if (!isElement(child)) return [];
    if (child.tagName === tag) return [child];
    return child.tagName === 'table' ? [] : within(child, tag);
  });
}

const holdsTable = (node: Node): boolean =>
  childrenOf(node).some((child) => isElement(child) && (child.tagName === 'table' || holdsTable(child)));

const span = (element: Element, name: string) =>
  Math.max(1, Math.min(1000, Number.parseInt(attribute(element, name), 10) || 1));

class PageReader {
  readonly blocks: Block[] = [];
  private text = '';
  private tables = 0;

  read(node: Node): void {
    if (!isElement(node)) {
      if (node.nodeName === '#text' && 'value' in node) this.text += node.value.replace(/[\t\r\n]+/g, ' ');
      return;
    }
    if (unseen.has(node.tagName) || isHidden(node)) return;
    if (node.tagName === 'br') this.flush();
    else if (node.tagName === 'table') this.readTable(node);
    else {
      const breaks = !inline.has(node.tagName);
      if (breaks) this.flush();
      for (const child of node.childNodes) this.read(child);
      if (breaks) this.flush();
    }
  }

  flush(): void {
    if (this.text.trim()) this.blocks.push({ kind: 'paragraph', text: this.text.trim() });
    this.text = '';
  }

  private readTable(table: Element): void {
    this.flush();
    const rows = within(table, 'tr').map((row) =>
      childrenOf(row).filter((cell): cell is Element => isElement(cell) && /^t[dh]$/.test(cell.tagName)),
    );
    const layout = rows.every((cells) => cells.length < 2) || rows.flat().some(holdsTable);
    if (layout) {
      for (const cell of rows.flat()) {
        for (const child of cell.childNodes) this.read(child);
        this.flush();
      }
      return;
    }
    this.tables++;
    const read = rows.map((cells, y) =>
      cells.map((cell, x) => this.readCell(cell, `T${this.tables}!${y + 1}.${x + 1}`)),
    );
    this.blocks.push({ kind: 'table', rows: read });
  }

  private readCell(cell: Element, at: string): DocumentCell {
    const inner = new PageReader();
    for (const child of cell.childNodes) inner.read(child);
    inner.flush();
    const text = inner.blocks.map((block) => (block.kind === 'paragraph' ? block.text : '')).join('\n');
    return { text, at, rowSpan: span(cell, 'rowspan'), colSpan: span(cell, 'colspan') };
  }
}

/** Reads the text of a web page. */
export function readHtml(html: string): Block[] {
  const page = new PageReader();
  for (const node of parse(html).childNodes) page.read(node);
  page.flush();
  return page.blocks;
}
