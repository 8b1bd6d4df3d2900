/** The OpenAPI 3.1 document of the API, with examples that run; schemas come from those that check the requests. */
import { z } from 'zod';
import type { OpenApi, OpenApiOperation, OpenApiParameter } from '../../model/api/openapi.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { DigestRequest } from './digest.ts';
import { AskRequest, QueryRequest, RecordsRequest } from './plan-api.ts';

const jsonSchema = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
};

const json = (schema: object, example?: object) => ({
  'application/json': { schema, ...(example ? { example } : {}) },
});

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const PlanRequest = z.object({
  plan: z.string().optional().describe('Id of the plan; needed only where there are several.'),
});
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
  Digest: {
    type: 'object',
    required: ['on', 'outcome', 'read', 'pages', 'citations', 'records'],
    properties: {
      on: { ...string, format: 'date' },
      outcome: { enum: ['due', 'nothing', 'over', 'silence'] },
      read: { ...string, description: 'The words as they were read.' },
      pages: array({ ...string, description: 'What a chat shows, one text for each page.' }),
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

/** Values that fit the first plan, so that every example runs. */
interface Examples {
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

/** Parameters of a request, from the schema that reads it. */
function parametersOf(schema: z.ZodType, examples: Record<string, unknown>): OpenApiParameter[] {
  const { properties = {} } = jsonSchema(schema) as { properties?: Record<string, Record<string, unknown>> };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: false,
    schema: rest,
    ...(typeof description === 'string' ? { description } : {}),
    ...(examples[name] === undefined ? {} : { example: examples[name] }),
  }));
}

interface Operation {
  summary: string;
  answer: string;
  schema: object;
  parameters?: OpenApiParameter[];
}

const get = (operationId: string, { summary, answer, schema, parameters }: Operation): OpenApiOperation => ({
  operationId,
  summary,
  ...(parameters ? { parameters } : {}),
  responses: responses(answer, schema),
});

const post = (operationId: string, { summary, answer, schema }: Operation, body: string, example: object) => ({
  operationId,
  summary,
  requestBody: { required: true, content: json(reference(body), example) as { 'application/json': object } },
  responses: responses(answer, schema),
});

function pathsOf({ plan, record, question, unit, month }: Examples): OpenApi['paths'] {
  const ofPlan = parametersOf(PlanRequest, { plan });
  const starred = { ask: 'select', kind: 'task', where: { column: 'starred', is: 'yes' }, as: 'list' };
  const named = ['plan', 'id'].map((name) => ({
    ...{ name, in: 'path', required: true, schema: string },
    example: name === 'plan' ? plan : record,
  }));
  const recordExamples = { plan, unit, kind: 'task', limit: 10 };
  return {
    '/ask': {
      post: post(
        'ask',
        { summary: 'Asks a question in plain words', answer: 'The reply', schema: reference('Answer') },
        'Ask',
        { question },
      ),
    },
    '/query': {
      post: post(
        'query',
        {
          summary: 'Executes a typed query',
          answer: 'The records that it holds for',
          schema: reference('Selection'),
        },
        'TypedQuery',
        { plan, query: starred },
      ),
    },
    '/digest': {
      get: get('digest', {
        summary: 'What is due on a day, as a digest says it',
        answer: 'The digest',
        schema: reference('Digest'),
        parameters: parametersOf(DigestRequest, { plan, on: month && `${month}-03` }),
      }),
    },
    '/plans': {
      get: get('plans', { summary: 'Lists the plans', answer: 'The plans', schema: { type: 'object' } }),
    },
    '/records': {
      get: get('records', {
        summary: 'Lists records by unit, month, ★ and words',
        answer: 'The records',
        schema: reference('Records'),
        parameters: parametersOf(RecordsRequest, recordExamples),
      }),
    },
    '/records/{plan}/{id}': {
      get: get('record', {
        summary: 'One record',
        answer: 'The record',
        schema: reference('Record'),
        parameters: named,
      }),
    },
    '/units': {
      get: get('units', {
        summary: 'Lists the units of a plan by the names that its tables print',
        answer: 'The units',
        schema: { type: 'object' },
        parameters: ofPlan,
      }),
    },
    '/service-points': {
      get: get('servicePoints', {
        summary: 'Lists the offices and services that people can turn to',
        answer: 'The service points',
        schema: { type: 'object' },
        parameters: ofPlan,
      }),
    },
  };
}

/** @param server path below which the API stands */
export function openApiDocument(server: string, version: string, examples: Examples): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Qinzhi',
      version,
      description: 'Exact, cited answers to an official plan. Programs on the same machine need no key.',
      ...{ license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    },
    servers: [{ url: server }],
    paths: pathsOf(examples),
    ...{
      security: [{ key: [] }, {}],
      components: { schemas, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    },
  };
}
