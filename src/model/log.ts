/** Interface of the log: structured lines by level. */
import type { Text } from './text.ts';

export interface Log {
  debug(fields: object, message: string | Text): void;
  info(fields: object, message: string | Text): void;
  warn(fields: object, message: string | Text): void;
  error(fields: object, message: string | Text): void;
}
