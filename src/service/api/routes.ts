/** The routes of the HTTP API: JSON in and out, errors as problem details, and the document that describes them. */
import { Hono } from 'hono';
import type { z } from 'zod';
import { DigestRequest } from './digest.ts';
import { AskRequest, type PlanApi, QueryRequest, RecordsRequest } from './plan-api.ts';
import { Problem } from './problem.ts';

/** @throws {Problem} with every fault */
function read<T>(schema: z.ZodType<T>, raw: unknown): T {
  const { data, error } = schema.safeParse(raw);
  if (error) {
    const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    throw new Problem(400, 'request-faulty', faults.join('; '));
  }
  return data as T;
}

async function bodyOf(request: Request): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'json-expected', 'send the body as application/json');
  try {
    return await request.json();
  } catch {
    throw new Problem(400, 'json-faulty', 'the body is no JSON');
  }
}

export function apiRoutes(
  api: PlanApi,
  { base, document, onError }: { base: string; document: () => object; onError: (error: unknown) => void },
): Hono {
  const app = new Hono().basePath(`${base}/api`);
  app.get('/openapi.json', (c) => c.json(document()));
  app.post('/ask', async (c) => c.json(api.ask(read(AskRequest, await bodyOf(c.req.raw)))));
  app.post('/query', async (c) => c.json(api.query(read(QueryRequest, await bodyOf(c.req.raw)))));
  app.get('/plans', (c) => c.json({ plans: api.plansList() }));
  app.get('/records', (c) => c.json(api.records(read(RecordsRequest, c.req.query()))));
  app.get('/records/:plan/:id', (c) => c.json(api.record(c.req.param('plan'), c.req.param('id'))));
  app.get('/digest', (c) => c.json(api.digest(read(DigestRequest, c.req.query()))));
  app.get('/units', (c) => c.json(api.units(c.req.query('plan'))));
  app.get('/service-points', (c) => c.json(api.servicePoints(c.req.query('plan'))));
  app.notFound(() => new Problem(404, 'path-unknown', `see ${base}/api`).toResponse());
  app.onError((error) => {
    if (error instanceof Problem) return error.toResponse();
    onError(error);
    return new Problem(500, 'unexpected', 'the cause is in the log').toResponse();
  });
  return app;
}
