/** The calls about the undo of imports, for the OpenAPI document. */
import { UndoIn } from '@longshore/contract';
import { body, idempotencyKey, named, type Paths, registered, taskId } from './openapi-parts.js';

export const UNDO_PATHS: Paths = {
  '/api/tasks/{id}/undo': {
    get: {
      id: 'getUndo',
      tag: 'Imports',
      summary: 'What can be undone of an import',
      says: 'How many rows are kept as they were before it.',
      answers: { 200: named('Rows that are kept as they were before', 'UndoOut') },
      refuses: ['task_not_found'],
      parameters: [taskId],
    },
    post: {
      id: 'undoImport',
      tag: 'Imports',
      summary: 'Put the rows of an import back as they were before',
      says: 'The undo is a task of its own; with `preview` it may be looked at first.',
      answers: { 202: registered },
      refuses: [
        'task_not_found',
        'type_not_allowed',
        'not_undoable',
        'task_not_undoable',
        'nothing_to_undo',
        'import_undone',
        'slot_taken',
        'idempotency_mismatch',
      ],
      parameters: [taskId, idempotencyKey],
      body: { ...body(UndoIn, { preview: true }), required: false },
    },
  },
};
