/** The calls about routines and about the statistics of batches. Used by operator-client.ts. */
import type {
  BatchStatisticsOut,
  RegisterOut,
  RoutineList,
  RoutineOut,
  RoutineRuns,
} from '@longshore/contract/browser';
import { queryOf } from '../connection.js';
import { type CallOptions, type Connection, request } from '../request.js';

/** What exists by definition of the business: routines, and batches. */
export interface RoutineCalls {
  /** Routines with their next ticks and their last run. */
  routines(options?: CallOptions): Promise<RoutineList>;
  /** The newest runs of a routine, newest first. */
  routineRuns(
    type: string,
    query?: { readonly limit?: number },
    options?: CallOptions,
  ): Promise<RoutineRuns>;
  runRoutine(type: string, options?: CallOptions): Promise<RegisterOut>;
  /** Its ticks pass until it is resumed. */
  pauseRoutine(type: string, options?: CallOptions): Promise<RoutineOut>;
  resumeRoutine(type: string, options?: CallOptions): Promise<RoutineOut>;
  /** Another expression in force; null: the declared one. */
  setCron(type: string, cron: string | null, options?: CallOptions): Promise<RoutineOut>;
  /** What the batches of a type did, by day, newest first. */
  batchStatistics(
    type: string,
    query?: { readonly days?: number },
    options?: CallOptions,
  ): Promise<BatchStatisticsOut>;
}

export function routineCalls(connection: Connection): RoutineCalls {
  const path = (type: string, act = '') => `/api/routines/${encodeURIComponent(type)}${act}`;
  const post = <Body>(url: string, call: CallOptions = {}) =>
    request<Body>(connection, url, { ...call, body: {} });
  return {
    routines: (call) => request(connection, '/api/routines', call),
    routineRuns: (type, query = {}, call) =>
      request(connection, `${path(type, '/runs')}${queryOf(query)}`, call),
    runRoutine: (type, call) => post(path(type, '/run'), call),
    pauseRoutine: (type, call) => post(path(type, '/pause'), call),
    resumeRoutine: (type, call) => post(path(type, '/resume'), call),
    setCron: (type, cron, call = {}) =>
      request(connection, path(type, '/cron'), { ...call, method: 'PUT', body: { cron } }),
    batchStatistics: (type, query = {}, call) =>
      request(
        connection,
        `/api/batches/${encodeURIComponent(type)}/statistics${queryOf(query)}`,
        call,
      ),
  };
}
