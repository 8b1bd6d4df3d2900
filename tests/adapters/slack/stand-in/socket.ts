/** The other end of Socket Mode: tickets, hello, envelopes that are acknowledged, and connections that end. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export class Connections {
  #server = new WebSocketServer({ noServer: true });
  #tickets = new Set<string>();
  #count = 0;
  /** With hello said. */
  #open: WebSocket[] = [];
  /** By the id of the envelope. */
  #acks = new Map<string, (payload: unknown) => void>();
  /** So many connections were opened so far. */
  opened = 0;
  /** Connections are taken, and nothing is said. */
  isMute = false;

  get size(): number {
    return this.#server.clients.size;
  }

  /** What apps.connections.open gives: good for one connection. */
  ticket(): string {
    const ticket = `ticket-${++this.#count}`;
    this.#tickets.add(ticket);
    return ticket;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  #greet(connection: WebSocket): void {
    this.opened += 1;
    // One for each envelope under way.
    connection.setMaxListeners(0);
    connection.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: unknown };
      this.#acks.get(envelope_id)?.(payload);
    });
    connection.on('close', () => {
      this.#open = this.#open.filter((each) => each !== connection);
    });
    connection.on('error', () => connection.terminate());
    if (this.isMute) return;
    connection.send(
      JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A000000001' }, debug_info: {} }),
    );
    this.#open.push(connection);
  }

  /** Slack gives an envelope to one connection of those that are open. @returns the acknowledgement; undefined = none came */
  async deliver(
    envelope: { type: string; payload: unknown; retry_attempt?: number },
    patienceMs: number,
  ): Promise<unknown> {
    const connection = this.#open.at(-1);
    if (!connection) return undefined;
    const envelope_id = `envelope-${++this.#count}`;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#acks.set(envelope_id, (payload) => resolve(payload ?? {}));
    const gone = () => resolve(undefined);
    connection.once('close', gone);
    const timer = setTimeout(gone, patienceMs);
    connection.send(
      JSON.stringify({ ...envelope, envelope_id, accepts_response_payload: envelope.type !== 'events_api' }),
    );
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      connection.off('close', gone);
      this.#acks.delete(envelope_id);
    }
  }

  /** As Slack does every few hours: the connection is about to end, take a new one. */
  refresh(): void {
    for (const connection of this.#open)
      connection.send(
        JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'here' } }),
      );
  }

  /** Without a word, as when a cable is pulled. */
  drop(): void {
    for (const connection of this.#server.clients) connection.terminate();
  }

  async close(): Promise<void> {
    const closing = [...this.#server.clients].map((connection) => once(connection, 'close'));
    this.drop();
    await Promise.all(closing);
    this.#server.close();
  }
}
