/** What an operator gets to read: a line with fields, by how much it matters. */
import type { Text } from './text.ts';

export interface Log {
  debug(fields: object, message: string | Text): void;
  info(fields: object, message: string | Text): void;
  warn(fields: object, message: string | Text): void;
  error(fields: object, message: string | Text): void;
}
