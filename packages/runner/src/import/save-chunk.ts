/**
 * One chunk in one transaction: business rows, failed rows, counts and cursor. A row the database
 * refuses never takes others with it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Language,
  REFUSED_BY_DATABASE,
  type StoredIssue,
  type TaskCaller,
} from '@longshore/contract';
import {
  BEFORE_FIRST_ROW,
  comparePlaces,
  type Database,
  type FailedRow,
  type ImportRun,
  type Place,
  type RowFault,
  type RowRef,
  type RunState,
  type Transaction,
} from '@longshore/database';
import type { ImportExecutor, Refusal, Row, ValidRow } from '@longshore/executors';
import { type CheckedRow, failedOf } from './check-row.js';

interface ChunkOptions {
  readonly run: ImportRun;
  readonly checked: readonly CheckedRow[];
  readonly executor: ImportExecutor;
  readonly owner: string;
  readonly caller: TaskCaller;
  readonly language: Language;
  readonly timeZone: string;
  readonly database: Database;
  readonly signal: AbortSignal;
  /** Names of the sheets, by part. */
  readonly sheets: readonly string[];
  /** Called after `save` has started its first query. */
  onStatementsSent(): void;
}

/** How often a chunk is saved whose transaction the database undid in favour of another one. */
const CONFLICT_TRIES = 8;
const CONFLICT_PAUSE_MS = 20;

/**
 * A transaction that was undone in favour of another one left nothing behind: the chunk is saved
 * again, after a pause that grows with each conflict and is as long by chance as its rivals' is
 * not.
 */
export async function saveChunk(options: ChunkOptions): Promise<RunState> {
  for (let tries = 1; ; tries++) {
    try {
      return await saveOnce(options);
    } catch (error) {
      const { database, signal } = options;
      if (database.faultOf(error).kind !== 'conflict' || tries === CONFLICT_TRIES) throw error;
      await sleep(Math.random() * CONFLICT_PAUSE_MS * 2 ** tries, undefined, { signal });
    }
  }
}

/**
 * First all at once. When the database refuses the data of a row, that transaction is lost with all
 * its writes, and a second one finds the bad rows behind savepoints, which chunks without any need
 * not pay for.
 */
async function saveOnce(options: ChunkOptions): Promise<RunState> {
  try {
    return await saveWith(options, 'deferred', (rows, save) => save(rows));
  } catch (error) {
    const { database } = options;
    if (database.faultOf(error).kind !== 'row') throw error;
    return saveWith(options, 'immediate', (rows, save, tx) =>
      saveOrSplit({ rows, save, tx, database }),
    );
  }
}

/** One reason why a row was not saved. */
interface RefusedRow {
  readonly place: Place;
  readonly issue: StoredIssue;
}

type Save = (rows: readonly ValidRow[]) => Promise<readonly RefusedRow[]>;
type SaveAll = (
  rows: readonly ValidRow[],
  save: Save,
  tx: Transaction,
) => Promise<readonly RefusedRow[]>;

function saveWith(
  {
    run,
    checked,
    executor,
    owner,
    caller,
    language,
    timeZone,
    database,
    signal,
    onStatementsSent,
    sheets,
  }: ChunkOptions,
  constraints: 'deferred' | 'immediate',
  saveAll: SaveAll,
): Promise<RunState> {
  const valid = checked.flatMap((row) => (row.valid ? [validRow(run, row.source, row.value)] : []));
  const work = async (tx: Transaction) => {
    const save: Save = async (rows) => {
      const saving = executor.save(rows, { tx, signal, owner, caller, language, timeZone });
      onStatementsSent();
      return ((await saving) ?? []).map(byBusiness);
    };
    const refusals = valid.length === 0 ? [] : await saveAll(valid, save, tx);
    const refused = refusedRows(refusals, checked);
    const failed = [...checked.flatMap((row) => (row.valid ? [] : [row.failed])), ...refused]
      .sort((a, b) => comparePlaces(a.place, b.place))
      .map((row) => withSheet(row, sheets));
    return {
      cursor: checked.at(-1)?.source.place ?? BEFORE_FIRST_ROW,
      succeeded: valid.length - refused.length,
      failed,
      corrected: correctedBy(checked, refused),
    };
  };
  return database.chunk(run, signal, work, { constraints });
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
async function saveOrSplit(options: SplitOptions): Promise<readonly RefusedRow[]> {
  const { rows, save, tx, database } = options;
  try {
    return await tx.savepoint(() => save(rows));
  } catch (error) {
    const fault = database.faultOf(error);
    if (fault.kind !== 'row') throw error;
    const [only, ...others] = rows;
    if (only !== undefined && others.length === 0) return [byDatabase(only, fault)];
    const half = rows.length >> 1;
    const first = await saveOrSplit({ ...options, rows: rows.slice(0, half) });
    return [...first, ...(await saveOrSplit({ ...options, rows: rows.slice(half) }))];
  }
}

const byBusiness = ({ part = FIRST_PART, row, column, code, message }: Refusal): RefusedRow => ({
  place: { part, row },
  issue: { row, column: column ?? null, code, values: {}, message },
});

const byDatabase = ({ part, number }: ValidRow, { refusal, values }: RowFault): RefusedRow => ({
  place: { part, row: number },
  issue: {
    row: number,
    column: null,
    code: REFUSED_BY_DATABASE,
    values: { ...values, refusal },
    message: null,
  },
});

const FIRST_PART = 1;

const validRow = (
  { taskId }: ImportRun,
  { place: { part, row } }: CheckedRow['source'],
  value: Row,
): ValidRow => ({ part, number: row, value, idempotencyKey: `${taskId}/${part}/${row}` });

/** Several refusals of one row are one failed row with several issues. */
function refusedRows(refused: readonly RefusedRow[], checked: readonly CheckedRow[]): FailedRow[] {
  const sources = new Map<string, CheckedRow['source']>(
    checked.flatMap(({ valid, source }) => (valid ? [[placeName(source.place), source]] : [])),
  );
  const issuesOf = new Map<string, StoredIssue[]>();
  for (const { place, issue } of refused) {
    const name = placeName(place);
    issuesOf.set(name, [...(issuesOf.get(name) ?? []), issue]);
  }
  return [...issuesOf].map(([name, issues]) => {
    const source = sources.get(name);
    if (source === undefined)
      throw new Error(
        `save() refused row ${issues[0]?.row}, which is not among the rows that save() was given`,
      );
    return failedOf(source, issues);
  });
}

/** What the rows that were saved correct. */
function correctedBy(
  checked: readonly CheckedRow[],
  refused: readonly FailedRow[],
): readonly RowRef[] {
  const names = new Set(refused.map(({ place }) => placeName(place)));
  return checked.flatMap(({ valid, source: { place, corrects } }) =>
    valid && corrects !== undefined && !names.has(placeName(place)) ? [corrects] : [],
  );
}

/** Of several sheets an issue names its own. */
function withSheet(row: FailedRow, sheets: readonly string[]): FailedRow {
  const sheet = sheets[row.place.part - FIRST_PART];
  if (sheets.length === 1 || sheet === undefined) return row;
  return { ...row, issues: row.issues.map((issue) => ({ ...issue, sheet })) };
}

const placeName = ({ part, row }: Place): string => `${part}/${row}`;
