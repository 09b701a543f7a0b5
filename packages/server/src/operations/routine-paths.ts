/** The calls about routines in the OpenAPI document. */
import { RoutineCronIn, RoutineRunsQuery } from '@longshore/contract';
import {
  body,
  json,
  type Operation,
  operation,
  queryParameters,
  ref,
  registered,
  typeIn,
} from './openapi-parts.js';

/** For operators. */
export const routinePaths = (
  types: readonly string[],
): Record<string, Record<string, Operation>> => {
  const parameters = [typeIn(types)];
  const routine = { 200: json('The routine', ref('RoutineOut')) };
  const change = (operationId: string, summary: string) => ({
    post: operation(operationId, summary, routine, { parameters }),
  });
  return {
    '/api/routines': {
      get: operation('listRoutines', 'Routines with their next and last run', {
        200: json('All routines', ref('RoutineList')),
      }),
    },
    '/api/routines/{type}/runs': {
      get: operation(
        'listRuns',
        'The newest runs of a routine',
        { 200: json('Newest first', ref('RoutineRuns')) },
        { parameters: [...parameters, ...queryParameters(RoutineRunsQuery)] },
      ),
    },
    '/api/routines/{type}/run': {
      post: operation('runRoutine', 'Run a routine now', { 202: registered }, { parameters }),
    },
    '/api/routines/{type}/pause': change('pauseRoutine', 'Let the ticks of a routine pass'),
    '/api/routines/{type}/resume': change('resumeRoutine', 'Run the ticks of a routine again'),
    '/api/routines/{type}/cron': {
      put: operation('setCron', 'Put another expression in force', routine, {
        parameters,
        requestBody: body(RoutineCronIn),
      }),
    },
  };
};
