/** The text of a caught error, whatever was thrown. */

import { maskAddresses } from './mask.ts';

/** Cut, because it is stored with a delivery and printed in logs: drivers put whole statements into theirs. */
const maxLength = 500;

/** What went wrong beneath a failed statement: drizzle's own message holds the statement and its values instead. */
export function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.message.startsWith('Failed query') && root.cause) root = root.cause;
  return root;
}

/** Without the secrets of an address: it is stored with a delivery and shown to admins. */
export function messageOf(error: unknown): string {
  const root = rootOf(error);
  const message = root instanceof Error ? root.message : String(root);
  return maskAddresses(message.slice(0, 2 * maxLength)).slice(0, maxLength);
}

/** The first line of the message, or the error's name where it has none. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.split('\n', 1)[0]!;
}
