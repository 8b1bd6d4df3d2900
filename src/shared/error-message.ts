/** The text of a caught error, whatever was thrown. */

/** Cut, because it is stored with a delivery and printed in logs: drivers put whole statements into theirs. */
const maxLength = 500;

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, maxLength);

/** The first line of the message, or the error's name where it has none. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.split('\n', 1)[0]!;
}
