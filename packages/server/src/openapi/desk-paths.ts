/** The calls of the operators' desk in the OpenAPI document. */
import { AuditExportQuery, AuditQuery, BulkIn, ThroughputQuery } from '@longshore/contract';
import { body, named, type Paths, queryParameters, ref, taskId } from './openapi-parts.js';

const desk = { tag: 'Desk', isForOperators: true } as const;
const bulk = {
  ...desk,
  says: 'Takes at most 100 tasks, by their ids or by a filter; each is answered by its id, and a task that refuses stops no other.',
  answers: { 200: named('What became of each task', 'BulkOut') },
  body: body(BulkIn, { filter: { phase: 'failed', type: 'products' }, limit: 20 }),
};

/** For operators, but `getMe`. */
export const DESK_PATHS: Paths = {
  '/api/me': {
    get: {
      id: 'getMe',
      tag: 'Desk',
      summary: 'Who calls',
      says: 'The owner that the sign-in names, and whether the calls of operators are open to it.',
      answers: { 200: named('The caller', 'Me') },
    },
  },
  '/api/tasks/{id}/story': {
    get: {
      ...desk,
      id: 'getStory',
      summary: 'Everything known about one task',
      says: 'Its record, and what was done to it, by whom.',
      answers: { 200: named('The record, and who did what', 'TaskStory') },
      refuses: ['task_not_found'],
      parameters: [taskId],
    },
  },
  '/api/bulk/retry': { post: { ...bulk, id: 'retryTasks', summary: 'Run tasks again' } },
  '/api/bulk/cancel': { post: { ...bulk, id: 'cancelTasks', summary: 'Stop live tasks' } },
  '/api/overview': {
    get: {
      ...desk,
      id: 'getOverview',
      summary: 'Queues and workers of the fleet',
      says: 'What waits and runs, by kind, and which workers have given a sign of life.',
      answers: { 200: named('How they stand now', 'Overview') },
    },
  },
  '/api/throughput': {
    get: {
      ...desk,
      id: 'getThroughput',
      summary: 'What ended, by hour and type',
      says: 'Tasks, rows and times of each hour and type.',
      answers: { 200: named('Hours in which something ended, oldest first', 'Throughput') },
      parameters: queryParameters(ThroughputQuery),
    },
  },
  '/api/storage': {
    get: {
      ...desk,
      id: 'getStorage',
      summary: 'Files of tasks, by the records',
      says: 'How many files the records name, and their bytes; the store itself is not asked.',
      answers: { 200: named('Files and bytes', 'StorageUsed') },
    },
  },
  '/api/audit': {
    get: {
      ...desk,
      id: 'listAudit',
      summary: 'Who did what, newest first',
      says: 'The audit log, narrowed by actor, act, task, type and time.',
      answers: { 200: named('A page', 'AuditList') },
      parameters: queryParameters(AuditQuery),
    },
  },
  '/api/audit/export': {
    get: {
      ...desk,
      id: 'exportAudit',
      summary: 'The audit log as JSON lines',
      says: 'Oldest first, streamed; a line is an AuditEntry.',
      answers: {
        200: {
          description: 'An AuditEntry a line',
          content: { 'application/x-ndjson': { schema: ref('AuditEntry') } },
        },
      },
      parameters: queryParameters(AuditExportQuery),
    },
  },
};
