/** The calls about retryable calls in the OpenAPI document. */
import { RetriesIn, RetryListQuery } from '@longshore/contract';
import { body, named, type Paths, queryParameters, taskId } from './openapi-parts.js';

const ofCalls = { tag: 'Retryable calls', isForOperators: true } as const;

export const RETRY_PATHS: Paths = {
  '/api/retries': {
    get: {
      ...ofCalls,
      id: 'listRetries',
      summary: 'Calls of retryables, newest first',
      says: 'Narrowed by retryable, state and key.',
      answers: { 200: named('A page', 'RetryList') },
      parameters: queryParameters(RetryListQuery),
    },
  },
  '/api/retries/{id}': {
    get: {
      ...ofCalls,
      id: 'getRetry',
      summary: 'A call with its attempts that did not succeed',
      says: 'Why each attempt failed, and when the call is run next.',
      answers: { 200: named('The call', 'RetryStory') },
      refuses: ['not_found'],
      parameters: [taskId],
    },
  },
  ...changes('run', 'Run', 'Run again'),
  ...changes('give-up', 'GiveUp', 'Give up'),
};

/** What is done to one call, or to all of a filter. */
function changes(path: string, name: string, verb: string): Paths {
  return {
    [`/api/retries/{id}/${path}`]: {
      post: {
        ...ofCalls,
        id: `retry${name}`,
        summary: `${verb} a call that waits, was refused or given up`,
        says: 'A call that runs or has succeeded is left alone.',
        answers: { 200: named('The call', 'RetryOut') },
        refuses: ['not_found', 'call_not_at_rest'],
        parameters: [taskId],
      },
    },
    [`/api/retries/${path}`]: {
      post: {
        ...ofCalls,
        id: `retries${name}`,
        summary: `${verb} calls of a retryable that wait, were refused or given up`,
        says: 'At most 1,000 at once; `nextCursor` of the answer leads to the rest.',
        answers: { 200: named('How many', 'RetriesOut') },
        body: body(RetriesIn, { name: 'post-fees', state: 'given_up' }),
      },
    },
  };
}
