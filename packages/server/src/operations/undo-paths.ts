/** The calls about the undo of imports, for the OpenAPI document. */
import { UndoIn } from '@longshore/contract';
import {
  idempotencyKey,
  json,
  jsonBody,
  operation,
  ref,
  registered,
  schemaOf,
  taskId,
} from './openapi-parts.js';

export const UNDO_PATHS = {
  '/api/tasks/{id}/undo': {
    get: operation(
      'getUndo',
      'What can be undone of an import',
      { 200: json('Rows that are kept as they were before', ref('UndoOut')) },
      { parameters: [taskId] },
    ),
    post: operation(
      'undoImport',
      'Put the rows of an import back as they were before',
      { 202: registered },
      {
        parameters: [taskId, idempotencyKey],
        requestBody: { ...jsonBody(schemaOf(UndoIn, 'input')), required: false },
      },
    ),
  },
};
