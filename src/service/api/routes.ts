/** The routes of the HTTP API: JSON in and out, errors as problem details, and the document that describes them. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { apiOperations, type Examples } from './openapi.ts';
import type { PlanApi } from './plan-api.ts';
import { Problem } from './problem.ts';

export interface ApiRoutesParts {
  base: string;
  examples: Examples;
  document: () => object;
  onError: (error: unknown) => void;
}

/** What the package refuses itself. */
const problemOf = ({ status }: HTTPException): Problem =>
  status === 415
    ? new Problem(415, 'json-expected', 'send the body as application/json')
    : new Problem(400, 'json-faulty', 'the body is no JSON');

export function apiRoutes(api: PlanApi, { base, examples, document, onError }: ApiRoutesParts): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook(read) {
      if (read.success) return undefined;
      const faults = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
      return new Problem(400, 'request-faulty', faults.join('; ')).toResponse();
    },
  }).basePath(`${base}/api`);
  const at = apiOperations(examples);
  app.get('/openapi.json', (c) => c.json(document()));
  app.openapi(at.ask, (c) => c.json(api.ask(c.req.valid('json')), 200));
  app.openapi(at.query, (c) => c.json(api.query(c.req.valid('json')), 200));
  app.openapi(at.plans, (c) => c.json({ plans: api.plansList() }, 200));
  app.openapi(at.records, (c) => c.json(api.records(c.req.valid('query')), 200));
  app.openapi(at.record, (c) => c.json(api.record(c.req.valid('param').plan, c.req.valid('param').id), 200));
  app.openapi(at.digest, (c) => c.json(api.digest(c.req.valid('query')), 200));
  app.openapi(at.units, (c) => c.json(api.units(c.req.valid('query').plan), 200));
  app.openapi(at.servicePoints, (c) => c.json(api.servicePoints(c.req.valid('query').plan), 200));
  app.notFound(() => new Problem(404, 'path-unknown', `see ${base}/api`).toResponse());
  app.onError((error) => {
    if (error instanceof Problem) return error.toResponse();
    if (error instanceof HTTPException) return problemOf(error).toResponse();
    onError(error);
    return new Problem(500, 'unexpected', 'the cause is in the log').toResponse();
  });
  return app;
}
