/** The calls about previews of imports, for the OpenAPI document. */
import { named, type Paths, registered, taskId } from './openapi-parts.js';

export const PREVIEW_PATHS: Paths = {
  '/api/tasks/{id}/preview': {
    get: {
      id: 'getPreview',
      tag: 'Imports',
      summary: 'What an import would do',
      says: 'Of an import that was registered with `preview`, also while the preview runs.',
      answers: { 200: named('Counts, first differences, causes', 'PreviewOut') },
      refuses: ['task_not_found', 'result_not_found'],
      parameters: [taskId],
    },
  },
  '/api/tasks/{id}/confirm': {
    post: {
      id: 'confirmTask',
      tag: 'Imports',
      summary: 'Let a previewed import save the rows of its upload',
      says: 'The same task goes on, with the same upload.',
      answers: { 202: registered },
      refuses: ['task_not_found', 'type_not_allowed', 'task_not_confirmable', 'slot_taken'],
      parameters: [taskId],
    },
  },
};
