/** Any file of an office in, the lines of `source.txt` out; readers of heavy formats are loaded on demand. */
import { extname } from 'node:path';
import type { Line } from '../text/span.ts';
import { type Block, limits, linesOfBlocks, UnreadableFile } from './blocks.ts';
import { decode, readText } from './plain-text.ts';
import { recut } from './recut.ts';

type FileFormat = 'text' | 'markdown' | 'html' | 'docx' | 'xlsx' | 'pdf';

export interface SourceDocument {
  format: FileFormat;
  lines: Line[];
  /** The text had no line breaks and was cut at its headings. */
  wasRecut: boolean;
}

const startsWith = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, index) => bytes[index] === byte);

/** First bytes of formats that are not read, with what is said of them. */
const refused: readonly [signature: number[], reason: 'file-old-office' | 'file-picture'][] = [
  [[0xd0, 0xcf, 0x11, 0xe0], 'file-old-office'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'file-old-office'],
  [[0x89, 0x50, 0x4e, 0x47], 'file-picture'],
  [[0xff, 0xd8, 0xff], 'file-picture'],
  [[0x49, 0x49, 0x2a, 0x00], 'file-picture'],
];
const oldNames = new Set(['.doc', '.wps', '.xls', '.et', '.rtf', '.dot', '.ofd']);

async function zipFormat(bytes: Uint8Array): Promise<'docx' | 'xlsx'> {
  const { entriesOf } = await import('./zip.ts');
  const names = entriesOf(bytes);
  if (names.includes('word/document.xml')) return 'docx';
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  throw new UnreadableFile('file-unknown');
}

const htmlStart =
  /^\s*(?:\ufeff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|div|table|p)\b/i;

/**
 * Which format a file has, by its content first and its name second.
 * @throws {UnreadableFile} for what is not read, with what to do instead
 */
async function formatOf(name: string, bytes: Uint8Array): Promise<FileFormat> {
  for (const [signature, reason] of refused) if (startsWith(bytes, ...signature)) throw new UnreadableFile(reason);
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return zipFormat(bytes);
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return 'pdf';
  const extension = extname(name).toLowerCase();
  if (oldNames.has(extension) && bytes.includes(0)) throw new UnreadableFile('file-old-office');
  if (extension === '.html' || extension === '.htm' || extension === '.mht') return 'html';
  if (htmlStart.test(new TextDecoder('latin1').decode(bytes.subarray(0, 4096)))) return 'html';
  return extension === '.md' || extension === '.markdown' ? 'markdown' : 'text';
}

async function blocksOf(format: Exclude<FileFormat, 'text' | 'markdown'>, bytes: Uint8Array): Promise<Block[]> {
  if (format === 'docx') return (await import('./docx.ts')).readDocx(bytes);
  if (format === 'xlsx') return (await import('./xlsx.ts')).readXlsx(bytes);
  if (format === 'pdf') return (await import('./pdf.ts')).readPdf(bytes);
  return (await import('./html.ts')).readHtml(decode(bytes));
}

/** The readers follow the structure of a file by calling themselves. */
async function nestedBlocks(format: Exclude<FileFormat, 'text' | 'markdown'>, bytes: Uint8Array): Promise<Block[]> {
  try {
    return await blocksOf(format, bytes);
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw new UnreadableFile('file-nested');
    throw error;
  }
}

const numbered = (texts: readonly string[]): Line[] => texts.map((text, index) => ({ number: index + 1, text }));

/**
 * Reads a file.
 * @throws {UnreadableFile} where that can't be done, with what to do instead
 */
export async function readDocument(name: string, bytes: Uint8Array): Promise<SourceDocument> {
  if (bytes.length > limits.fileBytes) throw new UnreadableFile('file-too-large');
  const format = await formatOf(name, bytes);
  const isText = format === 'text' || format === 'markdown';
  const lines = isText
    ? numbered(readText(decode(bytes), format === 'markdown'))
    : linesOfBlocks(await nestedBlocks(format, bytes));
  const cut = recut(lines.map(({ text }) => text).join('\n'));
  return cut ? { format, lines: numbered(cut), wasRecut: true } : { format, lines, wasRecut: false };
}
