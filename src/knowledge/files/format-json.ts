/** Writes JSON the way a pack's files keep it: two spaces, short lists on one line, long ones with one entry a line. */

const lineWidth = 120;

const isPlain = (value: unknown) => value === null || typeof value !== 'object';

/** `used`: how far the line is filled by the key before the value. */
function format(value: unknown, indent: string, used: number): string {
  if (isPlain(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`;
    if (value.every(isPlain) && used + line.length < lineWidth) return line;
    return `[\n${value.map((entry) => inner + format(entry, inner, inner.length)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as object).filter(([, entry]) => entry !== undefined);
  if (!entries.length) return '{}';
  const lines = entries.map(([name, entry]) => {
    const key = `${inner}${JSON.stringify(name)}: `;
    return key + format(entry, inner, key.length);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

export const formatJson = (value: unknown): string => `${format(value, '', 0)}\n`;
