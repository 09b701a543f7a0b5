/** The calls about routines in the OpenAPI document. */
import { RoutineCronIn, RoutineRunsQuery } from '@longshore/contract';
import { body, named, type Paths, queryParameters, registered, typeIn } from './openapi-parts.js';

export function routinePaths(types: readonly string[]): Paths {
  const ofRoutines = { tag: 'Routines', isForOperators: true } as const;
  const one = { ...ofRoutines, refuses: ['not_found'], parameters: [typeIn(types)] } as const;
  const changed = { 200: named('The routine', 'RoutineOut') };
  return {
    '/api/routines': {
      get: {
        ...ofRoutines,
        id: 'listRoutines',
        summary: 'Routines with their next and last run',
        says: 'Those that the caller may see, with the next five ticks of each.',
        answers: { 200: named('All routines', 'RoutineList') },
      },
    },
    '/api/routines/{type}/runs': {
      get: {
        ...one,
        id: 'listRuns',
        summary: 'The newest runs of a routine',
        says: 'By the clock and by hand, with how they ended.',
        answers: { 200: named('Newest first', 'RoutineRuns') },
        parameters: [...one.parameters, ...queryParameters(RoutineRunsQuery)],
      },
    },
    '/api/routines/{type}/run': {
      post: {
        ...one,
        id: 'runRoutine',
        summary: 'Run a routine now',
        says: 'Beside its schedule, also while it is paused.',
        answers: { 202: registered },
        refuses: ['not_found', 'type_not_allowed', 'slot_taken'],
      },
    },
    '/api/routines/{type}/pause': {
      post: {
        ...one,
        id: 'pauseRoutine',
        summary: 'Let the ticks of a routine pass',
        says: 'Nothing runs until it is resumed; what runs goes on.',
        answers: changed,
      },
    },
    '/api/routines/{type}/resume': {
      post: {
        ...one,
        id: 'resumeRoutine',
        summary: 'Run the ticks of a routine again',
        says: 'From the next tick on.',
        answers: changed,
      },
    },
    '/api/routines/{type}/cron': {
      put: {
        ...one,
        id: 'setCron',
        summary: 'Put another expression in force',
        says: '`null` puts the declared expression back in force.',
        answers: changed,
        body: body(RoutineCronIn, { cron: '30 2 * * *' }),
      },
    },
  };
}
