/** The Model Context Protocol server: tools, resources and prompts over the plans. */
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { PlanReader } from '../../model/plan-reader.ts';
import { AskRequest, type PlanApi, QueryRequest, RecordsRequest } from './plan-api.ts';
import { Problem } from './problem.ts';

const readOnly = { readOnlyHint: true, openWorldHint: false } as const;

/** A result as text for people and as data for programs; a refusal becomes an error result. */
function result(act: () => { text: string; data: object }) {
  try {
    const { text, data } = act();
    return { content: [{ type: 'text' as const, text }], structuredContent: { ...data } };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { content: [{ type: 'text' as const, text: error.message }], isError: true };
  }
}

/** As the protocol numbers it; the package has no name for it. */
const resourceNotFound = -32002;

/** @throws {McpError} where there is no such resource */
function found<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Problem ? new McpError(resourceNotFound, error.message) : error;
  }
}

const listed = (records: readonly { citation: string; text: { text: string } }[]) =>
  records.map(({ citation, text }) => `${text.text} — ${citation}`).join('\n');

function addTools(server: McpServer, api: PlanApi): void {
  server.registerTool(
    'ask',
    {
      title: 'Ask the plan',
      description:
        'Asks a question about the official plan in plain Chinese or English. The reply is the plan’s own words with citations; nothing is generated.',
      inputSchema: AskRequest.shape,
      annotations: readOnly,
    },
    (request) =>
      result(() => {
        const { card: _card, ...answer } = api.ask(request);
        return { text: answer.text, data: answer };
      }),
  );
  server.registerTool(
    'query',
    {
      title: 'Execute a typed query',
      description: 'Executes a typed query, for example one that `ask` returned, edited.',
      inputSchema: QueryRequest.shape,
      annotations: readOnly,
    },
    (request) =>
      result(() => {
        const selection = api.query(request);
        return { text: selection.text, data: selection };
      }),
  );
  server.registerTool(
    'record',
    {
      title: 'One record',
      description: 'Gives one record of a plan with its citation.',
      inputSchema: { plan: z.string().optional(), id: z.string().describe('Such as task:24') },
      annotations: readOnly,
    },
    ({ plan, id }) =>
      result(() => {
        const record = api.record(plan, id);
        return { text: listed([record]), data: record };
      }),
  );
  const { plan, unit, role, due, starred } = RecordsRequest.shape;
  server.registerTool(
    'due',
    {
      title: 'Tasks by deadline',
      description: 'Lists tasks that are due in a month, of a unit, or marked ★.',
      inputSchema: { plan, unit, role, due, starred },
      annotations: readOnly,
    },
    (request) =>
      result(() => {
        const found = api.records(RecordsRequest.parse({ ...request, kind: 'task', limit: 500 }));
        return { text: listed(found.records), data: found };
      }),
  );
}

function addResources(server: McpServer, api: PlanApi, plans: PlanReader): void {
  for (const pack of plans.packs())
    server.registerResource(
      `${pack.id}-text`,
      `plan://${pack.id}/source`,
      { title: pack.plan.document.title.text, description: 'The published text', mimeType: 'text/plain' },
      (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/plain', text: plans.source(pack).join('\n') }] }),
    );
  const template = new ResourceTemplate('plan://{plan}/records/{id}', {
    list: () => ({
      resources: plans.packs().flatMap((pack) =>
        [...pack.records.values()].map(({ id, place, text }) => ({
          uri: `plan://${pack.id}/records/${encodeURIComponent(id)}`,
          name: place,
          description: text.text.slice(0, 80),
          mimeType: 'application/json',
        })),
      ),
    }),
  });
  server.registerResource(
    'record',
    template,
    {
      title: 'A record of a plan',
      description: 'A task, measure or indicator with its citation',
      mimeType: 'application/json',
    },
    (uri, { plan, id }) => {
      const record = found(() => api.record(String(plan), decodeURIComponent(String(id))));
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(record) }] };
    },
  );
}

function addPrompts(server: McpServer): void {
  server.registerPrompt(
    'due-this-month',
    {
      title: 'What is due',
      description: 'Lists what a unit has to finish in a month, with citations.',
      argsSchema: { unit: z.string(), month: z.string().describe('YYYY-MM') },
    },
    ({ unit, month }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `List what ${unit} has to finish in ${month}. Use the tool \`due\`, quote the plan’s words, cite each row.`,
          },
        },
      ],
    }),
  );
  server.registerPrompt(
    'whom-to-ask',
    {
      title: 'Whom to ask',
      description: 'Finds the office that the plan names for a problem.',
      argsSchema: { problem: z.string() },
    },
    ({ problem }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `Whom can somebody turn to who says: “${problem}”? Use the tool \`ask\`; repeat only what it states, with its citation.`,
          },
        },
      ],
    }),
  );
}

export function createMcpServer(api: PlanApi, plans: PlanReader, version: string): McpServer {
  const server = new McpServer({ name: 'qinzhi', version });
  addTools(server, api);
  addResources(server, api, plans);
  addPrompts(server);
  return server;
}

/** One request over HTTP, without a session: nothing is kept between requests. */
export async function handleMcp(request: Request, server: McpServer): Promise<Response> {
  if (request.method !== 'POST') return new Problem(405, 'post-only', 'send JSON-RPC by POST').toResponse();
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request);
  } finally {
    await server.close();
  }
}
