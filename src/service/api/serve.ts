/** Puts API and MCP on the port; the MCP package is loaded with its first request. */
import type { ServiceSettings } from '../../config/service.ts';
import { programVersion } from '../../config/settings.ts';
import type { OpenApi } from '../../model/api/openapi.ts';
import type { PlanReader } from '../../model/plan-reader.ts';
import type { Http } from '../http/server.ts';
import { Access } from './access.ts';
import { examplesOf, openApiDocument } from './openapi.ts';
import { PlanApi, type PlanApiParts } from './plan-api.ts';
import { Problem } from './problem.ts';
import { apiRoutes } from './routes.ts';

export interface ApiParts extends PlanApiParts {
  settings: Pick<ServiceSettings, 'base' | 'apiKeys' | 'requestsPerMinute'>;
  plans: PlanReader;
  onError: (error: unknown) => void;
  /** Served at /metrics to those who may use the API. */
  metrics: { toResponse: () => Promise<Response> };
}

/** The document of the API as it stands at that path, with examples of the plans. */
export const openApiOf = (base: string, plans: PlanReader): OpenApi =>
  openApiDocument(`${base}/api`, programVersion, examplesOf(plans.packs()));

export function serveApi(http: Http, { settings, onError, metrics, ...parts }: ApiParts): void {
  const { base, apiKeys, requestsPerMinute } = settings;
  const api = new PlanApi(parts);
  const nowMs = () => parts.now().getTime();
  const access = new Access({ keys: apiKeys, perMinute: requestsPerMinute, nowMs });
  const routes = apiRoutes(api, {
    base,
    examples: examplesOf(parts.plans.packs()),
    document: () => openApiOf(base, parts.plans),
    onError,
  });
  // The page that describes the API, and the document that it is made of, tell nothing that the page does not.
  const open = new Set([`${base}/api`, `${base}/api/`]);
  const guarded =
    (answer: (request: Request) => Response | Promise<Response>): Parameters<Http['serve']>[1] =>
    async (request, client) => {
      const path = new URL(request.url).pathname;
      if (open.has(path)) return undefined;
      if (path === `${base}/api/openapi.json` && request.method === 'GET') return answer(request);
      try {
        access.check(request, client);
        return await answer(request);
      } catch (error) {
        if (error instanceof Problem) return error.toResponse();
        throw error;
      }
    };
  http.serve(
    `${base}/api`,
    guarded((request) => routes.fetch(request)),
  );
  http.serve(
    `${base}/metrics`,
    guarded(() => metrics.toResponse()),
  );
  http.serve(
    `${base}/mcp`,
    guarded(async (request) => {
      const { createMcpServer, handleMcp } = await import('./mcp.ts');
      return handleMcp(request, createMcpServer(api, parts.plans, programVersion));
    }),
  );
}
