/** The yardstick: hono on Node that reads a body as JSON and sends it back. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** Prints its address once it listens. */
export function serveEcho(): void {
  const app = new Hono();
  app.post('/api/ask', async (c) => c.json(await c.req.json()));
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    process.stdout.write(`http://127.0.0.1:${port}\n`);
  });
}
