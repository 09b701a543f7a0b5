/** The calls about a task's files in the OpenAPI document. */
import { found, json, type Operation, operation, ref, taskId } from './openapi-parts.js';

/** After checking the owner. */
export const FILE_PATHS: Record<string, Record<string, Operation>> = {
  '/api/tasks/{id}/result': {
    get: operation('getResult', 'The result file', found('the file'), { parameters: [taskId] }),
  },
  '/api/tasks/{id}/issues': {
    get: operation('getIssues', 'The error workbook', found('the file'), { parameters: [taskId] }),
  },
  '/api/tasks/{id}/original': {
    get: operation('getOriginal', 'What the person sent, as it came', found('the file'), {
      parameters: [taskId],
    }),
  },
  '/api/tasks/{id}/manifest': {
    get: operation(
      'getManifest',
      'Rows, time of the data and SHA-256 of an export, where its registration asked for that',
      found('the file'),
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/summary': {
    get: operation(
      'getSummary',
      'How an import ended: counts, causes, notices, times, SHA-256',
      found('the file'),
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/detail': {
    get: operation(
      'getDetail',
      'What became of each row of an import, where its type tells that',
      found('the file'),
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/files': {
    get: operation(
      'listFiles',
      'The files of a task with their addresses',
      { 200: json('Those that there are', ref('TaskFilesOut')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/first-issues': {
    get: operation(
      'getFirstIssues',
      'The first issues of an import',
      { 200: json('At most 20', ref('FirstIssuesOut')) },
      { parameters: [taskId] },
    ),
  },
};
