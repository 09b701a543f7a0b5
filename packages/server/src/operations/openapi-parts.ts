/**
 * What the paths of the OpenAPI document are put together from. Used by openapi.ts and its like.
 */
import * as z from 'zod';

export type Schema = Readonly<Record<string, unknown>>;
export type Operation = Readonly<Record<string, unknown>>;

export const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

export const json = (description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const body = (schema: z.ZodType) => jsonBody(schemaOf(schema, 'input'));
export const taskId = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};
export const typeIn = (types: readonly string[]) => ({
  name: 'type',
  in: 'path',
  required: true,
  schema: oneOf(types),
});
export const oneOf = (types: readonly string[]): Schema => ({ type: 'string', enum: [...types] });
/** A body whose `type` is one of the business. */
export const typed = (schema: Schema, types: readonly string[]): Schema => ({
  ...schema,
  properties: { ...(schema.properties as Schema), type: oneOf(types) }, // of an object schema
});
export const jsonBody = (schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
export const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same body: the same task, also after its end. With another body: 422 idempotency_mismatch. The body of an upload is its fields and its bytes.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
};
const problems = {
  default: {
    description: 'What went wrong',
    content: { 'application/problem+json': { schema: ref('Problem') } },
  },
};

export const operation = (
  operationId: string,
  summary: string,
  responses: Schema,
  rest: Schema = {},
): Operation => ({
  operationId,
  summary,
  ...rest,
  responses: { ...responses, ...problems },
});

/** What can be asked about the task that a registration names. */
const links = Object.fromEntries([
  ...['getTaskStatus', 'clearTaskInfo'].map((operationId) => [
    operationId,
    { operationId, requestBody: { taskId: '$response.body#/taskId' } },
  ]),
  ...[
    'getTask',
    'cancelTask',
    'retryTask',
    'getPreview',
    'confirmTask',
    'getFailedRows',
    'mendRows',
    'getUndo',
    'pauseTask',
    'resumeTask',
    'getResult',
    'getIssues',
    'getFirstIssues',
  ].map((operationId) => [
    operationId,
    { operationId, parameters: { id: '$response.body#/taskId' } },
  ]),
]);
export const registered = { ...json('Registered', ref('RegisterOut')), links };
export const registration = {
  202: registered,
  200: { ...json('This owner already has a live task of this type', ref('RegisterOut')), links },
};
export const found = (what: string) => ({ 302: { description: `The address of ${what}` } });

export function queryParameters(query: z.ZodObject) {
  // an object schema has properties
  const { properties = {} } = schemaOf(query, 'input') as {
    properties?: Record<string, Schema>;
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }));
}
