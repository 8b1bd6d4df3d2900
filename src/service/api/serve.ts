/** Puts API and MCP on the port; the MCP package is loaded with its first request. */
import type { ServiceSettings } from '../../config/service.ts';
import { programVersion } from '../../config/settings.ts';
import type { PlanReader } from '../../model/plan-reader.ts';
import type { Http } from '../http/server.ts';
import { Access } from './access.ts';
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

export function serveApi(http: Http, { settings, onError, metrics, ...parts }: ApiParts): void {
  const { base, apiKeys, requestsPerMinute } = settings;
  const api = new PlanApi(parts);
  const nowMs = () => parts.now().getTime();
  const access = new Access({ keys: apiKeys, perMinute: requestsPerMinute, nowMs });
  const routes = apiRoutes(api, { base, version: programVersion, onError });
  const guarded =
    (answer: (request: Request) => Response | Promise<Response>): Parameters<Http['serve']>[1] =>
    async (request, client) => {
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
