/** The calls about previews of imports, for the OpenAPI document. */
import { json, operation, ref, registered, taskId } from './openapi-parts.js';

export const PREVIEW_PATHS = {
  '/api/tasks/{id}/preview': {
    get: operation(
      'getPreview',
      'What an import would do',
      { 200: json('Counts, first differences, causes', ref('PreviewOut')) },
      { parameters: [taskId] },
    ),
  },
  '/api/tasks/{id}/confirm': {
    post: operation(
      'confirmTask',
      'Let a previewed import save the rows of its upload',
      { 202: registered },
      { parameters: [taskId] },
    ),
  },
};
