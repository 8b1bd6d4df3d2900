/** The OpenAPI 3.1 document of the API, with examples that run; schemas come from those that check the requests. */
import { z } from 'zod';
import { AskRequest, QueryRequest, RecordsRequest } from './plan-api.ts';

const jsonSchema = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
};

const json = (schema: object, example?: object) => ({
  'application/json': { schema, ...(example ? { example } : {}) },
});

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const array = (items: object) => ({ type: 'array', items });
const string = { type: 'string' };
const integer = { type: 'integer' };

const problems = {
  '4XX': {
    description: 'The request is wrong or refused.',
    content: { 'application/problem+json': { schema: reference('Problem') } },
  },
};

const responses = (description: string, schema: object) => ({
  '200': { description, content: json(schema) },
  ...problems,
});

const schemas = {
  Ask: jsonSchema(AskRequest),
  TypedQuery: jsonSchema(QueryRequest),
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'detail'],
    properties: { type: string, title: string, status: integer, detail: string },
  },
  Record: {
    type: 'object',
    description: 'A record as the plan prints it; `lines` are those of the published text.',
    required: ['id', 'kind', 'number', 'place', 'text', 'plan', 'citation'],
    properties: {
      id: string,
      kind: string,
      number: integer,
      place: string,
      plan: string,
      citation: string,
      text: { type: 'object' },
    },
    additionalProperties: true,
  },
  Answer: {
    type: 'object',
    required: ['outcome', 'plan', 'text', 'records', 'citations', 'choices', 'card'],
    properties: {
      outcome: { enum: ['answer', 'list', 'clarify', 'not_found', 'help', 'failed'] },
      plan: string,
      text: { ...string, description: 'The whole reply as plain text.' },
      records: array({ ...string, description: 'Id of a record that the reply states.' }),
      citations: array(string),
      choices: array({ ...string, description: 'A whole question that can be asked next.' }),
      card: { type: 'object', description: 'The reply in blocks.' },
      query: { type: 'object', description: 'The typed query that was executed; it can be sent to /query.' },
    },
  },
  Selection: {
    type: 'object',
    required: ['plan', 'query', 'conditions', 'count', 'text', 'citations', 'records'],
    properties: {
      plan: string,
      query: { type: 'object' },
      conditions: array(string),
      count: integer,
      text: string,
      citations: array(string),
      records: array(reference('Record')),
    },
  },
  Records: {
    type: 'object',
    required: ['plan', 'total', 'offset', 'records'],
    properties: { plan: string, total: integer, offset: integer, records: array(reference('Record')) },
  },
};

const parameter = (name: string, schema: object, description?: string) => ({
  name,
  in: 'query',
  required: false,
  schema,
  ...(description ? { description } : {}),
});

const planParameter = parameter('plan', string, 'Id of the plan; needed only where there are several.');

/** Parameters of the list of records, from the schema that reads them. */
function recordParameters(): object[] {
  const { properties = {} } = jsonSchema(RecordsRequest) as { properties?: Record<string, Record<string, unknown>> };
  return Object.entries(properties).map(([name, { description, ...schema }]) =>
    parameter(name, schema, typeof description === 'string' ? description : undefined),
  );
}

const exampleAsk = { question: '24号任务的责任单位和完成时限' };
const exampleQuery = {
  query: { ask: 'select', kind: 'task', where: { column: 'starred', is: 'yes' }, as: 'list' },
};

/** @param server path below which the API stands */
export function openApiDocument(server: string, version: string): object {
  const key = [{ key: [] }, {}];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Qinzhi',
      version,
      description: 'Exact, cited answers to an official plan. Programs on the same machine need no key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    security: key,
    paths: {
      '/ask': {
        post: {
          operationId: 'ask',
          summary: 'Asks a question in plain words',
          requestBody: { required: true, content: json(reference('Ask'), exampleAsk) },
          responses: responses('The reply', reference('Answer')),
        },
      },
      '/query': {
        post: {
          operationId: 'query',
          summary: 'Executes a typed query',
          requestBody: { required: true, content: json(reference('TypedQuery'), exampleQuery) },
          responses: responses('The records that it holds for', reference('Selection')),
        },
      },
      '/plans': {
        get: {
          operationId: 'plans',
          summary: 'Lists the plans',
          responses: responses('The plans', { type: 'object' }),
        },
      },
      '/records': {
        get: {
          operationId: 'records',
          summary: 'Lists records by unit, month, ★ and words',
          parameters: recordParameters(),
          responses: responses('The records', reference('Records')),
        },
      },
      '/records/{plan}/{id}': {
        get: {
          operationId: 'record',
          summary: 'One record',
          parameters: ['plan', 'id'].map((name) => ({ name, in: 'path', required: true, schema: string })),
          responses: responses('The record', reference('Record')),
        },
      },
      '/units': {
        get: {
          operationId: 'units',
          summary: 'Lists the units of a plan by the names that its tables print',
          parameters: [planParameter],
          responses: responses('The units', { type: 'object' }),
        },
      },
      '/service-points': {
        get: {
          operationId: 'servicePoints',
          summary: 'Lists the offices and services that people can turn to',
          parameters: [planParameter],
          responses: responses('The service points', { type: 'object' }),
        },
      },
    },
    components: { schemas, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  };
}
