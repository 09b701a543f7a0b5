/** The calls that role `operator` opens, as methods; others are answered 403. */
import type {
  AlarmList,
  AuditExportQuery,
  AuditList,
  AuditQuery,
  BulkIn,
  BulkOut,
  Me,
  Overview,
  StorageUsed,
  TaskList,
  TaskListQuery,
  TaskStory,
  Throughput,
  ThroughputQuery,
} from '@longshore/contract/browser';
import { connectionOf, queryOf, type TaskClientOptions } from '../connection.js';
import { type CallOptions, request } from '../request.js';
import { type RetryCalls, retryCalls } from './retry-calls.js';
import { type RoutineCalls, routineCalls } from './routine-calls.js';

/** Every method rejects with ClientError, or with the signal's reason when aborted. */
export interface OperatorClient extends RoutineCalls, RetryCalls {
  /** Who calls; open to everyone who is signed in. */
  me(options?: CallOptions): Promise<Me>;
  /** Tasks of every owner, unless the query names one; newest first. */
  searchTasks(query?: TaskListQuery, options?: CallOptions): Promise<TaskList>;
  /** One task with its attempts, their causes, and who did what with it. */
  story(taskId: string, options?: CallOptions): Promise<TaskStory>;
  /** Runs tasks again, by id or by filter; the answer tells each. */
  retryTasks(which: BulkIn, options?: CallOptions): Promise<BulkOut>;
  /** Stops live tasks, by id or by filter; the answer tells each. */
  cancelTasks(which: BulkIn, options?: CallOptions): Promise<BulkOut>;
  /** Queues and workers of the whole fleet. */
  overview(options?: CallOptions): Promise<Overview>;
  /** Open alarms, and at most `limit` (20) of those that ended. */
  listAlarms(query?: { readonly limit?: number }, options?: CallOptions): Promise<AlarmList>;
  /** What ended, by hour and type. */
  throughput(query?: ThroughputQuery, options?: CallOptions): Promise<Throughput>;
  storageUsed(options?: CallOptions): Promise<StorageUsed>;
  /** Who did what, newest first. */
  audit(query?: AuditQuery, options?: CallOptions): Promise<AuditList>;
  /** Address of the audit log as JSON lines, oldest first. */
  auditExportUrl(query?: AuditExportQuery): string;
}

/** Makes an operators' client of one API. */
export function createOperatorClient(options: TaskClientOptions = {}): OperatorClient {
  const connection = connectionOf(options);
  const get = <Body>(path: string, query: object = {}, call: CallOptions = {}) =>
    request<Body>(connection, `/api${path}${queryOf({ ...query })}`, call);
  const post = <Body>(path: string, body: unknown, call: CallOptions = {}) =>
    request<Body>(connection, `/api${path}`, { ...call, body });
  return {
    ...routineCalls(connection),
    ...retryCalls(connection),
    me: (call) => get('/me', {}, call),
    searchTasks: (query, call) => get('/tasks', { owner: '*', ...query }, call),
    story: (taskId, call) => get(`/tasks/${encodeURIComponent(taskId)}/story`, {}, call),
    retryTasks: (which, call) => post('/bulk/retry', which, call),
    cancelTasks: (which, call) => post('/bulk/cancel', which, call),
    overview: (call) => get('/overview', {}, call),
    listAlarms: (query, call) => get('/alarms', query, call),
    throughput: (query, call) => get('/throughput', query, call),
    storageUsed: (call) => get('/storage', {}, call),
    audit: (query, call) => get('/audit', query, call),
    auditExportUrl: (query = {}) =>
      `${connection.baseUrl}/api/audit/export${queryOf({ ...query })}`,
  };
}
