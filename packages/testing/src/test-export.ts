/** An export, from its params to the rows that a person finds in the workbook. */
import type { Notice } from '@longshore/contract';
import type { Cell } from '@longshore/workbook';
import { find } from './find.js';
import { firstAttempt, runInMemory } from './run-in-memory.js';
import { rowsOf } from './sheet-rows.js';
import { storedBytes } from './stored-bytes.js';
import type { Row, TestCaller, Tested } from './tested.js';

/** For whom, and which columns. */
export interface ExportOptions extends TestCaller {
  /** Properties of the columns that are wanted, in that order. Default: all. */
  readonly columns?: readonly string[];
}

/** What a person gets. */
export interface ExportOutcome {
  /** By their properties, with the cells as they stand in the workbook: labels, not codes. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** The bytes of the `.xlsx` file. */
  readonly workbook: Uint8Array;
  readonly fileName: string;
  readonly notices: readonly Notice[];
}

export async function testExport(
  tested: Tested,
  type: string,
  params: Row = {},
  { columns, ...caller }: ExportOptions = {},
): Promise<ExportOutcome> {
  const executor = find('export', type, tested);
  const task = {
    ...firstAttempt(caller),
    kind: 'export',
    type,
    params,
    storedParams: null,
    format: 'xlsx',
    fileName: null,
    columns: columns ?? null,
    rowsPerFile: null,
    manifest: false,
    checkpoint: null,
  } as const;
  const { result, counts, notices } = await runInMemory(task, tested);
  if (result === null) throw new Error(`The export of ${type} stored no file.`);
  const workbook = await storedBytes(result, tested);
  const written = columns?.map((key) => ({ key })) ?? executor.columns;
  const rows = await rowsOf(workbook, written, {
    count: counts?.succeeded ?? 0,
    timeZone: task.timeZone,
  });
  return { rows, workbook, fileName: result.name, notices };
}
