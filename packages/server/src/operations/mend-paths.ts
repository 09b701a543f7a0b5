/** The calls about failed rows that are corrected in the page, for the OpenAPI document. */
import { FailedRowsQuery, MendRowsIn } from '@longshore/contract';
import {
  body,
  idempotencyKey,
  json,
  operation,
  queryParameters,
  ref,
  registered,
  taskId,
} from './openapi-parts.js';

export const MEND_PATHS = {
  '/api/tasks/{id}/rows': {
    get: operation(
      'getFailedRows',
      'Rows of an import that wait to be corrected',
      { 200: json('A page, and on the first page the causes', ref('FailedRowsOut')) },
      { parameters: [taskId, ...queryParameters(FailedRowsQuery)] },
    ),
    patch: operation(
      'mendRows',
      'Correct failed rows of an import',
      {
        200: json('How the correction ended', ref('MendRowsOut')),
        202: registered,
      },
      { parameters: [taskId, idempotencyKey], requestBody: body(MendRowsIn) },
    ),
  },
};
