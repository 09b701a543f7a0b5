/** The calls about retryable calls in the OpenAPI document. */
import { RetriesIn, RetryListQuery } from '@longshore/contract';
import {
  body,
  json,
  type Operation,
  operation,
  queryParameters,
  ref,
  taskId,
} from './openapi-parts.js';

/** For operators. */
export const retryPaths: Record<string, Record<string, Operation>> = {
  '/api/retries': {
    get: operation(
      'listRetries',
      'Calls of retryables, newest first',
      { 200: json('A page', ref('RetryList')) },
      { parameters: queryParameters(RetryListQuery) },
    ),
  },
  '/api/retries/{id}': {
    get: operation(
      'getRetry',
      'A call with its attempts that did not succeed',
      { 200: json('The call', ref('RetryStory')) },
      { parameters: [taskId] },
    ),
  },
  ...changes('run', 'Run', 'Run again'),
  ...changes('give-up', 'GiveUp', 'Give up'),
};

/** What is done to one call, or to all of a filter. */
function changes(path: string, name: string, says: string) {
  return {
    [`/api/retries/{id}/${path}`]: {
      post: operation(
        `retry${name}`,
        `${says} a call that waits, was refused or given up`,
        { 200: json('The call', ref('RetryOut')) },
        { parameters: [taskId] },
      ),
    },
    [`/api/retries/${path}`]: {
      post: operation(
        `retries${name}`,
        `${says} calls of a retryable that wait, were refused or given up`,
        { 200: json('How many', ref('RetriesOut')) },
        { requestBody: body(RetriesIn) },
      ),
    },
  };
}
