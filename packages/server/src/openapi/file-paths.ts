/** The calls about a task's files in the OpenAPI document. */
import { found, named, type Paths, taskId } from './openapi-parts.js';

/** After checking the owner. */
const ofTask = {
  tag: 'Files',
  refuses: ['task_not_found', 'result_not_found'],
  parameters: [taskId],
} as const;
const file = {
  ...ofTask,
  says: 'Leads to an address that needs no sign-in, after checking whose task it is.',
  answers: found('the file'),
};

export const FILE_PATHS: Paths = {
  '/api/tasks/{id}/result': {
    get: { ...file, id: 'getResult', summary: 'The result file' },
  },
  '/api/tasks/{id}/issues': {
    get: { ...file, id: 'getIssues', summary: 'The error workbook' },
  },
  '/api/tasks/{id}/original': {
    get: { ...file, id: 'getOriginal', summary: 'What the person sent, as it came' },
  },
  '/api/tasks/{id}/manifest': {
    get: {
      ...file,
      id: 'getManifest',
      summary: 'Rows, time of the data and SHA-256 of an export',
      says: 'There is one where the registration asked for it by `manifest`.',
    },
  },
  '/api/tasks/{id}/summary': {
    get: {
      ...file,
      id: 'getSummary',
      summary: 'How an import ended: counts, causes, notices, times, SHA-256',
    },
  },
  '/api/tasks/{id}/detail': {
    get: {
      ...file,
      id: 'getDetail',
      summary: 'What became of each row of an import',
      says: 'There is one where the type of the import tells that.',
    },
  },
  '/api/tasks/{id}/files': {
    get: {
      ...ofTask,
      refuses: ['task_not_found'],
      id: 'listFiles',
      summary: 'The files of a task with their addresses',
      says: 'An address works without sign-in until the record’s `expiresAt`.',
      answers: { 200: named('Those that there are', 'TaskFilesOut') },
    },
  },
  '/api/tasks/{id}/first-issues': {
    get: {
      ...ofTask,
      refuses: ['task_not_found'],
      id: 'getFirstIssues',
      summary: 'The first issues of an import',
      says: 'The issues of the first rows that failed, in the language of the call.',
      answers: { 200: named('At most 20', 'FirstIssuesOut') },
    },
  },
  '/api/files/{token}': {
    get: {
      id: 'getFile',
      tag: 'Files',
      isOpen: true,
      summary: 'The file behind an address',
      says: 'The token is sealed: it names the file and its end. With `Range`, where the bytes are sent from here.',
      answers: {
        ...found('the file in the store'),
        200: { description: 'The bytes' },
        206: { description: 'A range of them' },
        416: { description: 'There is no such range' },
      },
      refuses: ['invalid_address', 'address_expired', 'file_gone', 'rate_limited'],
      parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string' } }],
    },
  },
};
