/** The calls of the operators' desk in the OpenAPI document. */
import { AuditExportQuery, AuditQuery, BulkIn, ThroughputQuery } from '@longshore/contract';
import {
  body,
  json,
  type Operation,
  operation,
  queryParameters,
  ref,
  taskId,
} from './openapi-parts.js';

const bulk = { 200: json('What became of each task', ref('BulkOut')) };

/** For operators, but `getMe`. */
export const DESK_PATHS: Record<string, Record<string, Operation>> = {
  '/api/me': {
    get: operation('getMe', 'Who calls', { 200: json('The caller', ref('Me')) }),
  },
  '/api/tasks/{id}/story': {
    get: operation(
      'getStory',
      'Everything known about one task; for operators',
      { 200: json('The record, and who did what', ref('TaskStory')) },
      { parameters: [taskId] },
    ),
  },
  '/api/bulk/retry': {
    post: operation('retryTasks', 'Run tasks again; for operators', bulk, {
      requestBody: body(BulkIn),
    }),
  },
  '/api/bulk/cancel': {
    post: operation('cancelTasks', 'Stop live tasks; for operators', bulk, {
      requestBody: body(BulkIn),
    }),
  },
  '/api/overview': {
    get: operation('getOverview', 'Queues and workers of the fleet; for operators', {
      200: json('How they stand now', ref('Overview')),
    }),
  },
  '/api/throughput': {
    get: operation(
      'getThroughput',
      'What ended, by hour and type; for operators',
      { 200: json('Hours in which something ended, oldest first', ref('Throughput')) },
      { parameters: queryParameters(ThroughputQuery) },
    ),
  },
  '/api/storage': {
    get: operation('getStorage', 'Files of tasks, by the records; for operators', {
      200: json('Files and bytes', ref('StorageUsed')),
    }),
  },
  '/api/audit': {
    get: operation(
      'listAudit',
      'Who did what, newest first; for operators',
      { 200: json('A page', ref('AuditList')) },
      { parameters: queryParameters(AuditQuery) },
    ),
  },
  '/api/audit/export': {
    get: operation(
      'exportAudit',
      'The audit log as JSON lines, oldest first; for operators',
      {
        200: {
          description: 'An AuditEntry a line',
          content: { 'application/x-ndjson': { schema: ref('AuditEntry') } },
        },
      },
      { parameters: queryParameters(AuditExportQuery) },
    ),
  },
};
