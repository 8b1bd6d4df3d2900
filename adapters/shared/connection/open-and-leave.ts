/** Opens a WebSocket and closes it at once, to learn whether a platform can be reached. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

/** @returns the clock of the other side, where it tells. @throws why it can't be reached */
export async function openAndLeave(url: string, timeoutMs: number): Promise<Date | undefined> {
  const socket = new WebSocket(url, { handshakeTimeout: timeoutMs });
  let date = '';
  socket.once('upgrade', ({ headers }: IncomingMessage) => {
    date = headers.date ?? '';
  });
  try {
    await once(socket, 'open');
  } finally {
    // A handshake that is cut emits another error.
    socket.on('error', () => {});
    socket.terminate();
  }
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
