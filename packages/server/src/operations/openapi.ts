/**
 * The OpenAPI 3.1 document, put together from the contract's schemas: what is validated is what is
 * documented.
 */
import {
  AlarmList,
  AuditEntry,
  AuditList,
  BatchStatisticsOut,
  BatchStatisticsQuery,
  BulkOut,
  ClearTaskIn,
  ERROR_CODES,
  FailedRecordsOut,
  FailedRecordsQuery,
  FailedRowsOut,
  FirstIssuesOut,
  GetTaskStatusIn,
  type Kind,
  LedgerRecord,
  Me,
  MendRowsOut,
  Overview,
  PreviewOut,
  Problem,
  RegisterBatchIn,
  RegisterExportIn,
  RegisterOut,
  RetriesOut,
  RetryIn,
  RetryList,
  RetryOut,
  RetryStory,
  RoutineList,
  RoutineOut,
  RoutineRuns,
  RowsIn,
  RowsOut,
  StateOut,
  StorageUsed,
  TaskFilesOut,
  TaskList,
  TaskListQuery,
  TaskResultOut,
  TaskStory,
  TemplateQuery,
  Throughput,
  TypeInfo,
  UndoOut,
  UploadOptions,
} from '@longshore/contract';
import { ALARM_PATHS } from './alarm-paths.js';
import { DESK_PATHS } from './desk-paths.js';
import { FILE_PATHS } from './file-paths.js';
import { MEND_PATHS } from './mend-paths.js';
import {
  body,
  found,
  idempotencyKey,
  json,
  jsonBody,
  type Operation,
  oneOf,
  operation,
  queryParameters,
  ref,
  registered,
  registration,
  type Schema,
  schemaOf,
  taskId,
  typed,
  typeIn,
} from './openapi-parts.js';
import { PREVIEW_PATHS } from './preview-paths.js';
import { retryPaths } from './retry-paths.js';
import { routinePaths } from './routine-paths.js';
import { UNDO_PATHS } from './undo-paths.js';

const paths = (types: ServedTypes): Record<string, Record<string, Operation>> => ({
  '/api/registerExportTask': {
    post: operation('registerExportTask', 'Register an export', registration, {
      parameters: [idempotencyKey],
      requestBody: jsonBody(typed(schemaOf(RegisterExportIn, 'input'), types.export)),
    }),
  },
  '/api/registerBatchTask': {
    post: operation('registerBatchTask', 'Register a batch', registration, {
      parameters: [idempotencyKey],
      requestBody: jsonBody(typed(schemaOf(RegisterBatchIn, 'input'), types.batch)),
    }),
  },
  '/api/registerImportTask': {
    post: operation('registerImportTask', 'Register an import with its upload', registration, {
      parameters: [idempotencyKey],
      requestBody: importForm(types.import),
    }),
  },
  '/api/getTaskStatus': {
    post: operation(
      'getTaskStatus',
      'Ask how a task stands',
      { 200: json('The polling answer', ref('TaskResultOut')) },
      { requestBody: body(GetTaskStatusIn) },
    ),
  },
  '/api/clearTaskInfo': {
    post: operation(
      'clearTaskInfo',
      'Clear a task; a live one is cancelled',
      { 200: json('Whether something was removed', ref('StateOut')) },
      { requestBody: body(ClearTaskIn) },
    ),
  },
  '/api/tasks': {
    get: operation(
      'listTasks',
      'List tasks, newest first',
      { 200: json('A page', ref('TaskList')) },
      { parameters: queryParameters(TaskListQuery) },
    ),
  },
  '/api/tasks/{id}': {
    get: operation(
      'getTask',
      'One ledger record',
      { 200: json('The record', ref('LedgerRecord')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/cancel': {
    post: operation(
      'cancelTask',
      'Stop a live task',
      { 200: json('Whether it was live', ref('StateOut')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/retry': {
    post: operation(
      'retryTask',
      'Run a failed task again; an import of which no row was settled also with other options',
      { 202: registered },
      { parameters: [taskId], requestBody: { ...body(RetryIn), required: false } },
    ),
  },
  '/api/tasks/{id}/pause': {
    post: operation(
      'pauseTask',
      'Stop a live batch until it is resumed',
      { 202: json('It is paused', ref('StateOut')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/resume': {
    post: operation(
      'resumeTask',
      'Let a paused batch go on, with a new deadline',
      { 202: registered },
      { parameters: [taskId] },
    ),
  },
  ...FILE_PATHS,
  '/api/batches/{type}/statistics': {
    get: operation(
      'getBatchStatistics',
      'What the batches of a type did, day by day; for operators',
      { 200: json('The days that had a page, newest first', ref('BatchStatisticsOut')) },
      { parameters: [typeIn(types.batch), ...queryParameters(BatchStatisticsQuery)] },
    ),
  },
  '/api/tasks/{id}/records': {
    get: operation(
      'getFailedRecords',
      'The records that a batch could not work',
      { 200: json('A page', ref('FailedRecordsOut')) },
      { parameters: [taskId, ...queryParameters(FailedRecordsQuery)] },
    ),
  },
  '/api/types/{type}/rows': {
    post: operation(
      'getRows',
      'The first rows an export would hold',
      { 200: json('A page', ref('RowsOut')) },
      { parameters: [typeIn(types.export)], requestBody: body(RowsIn) },
    ),
  },
  '/api/files/{token}': {
    get: operation(
      'getFile',
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
    get: operation('listTypes', 'Registered types', {
      200: json('All types', {
        type: 'object',
        properties: { items: { type: 'array', items: ref('TypeInfo') } },
      }),
    }),
  },
  '/api/types/{type}/template': {
    get: operation(
      'getTemplate',
      'The import template workbook',
      { 200: { description: 'An xlsx file' } },
      {
        parameters: [typeIn(types.import), ...queryParameters(TemplateQuery)],
      },
    ),
  },
});

const importForm = (types: readonly string[]) => ({
  required: true,
  content: {
    'multipart/form-data': {
      encoding: { file: { contentType: 'text/csv' } },
      schema: {
        type: 'object',
        required: ['type', 'file'],
        properties: {
          type: oneOf(types),
          options: {
            type: 'string',
            contentMediaType: 'application/json',
            contentSchema: schemaOf(UploadOptions, 'input'),
            description:
              'JSON. sheet: of a workbook, by name or number from 1. sheets: a name, names, or "all" that have the columns; else the first of these and all with its header. duplicates: what becomes of rows with one key. encoding, delimiter: of delimited text, else found out. decimal: the decimal sign of numbers written as text, else what the file proves. params: what the type asks for. preview: look first, and save once the task is confirmed.',
          },
          file: {
            type: 'string',
            format: 'binary',
            description:
              'An .xlsx workbook, delimited text (.csv, .tsv, .txt) or JSON lines in UTF-8, UTF-16 or GBK, or text of fixed widths where the type has those; or a .zip archive of such files. Its first bytes decide what it is, never its name; anything else is a 422.',
          },
        },
      },
    },
  },
});

/** The types that a business serves, by kind, and whether it has retryables. */
export type ServedTypes = Readonly<Record<Kind, readonly string[]>> & {
  readonly hasRetryables: boolean;
};

export function openApiDocument(types: ServedTypes): Schema {
  const schemas = {
    RegisterOut,
    TaskResultOut,
    StateOut,
    LedgerRecord,
    TaskList,
    TypeInfo,
    RowsOut,
    FailedRecordsOut,
    RoutineList,
    RoutineOut,
    RoutineRuns,
    RetryList,
    RetryOut,
    RetryStory,
    RetriesOut,
    AlarmList,
    FirstIssuesOut,
    TaskFilesOut,
    PreviewOut,
    FailedRowsOut,
    MendRowsOut,
    UndoOut,
    BatchStatisticsOut,
    Me,
    TaskStory,
    BulkOut,
    Overview,
    Throughput,
    StorageUsed,
    AuditEntry,
    AuditList,
    Problem,
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Longshore',
      version: '1',
      description: `Error codes: ${Object.keys(ERROR_CODES).join(', ')}.`,
    },
    paths: {
      ...paths(types),
      ...ALARM_PATHS,
      ...DESK_PATHS,
      ...PREVIEW_PATHS,
      ...MEND_PATHS,
      ...UNDO_PATHS,
      ...(types.routine.length > 0 && routinePaths(types.routine)),
      ...(types.hasRetryables && retryPaths),
    },
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
