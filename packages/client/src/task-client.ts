/**
 * The contract's calls as methods. Knows no state: watching is watch-task.ts, the button is
 * task-button.ts.
 */
import type {
  ClearTaskIn,
  ExportFormat,
  FailedRecordsOut,
  FailedRowsOut,
  FailedRowsQuery,
  GetTaskStatusIn,
  LedgerRecord,
  MendRowsIn,
  MendRowsOut,
  PreviewOut,
  RegisterBatchIn,
  RegisterOut,
  RetryIn,
  RowCause,
  StateOut,
  TaskFilesOut,
  TaskList,
  TaskListQuery,
  TaskResultOut,
  TypeInfo,
  UndoIn,
  UndoOut,
  UploadOptions,
} from '@longshore/contract/browser';
import { connectionOf, queryOf, type TaskClientOptions } from './connection.js';
import { type CallOptions, type RegistrationCallOptions, request } from './request.js';
import { browserZone } from './time-zone.js';
import { type UploadCallOptions, upload } from './upload.js';

/** Body of registerExportTask. */
export interface ExportRequest {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly format?: ExportFormat;
  /** Of the workbooks of a `zip`. Default: as many as a sheet has. */
  readonly rowsPerFile?: number;
  /** A file beside the result tells its rows, the time of its data and its SHA-256. */
  readonly manifest?: boolean;
  readonly fileName?: string;
  /** Keys of the columns that are wanted, in the order wanted. Default: all. */
  readonly columns?: readonly string[];
  /** Default: the zone of the client. */
  readonly timeZone?: string;
}

/** Body of registerBatchTask. */
export interface BatchRequest
  extends Pick<RegisterBatchIn, 'type' | 'params' | 'batchNo' | 'only'> {
  /** Default: the zone of the client. */
  readonly timeZone?: string;
}

/** Fields and file of registerImportTask. */
export interface ImportRequest {
  readonly type: string;
  /** In a browser what an `<input type="file">` gave; in Node a `File` or `Blob`. */
  readonly file: Blob;
  /** Default: the file's own name. */
  readonly fileName?: string;
  readonly options?: UploadOptions;
  /** Default: the zone of the client. */
  readonly timeZone?: string;
}

/** A file of a task. */
type TaskFileRole = TaskFilesOut['items'][number]['role'];

/** Every method rejects with ClientError, or with the signal's reason when aborted. */
export interface TaskClient {
  /** Part of the names under which tabs of this client find each other. */
  readonly baseUrl: string;
  /** IANA zone of the tasks; undefined: that of the task centre. */
  readonly timeZone: string | undefined;
  registerExportTask(task: ExportRequest, options?: RegistrationCallOptions): Promise<RegisterOut>;
  registerBatchTask(task: BatchRequest, options?: RegistrationCallOptions): Promise<RegisterOut>;
  registerImportTask(task: ImportRequest, options?: UploadCallOptions): Promise<RegisterOut>;
  getTaskStatus(target: GetTaskStatusIn, options?: CallOptions): Promise<TaskResultOut>;
  /**
   * `state` true: something was removed. By id a live task is cancelled first; by type only a
   * finished one goes.
   */
  clearTaskInfo(target: ClearTaskIn, options?: CallOptions): Promise<StateOut>;
  listTasks(query?: TaskListQuery, options?: CallOptions): Promise<TaskList>;
  getTask(taskId: string, options?: CallOptions): Promise<LedgerRecord>;
  /** Stops a live task; its record stays. */
  cancelTask(taskId: string, options?: CallOptions): Promise<StateOut>;
  /** What a previewed import would do. */
  getPreview(taskId: string, options?: CallOptions): Promise<PreviewOut>;
  /** Lets a previewed import save the rows of its upload, with a new deadline. */
  confirmImport(taskId: string, options?: CallOptions): Promise<RegisterOut>;
  /** Rows of an import that wait to be corrected; `cause` is one of the first page's. */
  failedRows(
    taskId: string,
    page?: Omit<FailedRowsQuery, 'cause'> & { readonly cause?: RowCause },
    options?: CallOptions,
  ): Promise<FailedRowsOut>;
  /**
   * Corrects failed rows of an import: at most 1,000 by their edits, or all of a cause by one
   * value. Answers as a registration does when that takes longer than a few seconds.
   */
  mendRows(
    taskId: string,
    edits: MendRowsIn,
    options?: RegistrationCallOptions,
  ): Promise<MendRowsOut | RegisterOut>;
  /** What can be undone of an import. */
  getUndo(taskId: string, options?: CallOptions): Promise<UndoOut>;
  /**
   * Puts the rows of an import back as they were before it: a task of its own. With `preview` it
   * only tells what it would do, until it is confirmed by `confirmImport`.
   */
  undoImport(
    taskId: string,
    body?: UndoIn,
    options?: RegistrationCallOptions,
  ): Promise<RegisterOut>;
  /** Records that a batch could not work, in the order in which they first failed. */
  failedRecords(
    taskId: string,
    page?: { readonly cursor?: string; readonly limit?: number },
    options?: CallOptions,
  ): Promise<FailedRecordsOut>;
  /** Stops a live batch until it is resumed. */
  pauseTask(taskId: string, options?: CallOptions): Promise<StateOut>;
  /** Lets a paused batch go on, with a new deadline. */
  resumeTask(taskId: string, options?: CallOptions): Promise<RegisterOut>;
  /**
   * Runs a failed, cancelled or expired task again; of an import only the rows that were not saved.
   * Other options, such as one of `error.choices`, are taken while no row was saved.
   */
  retryTask(taskId: string, changes?: RetryIn, options?: CallOptions): Promise<RegisterOut>;
  listTypes(options?: CallOptions): Promise<{ readonly items: readonly TypeInfo[] }>;
  /** Address of a task's result or issues: checks the owner and leads to the file. */
  fileUrl(taskId: string, file: TaskFileRole): string;
  /** Address of the import template of a type, in the client's language. */
  templateUrl(type: string): string;
}

/** Makes a client of one API. */
export function createTaskClient(options: TaskClientOptions = {}): TaskClient {
  const connection = connectionOf(options);
  const { baseUrl, language } = connection;
  const { timeZone = browserZone() } = options;
  const get = <Body>(path: string, call?: CallOptions) =>
    request<Body>(connection, path, { ...call });
  const post = <Body>(path: string, body: unknown, call?: RegistrationCallOptions) =>
    request<Body>(connection, path, { ...call, body });
  const taskPath = (taskId: string) => `/api/tasks/${encodeURIComponent(taskId)}`;
  return {
    baseUrl,
    timeZone,
    registerExportTask: (task, call) =>
      post('/api/registerExportTask', { timeZone, ...task }, call),
    registerBatchTask: (task, call) => post('/api/registerBatchTask', { timeZone, ...task }, call),
    registerImportTask: (task, call = {}) =>
      upload(connection, '/api/registerImportTask', formOf(task, timeZone), task.file.size, call),
    getTaskStatus: (target, call) => post('/api/getTaskStatus', target, call),
    clearTaskInfo: (target, call) => post('/api/clearTaskInfo', target, call),
    listTasks: (query = {}, call) => get(`/api/tasks${queryOf(query)}`, call),
    getTask: (taskId, call) => get(taskPath(taskId), call),
    cancelTask: (taskId, call) => post(`${taskPath(taskId)}/cancel`, {}, call),
    getPreview: (taskId, call) => get(`${taskPath(taskId)}/preview`, call),
    confirmImport: (taskId, call) => post(`${taskPath(taskId)}/confirm`, {}, call),
    failedRows: (taskId, { cause, ...page } = {}, call) =>
      get(
        `${taskPath(taskId)}/rows${queryOf({ ...page, ...(cause && { cause: JSON.stringify(cause) }) })}`,
        call,
      ),
    mendRows: (taskId, edits, call) =>
      request(connection, `${taskPath(taskId)}/rows`, { ...call, method: 'PATCH', body: edits }),
    getUndo: (taskId, call) => get(`${taskPath(taskId)}/undo`, call),
    undoImport: (taskId, body = {}, call) => post(`${taskPath(taskId)}/undo`, body, call),
    failedRecords: (taskId, page = {}, call) =>
      get(`${taskPath(taskId)}/records${queryOf(page)}`, call),
    pauseTask: (taskId, call) => post(`${taskPath(taskId)}/pause`, {}, call),
    resumeTask: (taskId, call) => post(`${taskPath(taskId)}/resume`, {}, call),
    retryTask: (taskId, changes = {}, call) => post(`${taskPath(taskId)}/retry`, changes, call),
    listTypes: (call) => get('/api/types', call),
    fileUrl: (taskId, file) => `${baseUrl}${taskPath(taskId)}/${file}`,
    templateUrl: (type) =>
      `${baseUrl}/api/types/${encodeURIComponent(type)}/template${queryOf({ language })}`,
  };
}

/** The server reads the fields before the file, so they go first. */
function formOf(task: ImportRequest, clientZone: string | undefined): FormData {
  const { type, options, file, fileName, timeZone = clientZone } = task;
  const form = new FormData();
  form.set('type', type);
  if (timeZone !== undefined) form.set('timeZone', timeZone);
  if (options !== undefined) form.set('options', JSON.stringify(options));
  form.set('file', file, fileName ?? (file instanceof File ? file.name : 'upload.xlsx'));
  return form;
}
