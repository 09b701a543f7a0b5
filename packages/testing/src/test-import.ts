/** An import, from rows or a file to what was saved and what was not. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Notice, Phase, RowIssue, UploadOptions } from '@longshore/contract';
import { wordIssue } from '@longshore/executors';
import { uploadKey } from '@longshore/tasks';
import { find } from './find.js';
import { type FirstAttempt, firstAttempt, runInMemory } from './run-in-memory.js';
import { streamOf, workbookOf } from './sheet-rows.js';
import { storedBytes } from './stored-bytes.js';
import type { Row, TestCaller, Tested } from './tested.js';

/** A file on disk, or its bytes under the name that tells a person what it is. */
export type FileToImport = string | { readonly name: string; readonly bytes: Uint8Array };

/** For whom, and the choices of the upload: `duplicates`, `sheet`, `params`. */
export interface ImportOptions extends TestCaller {
  readonly options?: UploadOptions;
}

/** What a person gets. */
export interface ImportOutcome {
  readonly phase: Phase;
  /** How many rows were saved. */
  readonly saved: number;
  /** How many rows were not. */
  readonly failed: number;
  /** What is wrong with the others, cell by cell. Empty for a business without a database. */
  readonly issues: readonly RowIssue[];
  /** What was done that nobody asked for. */
  readonly notices: readonly Notice[];
  /** The bytes of the error workbook, which may be corrected and imported; null: no row failed. */
  readonly errorWorkbook: Uint8Array | null;
}

export async function testImport(
  tested: Tested,
  type: string,
  sent: readonly Row[] | FileToImport,
  { options = {}, ...caller }: ImportOptions = {},
): Promise<ImportOutcome> {
  const executor = find('import', type, tested);
  const first = firstAttempt(caller);
  const { name, bytes } = await fileOf(sent, (rows) => workbookOf(rows, executor.columns, first));
  const task = {
    ...first,
    kind: 'import',
    type,
    headerChoices: [],
    languages: [first.language],
    options: { ...options },
    upload: await stored(first, { name, bytes }, tested),
    mends: null,
    undoes: null,
    preview: null,
  } as const;
  const outcome = await runInMemory(task, tested);
  const issues: RowIssue[] = [];
  for await (const rows of tested.business.database.failedRows(task.taskId))
    for (const row of rows)
      issues.push(...row.issues.map((one) => wordIssue(one, executor.columns, task.language)));
  return {
    phase: outcome.phase,
    saved: outcome.counts?.succeeded ?? 0,
    failed: outcome.counts?.failed ?? 0,
    issues,
    notices: outcome.notices,
    errorWorkbook: outcome.issues === null ? null : await storedBytes(outcome.issues, tested),
  };
}

type NamedBytes = Exclude<FileToImport, string>;

async function fileOf(
  sent: readonly Row[] | FileToImport,
  workbook: (rows: readonly Row[]) => Promise<Uint8Array>,
): Promise<NamedBytes> {
  if (typeof sent === 'string') return { name: basename(sent), bytes: await readFile(sent) };
  return 'bytes' in sent ? sent : { name: 'rows.xlsx', bytes: await workbook(sent) };
}

async function stored(
  { taskId }: FirstAttempt,
  { name, bytes }: NamedBytes,
  { store }: Pick<Tested, 'store'>,
) {
  const key = uploadKey(taskId);
  return { key, name, ...(await store.put(key, streamOf(bytes))) };
}
