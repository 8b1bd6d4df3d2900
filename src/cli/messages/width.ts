/** How wide a text is in a terminal, where a Chinese character takes two columns, and how it is wrapped there. */

const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]/g;

export const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** A Chinese character with the punctuation after it, a word of anything else, or a space. */
const piece = /[\u3400-\u9fff][、-】！-／：-？”…]*|[^\s\u3400-\u9fff]+|\s+/g;

function wrapLine(text: string, columns: number): string {
  const lines = [''];
  for (const [part] of text.matchAll(piece)) {
    const line = lines.at(-1)!;
    if (line && widthOf(line + part.trimEnd()) > columns) lines.push(part.trimStart());
    else lines[lines.length - 1] = line + part;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Between any two Chinese characters, but not within a word or before punctuation. */
export const wrapped = (text: string, columns: number): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
