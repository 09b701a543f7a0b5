/** The calls about batches in the OpenAPI document. */
import { BatchStatisticsQuery, FailedRecordsQuery, RegisterBatchIn } from '@longshore/contract';
import {
  idempotencyKey,
  jsonBody,
  named,
  type Paths,
  queryParameters,
  registered,
  registration,
  schemaOf,
  taskId,
  typed,
  typeIn,
} from './openapi-parts.js';

const ofTask = {
  tag: 'Batches',
  refuses: ['task_not_found', 'not_pausable', 'task_not_pausable'],
  parameters: [taskId],
} as const;

export const batchPaths = (types: readonly string[]): Paths => ({
  '/api/registerBatchTask': {
    post: {
      id: 'registerBatchTask',
      tag: 'Batches',
      summary: 'Register a batch',
      says: 'Processes the new records of a table, or again those that did not succeed.',
      answers: registration,
      refuses: ['unknown_type', 'type_not_allowed', 'idempotency_mismatch', 'batch_held'],
      parameters: [idempotencyKey],
      body: jsonBody(typed(schemaOf(RegisterBatchIn, 'input'), types), {
        type: types[0] ?? '',
        only: 'failed',
      }),
    },
  },
  '/api/tasks/{id}/pause': {
    post: {
      ...ofTask,
      id: 'pauseTask',
      summary: 'Stop a live batch until it is resumed',
      says: 'No page of it commits after the answer; it keeps its slot.',
      answers: { 202: named('It is paused', 'StateOut') },
    },
  },
  '/api/tasks/{id}/resume': {
    post: {
      ...ofTask,
      id: 'resumeTask',
      summary: 'Let a paused batch go on',
      says: 'With a new deadline.',
      answers: { 202: registered },
      refuses: ['task_not_found', 'not_pausable', 'task_not_resumable', 'type_not_allowed'],
    },
  },
  '/api/tasks/{id}/records': {
    get: {
      ...ofTask,
      id: 'getFailedRecords',
      summary: 'The records that a batch could not work',
      says: 'With their flag, remark and tries.',
      answers: { 200: named('A page', 'FailedRecordsOut') },
      refuses: ['task_not_found'],
      parameters: [taskId, ...queryParameters(FailedRecordsQuery)],
    },
  },
  '/api/batches/{type}/statistics': {
    get: {
      id: 'getBatchStatistics',
      tag: 'Batches',
      isForOperators: true,
      summary: 'What the batches of a type did, day by day',
      says: 'Over all owners: records by outcome, ratios, and how long pages took.',
      answers: { 200: named('The days that had a page, newest first', 'BatchStatisticsOut') },
      refuses: ['not_found'],
      parameters: [typeIn(types), ...queryParameters(BatchStatisticsQuery)],
    },
  },
});
