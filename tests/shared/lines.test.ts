/** Lines of a stream: ended by line feeds alone, and never longer than allowed. */
import { expect, it } from 'vitest';
import { LineTooLong, linesOf } from '../../src/shared/lines.ts';

async function* chunks(...parts: string[]) {
  yield* parts;
}

const read = async (parts: string[], maxLength = 100) => {
  const lines: string[] = [];
  for await (const line of linesOf(chunks(...parts), maxLength)) lines.push(line);
  return lines;
};

it('joins what was cut, and keeps U+2028 within a line', async () => {
  expect(await read(['a', 'b\nc\r', '\n\n', '{"q":"x\u2028y"}'])).toEqual(['ab', 'c', '', '{"q":"x\u2028y"}']);
  expect(await read([])).toEqual([]);
});

it('stops at a line that would fill the memory, before it has it', async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given += 1;
      yield 'x'.repeat(1_000);
    }
  }
  const reading = (async () => {
    for await (const line of linesOf(endless(), 100_000)) expect(line).toBe('');
  })();
  await expect(reading).rejects.toThrow(LineTooLong);
  expect(given).toBeLessThan(200);
});
