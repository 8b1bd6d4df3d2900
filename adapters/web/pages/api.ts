/** The API to read: every operation with its parameters, an example as a command, and the document itself. */
import { html } from 'hono/html';
import type { OpenApi, OpenApiOperation, OpenApiParameter } from '../../../src/model/api/openapi.ts';
import { page } from '../view/layout.ts';
import { type Html, href, type View } from '../view/view.ts';

/** What each operation does, in the language of the page. */
const summaries: Readonly<Record<string, Parameters<View['say']>[0]>> = {
  ask: 'apiAsk',
  query: 'apiQuery',
  digest: 'apiDigest',
  plans: 'apiPlans',
  records: 'apiRecords',
  record: 'apiRecord',
  units: 'apiUnits',
  servicePoints: 'apiServicePoints',
};

/** A path with the examples of its parameters filled in. */
function exampleAddress(path: string, parameters: readonly OpenApiParameter[]): string {
  const value = ({ example }: OpenApiParameter) => encodeURIComponent(String(example));
  const given = parameters.filter(({ example }) => example !== undefined);
  const filled = given.reduce((text, each) => text.replace(`{${each.name}}`, value(each)), path);
  const query = given.filter((each) => each.in === 'query').map((each) => `${each.name}=${value(each)}`);
  return query.length ? `${filled}?${query.join('&')}` : filled;
}

/** One line for a shell; an apostrophe in the body would end its quotes. */
function command(address: string, method: string, { parameters = [], requestBody }: OpenApiOperation, path: string) {
  const url = `${address}${exampleAddress(path, parameters)}`;
  const body = requestBody?.content['application/json'].example;
  if (method !== 'post' || !body) return `curl '${url}'`;
  const data = JSON.stringify(body).replaceAll("'", "'\\\\''");
  return `curl '${url}' -H 'content-type: application/json' -d '${data}'`;
}

function typeOf({ schema }: OpenApiParameter): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ');
  return String(schema.type ?? '');
}

function parameterTable({ say }: View, parameters: readonly OpenApiParameter[]): Html {
  if (!parameters.length) return html``;
  return html`<div class="scroll" tabindex="0"><table class="counts"><thead><tr><th scope="col">${say('parameter')}</th><th scope="col">${say('parameterType')}</th><th scope="col">${say('parameterMeans')}</th></tr></thead><tbody>${parameters.map(
    (each) =>
      html`<tr><th scope="row"><code>${each.name}</code></th><td><code>${typeOf(each)}</code></td><td lang="en">${each.description ?? ''}</td></tr>`,
  )}</tbody></table></div>`;
}

function operation(view: View, address: string, path: string, method: string, described: OpenApiOperation): Html {
  const { parameters = [], operationId } = described;
  const isGet = method === 'get';
  return html`<section id="${operationId}"><h2><code>${method.toUpperCase()} /api${path}</code></h2><p>${view.say(summaries[operationId] ?? 'apiOther')}</p>
${parameterTable(view, parameters)}
<pre tabindex="0"><code>${command(address, method, described, path)}</code></pre>
${isGet ? html`<p><a href="${href(view, `/api${exampleAddress(path, parameters)}`)}">${view.say('tryIt')}</a></p>` : ''}</section>`;
}

export function apiPage(view: View, document: OpenApi): Html {
  const { say, pageAt, plans } = view;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method, described })),
  );
  const packs = plans.packs();
  const body = html`<div class="text broad api"><h1>${say('api')}</h1><p>${say('apiLead')}</p>
<p class="soft">${say('apiKeys')}</p>
<p><a href="${href(view, '/api/openapi.json')}">OpenAPI ${document.openapi}</a> · ${say('apiMcp')} <code>${pageAt}/mcp</code></p>
<ul class="plain">${operations.map(({ path, method, described }) => html`<li><a href="#${described.operationId}"><code>${method.toUpperCase()} /api${path}</code></a></li>`)}</ul>
${operations.map(({ path, method, described }) => operation(view, `${pageAt}/api`, path, method, described))}</div>`;
  return page(view, { title: say('api'), pack: packs.length === 1 ? packs[0] : undefined, body, wide: true });
}
