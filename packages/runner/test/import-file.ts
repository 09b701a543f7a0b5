/** Imports a file of a test by one attempt, and tells what became of it. */
import { Readable } from 'node:stream';
import { rowIssueSentence, type StoredIssue } from '@longshore/contract';
import type { FailedRow } from '@longshore/database';
import type { HeaderChoice, TaskRecord } from '@longshore/tasks';
import { type SheetToWrite, writeXlsx } from '@longshore/workbook';
import { runAttempt } from '../src/run-attempt.js';
import type { TestServices } from './start-services.js';

export interface FileToImport {
  readonly type: string;
  /** Sheets of a workbook, or the text of a delimited file. */
  readonly file: readonly SheetToWrite[] | string | Uint8Array;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Of an earlier upload of the owner. */
  readonly headerChoices?: readonly HeaderChoice[];
  /** Default: somebody who imports nothing else. */
  readonly owner?: string;
}

export interface Imported {
  readonly record: TaskRecord;
  /** `3 SKU duplicate_key`, one for each issue. */
  readonly issues: readonly string[];
  /** Their sentences in English. */
  readonly sentences: readonly string[];
}

export async function importFile(given: FileToImport, services: TestServices): Promise<Imported> {
  const { taskId } = await registerFile(given, services);
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  return imported(taskId, services);
}

export async function registerFile(
  { type, file, options = {}, owner, headerChoices = [] }: FileToImport,
  services: TestServices,
) {
  const isBytes = typeof file === 'string' || file instanceof Uint8Array;
  const name = isBytes ? 'upload.csv' : 'upload.xlsx';
  const key = `uploads/${crypto.randomUUID()}/${name}`;
  const body = isBytes ? Readable.from([Buffer.from(file)]) : writeXlsx(file);
  const { sizeBytes } = await services.store.put(key, body, {
    contentType: 'application/octet-stream',
  });
  const upload = { key, name, sizeBytes };
  const asked = { kind: 'import', type, options, upload, headerChoices } as const;
  return services.register({ ...asked, ...(owner && { owner }) });
}

export async function imported(taskId: string, services: TestServices): Promise<Imported> {
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error(`task ${taskId} has no record`);
  const failed: FailedRow[] = [];
  for await (const page of services.database.failedRows(taskId)) failed.push(...page);
  const told = ({ row, column, code, sheet }: StoredIssue) =>
    [sheet, row, column, code].filter((word) => word !== undefined && word !== null).join(' ');
  const issues = failed.flatMap((row) => row.issues);
  return {
    record,
    issues: issues.map(told),
    sentences: issues.map((issue) => rowIssueSentence(issue, 'en')),
  };
}
