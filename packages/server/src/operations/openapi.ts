/**
 * The OpenAPI 3.1 document, put together from the contract's schemas: what is validated is what is
 * documented.
 */
import {
  ClearTaskIn,
  ERROR_CODES,
  FirstIssuesOut,
  GetTaskStatusIn,
  LedgerRecord,
  Problem,
  RegisterExportIn,
  RegisterOut,
  RetryIn,
  RowsIn,
  RowsOut,
  StateOut,
  TaskList,
  TaskListQuery,
  TaskResultOut,
  TypeInfo,
  UploadOptions,
} from '@longshore/contract';
import * as z from 'zod';

type Schema = Readonly<Record<string, unknown>>;
type Operation = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const json = (description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const body = (schema: z.ZodType) => ({
  required: true,
  content: { 'application/json': { schema: schemaOf(schema, 'input') } },
});
const taskId = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};
const typeName = { name: 'type', in: 'path', required: true, schema: { type: 'string' } };
const idempotencyKey = {
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

const operation = (summary: string, responses: Schema, rest: Schema = {}): Operation => ({
  summary,
  ...rest,
  responses: { ...responses, ...problems },
});

const registration = {
  202: json('Registered', ref('RegisterOut')),
  200: json('This owner already has a live task of this type', ref('RegisterOut')),
};
const found = (what: string) => ({ 302: { description: `The address of ${what}` } });

const paths = (): Record<string, Record<string, Operation>> => ({
  '/api/registerExportTask': {
    post: operation('Register an export', registration, {
      parameters: [idempotencyKey],
      requestBody: body(RegisterExportIn),
    }),
  },
  '/api/registerImportTask': {
    post: operation('Register an import with its upload', registration, {
      parameters: [idempotencyKey],
      requestBody: importForm,
    }),
  },
  '/api/getTaskStatus': {
    post: operation(
      'Ask how a task stands',
      { 200: json('The polling answer', ref('TaskResultOut')) },
      { requestBody: body(GetTaskStatusIn) },
    ),
  },
  '/api/clearTaskInfo': {
    post: operation(
      'Clear a task; a live one is cancelled',
      { 200: json('Whether something was removed', ref('StateOut')) },
      { requestBody: body(ClearTaskIn) },
    ),
  },
  '/api/tasks': {
    get: operation(
      'List tasks, newest first',
      { 200: json('A page', ref('TaskList')) },
      { parameters: listParameters() },
    ),
  },
  '/api/tasks/{id}': {
    get: operation(
      'One ledger record',
      { 200: json('The record', ref('LedgerRecord')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/cancel': {
    post: operation(
      'Stop a live task',
      { 200: json('Whether it was live', ref('StateOut')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/retry': {
    post: operation(
      'Run a failed task again; an import of which no row was settled also with other options',
      { 202: json('Registered', ref('RegisterOut')) },
      { parameters: [taskId], requestBody: { ...body(RetryIn), required: false } },
    ),
  },
  '/api/tasks/{id}/result': {
    get: operation('The result file', found('the file'), { parameters: [taskId] }),
  },
  '/api/tasks/{id}/issues': {
    get: operation('The error workbook', found('the file'), { parameters: [taskId] }),
  },
  '/api/tasks/{id}/first-issues': {
    get: operation(
      'The first issues of an import',
      { 200: json('At most 20', ref('FirstIssuesOut')) },
      { parameters: [taskId] },
    ),
  },
  '/api/types/{type}/rows': {
    post: operation(
      'The first rows an export would hold',
      { 200: json('A page', ref('RowsOut')) },
      { parameters: [typeName], requestBody: body(RowsIn) },
    ),
  },
  '/api/files/{token}': {
    get: operation(
      'The file behind an address',
      {
        ...found('the file in the store'),
        200: { description: 'The bytes' },
        206: { description: 'A range of them' },
      },
      {
        parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string' } }],
        security: [],
      },
    ),
  },
  '/api/types': {
    get: operation('Registered types', {
      200: json('All types', {
        type: 'object',
        properties: { items: { type: 'array', items: ref('TypeInfo') } },
      }),
    }),
  },
  '/api/types/{type}/template': {
    get: operation(
      'The import template workbook',
      { 200: { description: 'An xlsx file' } },
      {
        parameters: [typeName],
      },
    ),
  },
});

const importForm = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['type', 'file'],
        properties: {
          type: { type: 'string' },
          options: {
            type: 'string',
            contentMediaType: 'application/json',
            contentSchema: schemaOf(UploadOptions, 'input'),
            description:
              'JSON. sheet: of a workbook, by name or number from 1. encoding, delimiter: of delimited text, else found out. decimal: the decimal sign of numbers written as text, else what the file proves.',
          },
          file: {
            type: 'string',
            format: 'binary',
            description:
              'An .xlsx workbook, or delimited text (.csv, .tsv, .txt) in UTF-8, UTF-16 or GBK. What it is decide its first bytes, never its name; anything else is a 422.',
          },
        },
      },
    },
  },
};

function listParameters() {
  // an object schema has properties
  const { properties = {} } = schemaOf(TaskListQuery, 'input') as {
    properties?: Record<string, Schema>;
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }));
}

export function openApiDocument(): Schema {
  const schemas = {
    RegisterOut,
    TaskResultOut,
    StateOut,
    LedgerRecord,
    TaskList,
    TypeInfo,
    RowsOut,
    FirstIssuesOut,
    Problem,
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Longshore',
      version: '1',
      description: `Error codes: ${Object.keys(ERROR_CODES).join(', ')}.`,
    },
    paths: paths(),
    security: [{ bearer: [] }, { session: [] }],
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)]),
      ),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: 'longshore_session' },
      },
    },
  };
}
