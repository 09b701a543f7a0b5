/** The calls about failed rows that are corrected in the page, for the OpenAPI document. */
import { FailedRowsQuery, MendRowsIn } from '@longshore/contract';
import {
  body,
  idempotencyKey,
  named,
  type Paths,
  queryParameters,
  registered,
  taskId,
} from './openapi-parts.js';

const refuses = ['task_not_found', 'result_not_found', 'rows_not_kept'] as const;

export const MEND_PATHS: Paths = {
  '/api/tasks/{id}/rows': {
    get: {
      id: 'getFailedRows',
      tag: 'Imports',
      summary: 'Rows of an import that wait to be corrected',
      says: 'By page, by cause and by word; the first page counts the causes.',
      answers: { 200: named('A page, and on the first page the causes', 'FailedRowsOut') },
      refuses,
      parameters: [taskId, ...queryParameters(FailedRowsQuery)],
    },
    patch: {
      id: 'mendRows',
      tag: 'Imports',
      summary: 'Correct failed rows of an import',
      says: 'Cells of single rows, or one value for every row of a cause. The correction is a task; it is answered when it ended, or with 202 when it takes longer.',
      answers: { 200: named('How the correction ended', 'MendRowsOut'), 202: registered },
      refuses: [...refuses, 'type_not_allowed', 'import_undone', 'slot_taken'],
      parameters: [taskId, idempotencyKey],
      body: body(MendRowsIn, { rows: [{ row: 2, values: { 价格: 12.5 } }] }),
    },
  },
};
