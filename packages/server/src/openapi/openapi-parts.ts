/**
 * What the paths of the OpenAPI document are put together from. Used by openapi.ts and its like.
 */
import type { ErrorCode } from '@longshore/contract';
import * as z from 'zod';
import { EXAMPLES } from './examples.js';
import type { Tag } from './tags.js';

export type Schema = Readonly<Record<string, unknown>>;
export type Method = 'get' | 'post' | 'put' | 'patch';

/** One call, as its file words it; openapi.ts adds what all calls have. */
export interface Call {
  /** `operationId`. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  /** What the caller should know beyond the summary. */
  readonly says: string;
  readonly answers: Schema;
  /** Refusals that other calls do not have. */
  readonly refuses?: readonly ErrorCode[];
  readonly parameters?: readonly Schema[];
  readonly body?: Schema;
  /** For operators: others are answered 403. */
  readonly isForOperators?: true;
  /** No sign-in is asked for. */
  readonly isOpen?: true;
}

export type Paths = Readonly<Record<string, Readonly<Partial<Record<Method, Call>>>>>;

export const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

/** The answer that `components` has under this name, with its example. */
export const named = (description: string, name: keyof typeof EXAMPLES) => ({
  description,
  content: { 'application/json': { schema: ref(name), example: EXAMPLES[name] } },
});
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** `example` was sent by a test. */
export const body = (schema: z.ZodType, example: Schema) =>
  jsonBody(schemaOf(schema, 'input'), example);
export const jsonBody = (schema: Schema, example: Schema) => ({
  required: true,
  content: { 'application/json': { schema, example } },
});

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
export const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same body: the same task, also after its end. With another body: 422 idempotency_mismatch. The body of an upload is its fields and its bytes.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
};

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
export const registered = { ...named('Registered', 'RegisterOut'), links };
export const registration = {
  202: registered,
  200: { ...named('This owner already has a live task of this type', 'RegisterOut'), links },
};
export const found = (what: string) => ({ 302: { description: `The address of ${what}` } });

export function queryParameters(query: z.ZodObject): Schema[] {
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
