/** Where a command reads and writes: a terminal, a pipe, or streams of a test. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean };
export type Output = NodeJS.WritableStream & { isTTY?: boolean };
