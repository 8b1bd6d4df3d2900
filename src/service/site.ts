/** What the web door is opened with, and the address that the operator is shown. */
import type { ServiceSettings } from '../config/service.ts';
import type { AdminDesk } from '../model/admin-desk.ts';
import type { Site } from '../model/door.ts';
import type { PlanReader } from '../model/plan-reader.ts';
import { openApiOf } from './api/serve.ts';
import type { ServiceEnvironment } from './environment.ts';
import type { Http } from './http/server.ts';
import { serviceText } from './messages.ts';

export function siteOf(
  http: Http,
  { base, embedOrigins, publicUrl }: ServiceSettings,
  plans: PlanReader,
  admin?: AdminDesk,
): Site {
  return {
    plans,
    openApi: () => openApiOf(base, plans),
    ...(admin ? { admin } : {}),
    base,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    embedOrigins,
    serve: (serve) => http.serve(base, (request, { address }) => serve(request, address)),
  };
}

/** The address as a browser on this machine opens it. */
function pageAddress({ host, base }: ServiceSettings, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${reachable}:${port}${base}/`;
}

/**
 * Written to standard output, so that it stands out from the log.
 * @param maintained there is a store, so the maintainers' pages work
 */
export function tellAddress(
  { service, stdout, language, program }: ServiceEnvironment,
  port: number,
  { maintained }: { maintained: boolean },
): void {
  if (!service.page) return;
  const address = pageAddress(service, port);
  stdout.write(`${serviceText('pageAt', { address })[language]}\n`);
  if (maintained) stdout.write(`${serviceText('adminAt', { address: `${address}admin`, program })[language]}\n`);
}
