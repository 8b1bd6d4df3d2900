/** Lines of a stream of text, bounded in length. */

/** A line was longer than allowed; what follows is not read. */
export class LineTooLong extends Error {
  readonly number: number;
  constructor(number: number) {
    super(`line ${number} is too long`);
    this.name = 'LineTooLong';
    this.number = number;
  }
}

/**
 * Ends a line at a line feed only (a carriage return before it goes too): readline would also end one at U+2028, which may stand
 * in a JSON string. @throws {LineTooLong} before a line fills the memory
 */
export async function* linesOf(chunks: AsyncIterable<string | Buffer>, maxLength: number): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  let number = 1;
  const line = () => {
    const text = parts.join('').replace(/\r$/, '');
    parts = [];
    length = 0;
    number += 1;
    return text;
  };
  for await (const chunk of chunks) {
    const pieces = String(chunk).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index) yield line();
      length += piece.length;
      if (length > maxLength) throw new LineTooLong(number);
      parts.push(piece);
    }
  }
  if (length) yield line();
}
