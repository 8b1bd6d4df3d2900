/** The text of a caught error, whatever was thrown. */

import { maskAddresses } from './mask.ts';

/** Cut, because it is stored with a delivery and printed in logs: drivers put whole statements into theirs. */
const maxLength = 500;

/** Without the secrets of an address: it is stored with a delivery and shown to admins. */
export const messageOf = (error: unknown): string =>
  maskAddresses((error instanceof Error ? error.message : String(error)).slice(0, 2 * maxLength)).slice(0, maxLength);

/** The first line of the message, or the error's name where it has none. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.split('\n', 1)[0]!;
}
