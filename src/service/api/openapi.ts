/** The operations of the API: what each takes and gives, with examples that run, and the OpenAPI 3.1 document of them. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { OpenApi } from '../../model/api/openapi.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { DigestRequest } from './digest.ts';
import { AskRequest, type PlanApi, QueryRequest, RecordsRequest } from './plan-api.ts';

const PlanRequest = z.object({
  plan: z.string().optional().describe('Id of the plan; needed only where there are several.'),
});

const string = { type: 'string' } as const;
const integer = { type: 'integer' } as const;
const object = { type: 'object' } as const;
const array = (items: object) => ({ type: 'array' as const, items });
const records = array({ $ref: '#/components/schemas/Record' });

/** What a method of the API gives; the schema is written for those who read the document. */
const given = <M extends keyof PlanApi>(name: string, schema: object) =>
  z.custom<ReturnType<PlanApi[M]>>().openapi(name, { ...object, ...schema });

const Answer = given<'ask'>('Answer', {
  required: ['outcome', 'plan', 'text', 'records', 'citations', 'choices', 'card'],
  properties: {
    outcome: { enum: ['answer', 'list', 'clarify', 'not_found', 'help', 'failed'] },
    plan: string,
    text: { ...string, description: 'The whole reply as plain text.' },
    records: array({ ...string, description: 'Id of a record that the reply states.' }),
    citations: array(string),
    choices: array({ ...string, description: 'A whole question that can be asked next.' }),
    card: { ...object, description: 'The reply in blocks.' },
    query: { ...object, description: 'The typed query that was executed; it can be sent to /query.' },
  },
});

const Selection = given<'query'>('Selection', {
  required: ['plan', 'query', 'conditions', 'count', 'text', 'citations', 'records'],
  properties: {
    ...{ plan: string, query: object, conditions: array(string), count: integer, text: string },
    ...{ citations: array(string), records },
  },
});

const Digest = given<'digest'>('Digest', {
  required: ['on', 'outcome', 'read', 'pages', 'citations', 'records'],
  properties: {
    on: { ...string, format: 'date' },
    outcome: { enum: ['due', 'nothing', 'over', 'silence'] },
    read: { ...string, description: 'The words as they were read.' },
    pages: array({ ...string, description: 'What a chat shows, one text for each page.' }),
    citations: array(string),
    records,
  },
});

const Records = given<'records'>('Records', {
  required: ['plan', 'total', 'offset', 'records'],
  properties: { plan: string, total: integer, offset: integer, records },
});

const PlanRecord = given<'record'>('Record', {
  description: 'A record as the plan prints it; `lines` are those of the published text.',
  required: ['id', 'kind', 'number', 'place', 'text', 'plan', 'citation'],
  properties: {
    ...{ id: string, kind: string, number: integer, place: string, plan: string, citation: string },
    text: object,
  },
  additionalProperties: true,
});

const Problem = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .openapi('Problem');

const replies = <T>(description: string, schema: z.ZodType<T>) => ({
  200: { description, content: { 'application/json': { schema } } },
  '4XX': {
    description: 'The request is wrong or refused.',
    content: { 'application/problem+json': { schema: Problem } },
  },
});

const body = <T>(schema: z.ZodType<T>, example: object) => ({
  body: { required: true, content: { 'application/json': { schema, example } } },
});

/** Values that fit the first plan, so that every example runs. */
export interface Examples {
  plan: string;
  record: string;
  question: string;
  unit?: string;
  /** YYYY-MM */
  month?: string;
}

export function examplesOf(packs: readonly KnowledgePack[]): Examples {
  const pack = packs[0]!;
  const records = [...pack.records.values()];
  const { official, enterprise } = pack.facts.examples;
  const months = records.flatMap((record) =>
    record.kind === 'task' && record.deadline?.kind === 'month' ? record.deadline.month : [],
  );
  const [unit, month] = [pack.units.units[0]?.name, months.toSorted().at(-1)];
  return {
    plan: pack.id,
    record: records[0]!.id,
    question: official[0] ?? enterprise[0]!,
    ...(unit ? { unit } : {}),
    ...(month ? { month } : {}),
  };
}

/** The parameters of a list with examples; what has none is left as it is. */
function withExamples<T extends Record<string, z.ZodType>>(schema: z.ZodObject<T>, examples: Record<string, unknown>) {
  const shape = Object.entries<z.ZodType>(schema.shape).map(([name, field]) => [
    name,
    examples[name] === undefined ? field : field.openapi({ param: { example: examples[name] } }),
  ]);
  return z.object(Object.fromEntries(shape) as T);
}

/** What stands at each path; the examples fit the plans. */
export function apiOperations({ plan, record, question, unit, month }: Examples) {
  const starred = { ask: 'select', kind: 'task', where: { column: 'starred', is: 'yes' }, as: 'list' };
  const ofPlan = withExamples(PlanRequest, { plan });
  return {
    ask: createRoute({
      ...{ method: 'post', path: '/ask', operationId: 'ask', summary: 'Asks a question in plain words' },
      request: body(AskRequest.openapi('Ask'), { question }),
      responses: replies('The reply', Answer),
    }),
    query: createRoute({
      ...{ method: 'post', path: '/query', operationId: 'query', summary: 'Executes a typed query' },
      request: body(QueryRequest.openapi('TypedQuery'), { plan, query: starred }),
      responses: replies('The records that it holds for', Selection),
    }),
    digest: createRoute({
      ...{ method: 'get', path: '/digest', operationId: 'digest' },
      summary: 'What is due on a day, as a digest says it',
      request: { query: withExamples(DigestRequest, { plan, on: month && `${month}-03` }) },
      responses: replies('The digest', Digest),
    }),
    plans: createRoute({
      ...{ method: 'get', path: '/plans', operationId: 'plans', summary: 'Lists the plans' },
      responses: replies('The plans', z.custom<{ plans: ReturnType<PlanApi['plansList']> }>().openapi(object)),
    }),
    records: createRoute({
      ...{ method: 'get', path: '/records', operationId: 'records' },
      summary: 'Lists records by unit, month, ★ and words',
      request: { query: withExamples(RecordsRequest, { plan, unit, kind: 'task', limit: 10 }) },
      responses: replies('The records', Records),
    }),
    record: createRoute({
      ...{ method: 'get', path: '/records/{plan}/{id}', operationId: 'record', summary: 'One record' },
      request: { params: withExamples(z.object({ plan: z.string(), id: z.string() }), { plan, id: record }) },
      responses: replies('The record', PlanRecord),
    }),
    units: createRoute({
      ...{ method: 'get', path: '/units', operationId: 'units' },
      summary: 'Lists the units of a plan by the names that its tables print',
      request: { query: ofPlan },
      responses: replies('The units', z.custom<ReturnType<PlanApi['units']>>().openapi(object)),
    }),
    servicePoints: createRoute({
      ...{ method: 'get', path: '/service-points', operationId: 'servicePoints' },
      summary: 'Lists the offices and services that people can turn to',
      request: { query: ofPlan },
      responses: replies('The service points', z.custom<ReturnType<PlanApi['servicePoints']>>().openapi(object)),
    }),
  } as const;
}

/** @param server path below which the API stands */
export function openApiDocument(server: string, version: string, examples: Examples): OpenApi {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  for (const operation of Object.values(apiOperations(examples))) app.openAPIRegistry.registerPath(operation);
  const document: unknown = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Qinzhi',
      version,
      description: 'Exact, cited answers to an official plan. Programs on the same machine need no key.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: server }],
    security: [{ key: [] }, {}],
  });
  return document as OpenApi;
}
