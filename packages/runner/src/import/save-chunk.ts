/**
 * One chunk in one transaction: business rows, failed rows, counts and cursor. A row the database
 * refuses never takes others with it.
 */
import type { Language } from '@longshore/contract';
import type { Database, FailedRow, ImportRun, RunState, Transaction } from '@longshore/database';
import type { ImportExecutor, Refusal, Row } from '@longshore/executors';
import type { CheckedRow } from './check-row.js';
import type { TableRow } from './import-table.js';

interface ChunkOptions {
  readonly run: ImportRun;
  readonly checked: readonly CheckedRow[];
  readonly executor: ImportExecutor;
  readonly owner: string;
  readonly language: Language;
  readonly database: Database;
  readonly signal: AbortSignal;
  /** Called when the business's statements are on their way. */
  meanwhile(): void;
}

interface ValidRow {
  readonly number: number;
  readonly value: Row;
}

/**
 * First all at once. When the database refuses the data of a row, that transaction is lost with all
 * its writes, and a second one finds the bad rows behind savepoints, which chunks without any need
 * not pay for.
 */
export async function saveChunk(options: ChunkOptions): Promise<RunState> {
  try {
    return await saveWith(options, false, (rows, save) => save(rows));
  } catch (error) {
    const { database } = options;
    if (database.faultOf(error).kind !== 'row') throw error;
    return saveWith(options, true, (rows, save, tx) => saveOrSplit({ rows, save, tx, database }));
  }
}

type Save = (rows: readonly ValidRow[]) => Promise<readonly Refusal[]>;
type SaveAll = (
  rows: readonly ValidRow[],
  save: Save,
  tx: Transaction,
) => Promise<readonly Refusal[]>;

function saveWith(
  { run, checked, executor, owner, language, database, signal, meanwhile }: ChunkOptions,
  judgeAtOnce: boolean,
  saveAll: SaveAll,
): Promise<RunState> {
  const valid = checked.flatMap((row) =>
    row.valid ? [{ number: row.source.number, value: row.value }] : [],
  );
  const work = async (tx: Transaction) => {
    const save: Save = async (rows) => {
      const saving = executor.save(rows, { tx, signal, owner, language });
      meanwhile();
      return (await saving) ?? [];
    };
    const refusals = valid.length === 0 ? [] : await saveAll(valid, save, tx);
    const refused = refusedRows(refusals, checked);
    const failed = [...checked.flatMap((row) => (row.valid ? [] : [row.failed])), ...refused].sort(
      (a, b) => a.number - b.number,
    );
    return {
      cursor: checked.at(-1)?.source.number ?? 0,
      succeeded: valid.length - refused.length,
      failed,
    };
  };
  return database.chunk(run, signal, work, { judgeAtOnce });
}

interface SplitOptions {
  readonly rows: readonly ValidRow[];
  readonly save: Save;
  readonly tx: Transaction;
  readonly database: Database;
}

/**
 * Saves all rows at once; when the data of one is refused, halves the set until the bad ones stand
 * alone.
 */
async function saveOrSplit({
  rows,
  save,
  tx,
  database,
}: SplitOptions): Promise<readonly Refusal[]> {
  try {
    return await tx.savepoint(() => save(rows));
  } catch (error) {
    const fault = database.faultOf(error);
    if (fault.kind !== 'row') throw error;
    const [only, ...others] = rows;
    if (only !== undefined && others.length === 0)
      return [{ row: only.number, code: 'refused_by_database', message: fault.message }];
    const half = rows.length >> 1;
    const first = await saveOrSplit({ rows: rows.slice(0, half), save, tx, database });
    return [...first, ...(await saveOrSplit({ rows: rows.slice(half), save, tx, database }))];
  }
}

/** Several refusals of one row are one failed row with several issues. */
function refusedRows(refusals: readonly Refusal[], checked: readonly CheckedRow[]): FailedRow[] {
  const sources = new Map<number, TableRow>(
    checked.flatMap((row) => (row.valid ? [[row.source.number, row.source]] : [])),
  );
  const byRow = new Map<number, Refusal[]>();
  for (const refusal of refusals)
    byRow.set(refusal.row, [...(byRow.get(refusal.row) ?? []), refusal]);
  return [...byRow].map(([number, reasons]) => {
    const source = sources.get(number);
    if (source === undefined)
      throw new Error(`save() refused row ${number}, which is not among the rows it was given`);
    return {
      number,
      cells: source.cells,
      issues: reasons.map(({ row, column, code, message }) => ({
        row,
        column: column ?? null,
        code,
        message,
      })),
    };
  });
}
