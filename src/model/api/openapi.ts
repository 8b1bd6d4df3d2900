/** The parts of an OpenAPI document that the page shows. */

export interface OpenApiParameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Record<string, unknown>;
  example?: unknown;
}

export interface OpenApiOperation {
  operationId: string;
  summary: string;
  parameters?: OpenApiParameter[];
  requestBody?: { content: { 'application/json': { example?: object } } };
  responses: Record<string, { description: string }>;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  /** By path below the server, then by method. */
  paths: Record<string, Record<string, OpenApiOperation>>;
}
