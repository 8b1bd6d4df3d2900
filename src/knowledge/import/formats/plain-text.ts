/** Plain text and Markdown: which encoding it is in, and its lines, with the marks of Markdown taken off. */
import { UnreadableFile } from './blocks.ts';

const strict = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * The text of a file in UTF-8, UTF-16 with a mark, or GB18030 (which holds GBK and GB2312).
 * @throws {UnreadableFile} where it is none of these
 */
export function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  const text = marked ? strict(marked, bytes) : (strict('utf-8', bytes) ?? strict('gb18030', bytes));
  if (text === undefined || /[\u0000-\u0008\u000e-\u001f]/.test(text)) throw new UnreadableFile('file-unknown');
  return text;
}

const pipeRow = /^\s*\|(.*)\|\s*$/;
const pipeRule = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/** A row of a pipe table with tabs between its cells; a rule between rows is nothing. */
function withoutPipes(line: string): string {
  const row = pipeRow.exec(line);
  if (!row) return line;
  if (pipeRule.test(line)) return '';
  const cells = row[1]!.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  return cells.join('\t');
}

/** Takes off what Markdown adds to a line: headings, emphasis, quotation marks. */
function withoutMarks(line: string): string {
  return line
    .replace(/^\s{0,3}#{1,6}\s+/, '')
    .replace(/^\s{0,3}>\s?/, '')
    .replace(/\*\*(.+?)\*\*|__(.+?)__/g, (_, bold?: string, other?: string) => bold ?? other ?? '');
}

/** Lines of a text as `source.txt` keeps them; `isMarkdown` from the name of the file. */
export function readText(text: string, isMarkdown: boolean): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const piped = lines.filter((line) => pipeRow.test(line)).length > 1;
  return lines.map((line) => {
    const row = piped || isMarkdown ? withoutPipes(line) : line;
    return isMarkdown ? withoutMarks(row) : row;
  });
}
