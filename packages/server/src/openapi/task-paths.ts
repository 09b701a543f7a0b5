/** The calls about the life of a task in the OpenAPI document. */
import {
  ClearTaskIn,
  GetTaskStatusIn,
  RegisterExportIn,
  RetryIn,
  TaskListQuery,
  UploadOptions,
} from '@longshore/contract';
import {
  body,
  idempotencyKey,
  jsonBody,
  named,
  oneOf,
  type Paths,
  queryParameters,
  registered,
  registration,
  type Schema,
  schemaOf,
  taskId,
  typed,
} from './openapi-parts.js';

const refusesTypes = ['unknown_type', 'type_not_allowed', 'idempotency_mismatch'] as const;
const ofTask = { tag: 'Tasks', refuses: ['task_not_found'], parameters: [taskId] } as const;

/** Types that a business exports and imports. */
interface RowTypes {
  readonly export: readonly string[];
  readonly import: readonly string[];
}

export const taskPaths = (types: RowTypes): Paths => ({
  '/api/registerExportTask': {
    post: {
      id: 'registerExportTask',
      tag: 'Tasks',
      summary: 'Register an export',
      says: 'Bad parameters are answered at once, and nothing is registered. While a task of the type lives, its id is answered instead.',
      answers: registration,
      refuses: refusesTypes,
      parameters: [idempotencyKey],
      body: jsonBody(typed(schemaOf(RegisterExportIn, 'input'), types.export), {
        type: types.export[0] ?? '',
        format: 'csv',
        timeZone: 'Asia/Shanghai',
        language: 'zh',
      }),
    },
  },
  '/api/registerImportTask': {
    post: {
      id: 'registerImportTask',
      tag: 'Tasks',
      summary: 'Register an import with its upload',
      says: 'The fields first, then the file, which is streamed to the store.',
      answers: registration,
      refuses: [...refusesTypes, 'file_required', 'empty_file', 'unsupported_format'],
      parameters: [idempotencyKey],
      body: importForm(types.import),
    },
  },
  '/api/getTaskStatus': {
    post: {
      id: 'getTaskStatus',
      tag: 'Tasks',
      summary: 'Ask how a task stands',
      says: '`status` 0: there is none, 1: it goes on, 2: it is done; with `state` true there is a `url`. `pollAfterMs` says when to ask again.',
      answers: { 200: named('The polling answer', 'TaskResultOut') },
      body: body(GetTaskStatusIn, { type: types.export[0] ?? '' }),
    },
  },
  '/api/clearTaskInfo': {
    post: {
      id: 'clearTaskInfo',
      tag: 'Tasks',
      summary: 'Clear a task; a live one is cancelled',
      says: 'By `taskId` a live task is cancelled and cleared; by `type` only a finished one is cleared. Its record and files stay.',
      answers: { 200: named('Whether something was removed', 'StateOut') },
      body: body(ClearTaskIn, { kind: 'import', type: types.import[0] ?? '' }),
    },
  },
  '/api/tasks': {
    get: {
      id: 'listTasks',
      tag: 'Tasks',
      summary: 'List tasks, newest first',
      says: 'The caller’s own; an operator may name another owner, or `*` for all.',
      answers: { 200: named('A page', 'TaskList') },
      parameters: queryParameters(TaskListQuery),
    },
  },
  '/api/tasks/{id}': {
    get: {
      ...ofTask,
      id: 'getTask',
      summary: 'One ledger record',
      says: 'Attempts, counts, errors, files and notices. A task of somebody else is answered as one that does not exist.',
      answers: { 200: named('The record', 'LedgerRecord') },
    },
  },
  '/api/tasks/{id}/cancel': {
    post: {
      ...ofTask,
      id: 'cancelTask',
      summary: 'Stop a live task',
      says: 'What it saved stays saved.',
      answers: { 200: named('Whether it was live', 'StateOut') },
    },
  },
  '/api/tasks/{id}/retry': {
    post: {
      ...ofTask,
      id: 'retryTask',
      summary: 'Run a task again',
      says: 'A failed, cancelled or expired one, with a new deadline; of an import only the rows that are not saved yet. With `options` an import reads its upload differently, while no row of it was settled.',
      answers: { 202: registered },
      refuses: [
        'task_not_found',
        'type_not_allowed',
        'task_not_repeatable',
        'rows_settled',
        'import_undone',
        'slot_taken',
      ],
      body: { ...body(RetryIn, {}), required: false },
    },
  },
});

const importForm = (types: readonly string[]): Schema => ({
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
