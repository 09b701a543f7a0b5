/**
 * Kept rows of one transaction of an import, put back as they were. What the import created goes,
 * what it changed gets the values of before; a row that somebody changed since is left.
 */
import type { FailedRow, KeptRows, Place, Transaction } from '@longshore/database';
import type { ImportExecutor, UndoWays, ValidRow } from '@longshore/executors';
import type { TriedRow } from '../preview/preview-chunk.js';
import { shownCell } from '../preview/shown-cell.js';
import { StoredRows } from '../preview/stored-rows.js';
import {
  type ChunkToWrite,
  contextOf,
  inTransactions,
  placeName,
  type RefusedRow,
  refusedRows,
  validRows,
  type Write,
} from '../write-rows.js';
import { afterOf, type KeptRow, readKept, stateOf } from './kept-rows.js';
import { writeExactly } from './write-exactly.js';

/** What an undo works with. */
export interface Undoing extends Omit<ChunkToWrite, 'checked' | 'executor' | 'onStatementsSent'> {
  readonly executor: ImportExecutor & { readonly undo: UndoWays };
}

/** What became of kept rows. */
interface PutBack {
  /** Rows that are as before the import; their `before` and `after` are those of the undo. */
  readonly done: readonly TriedRow[];
  /** Rows that are left as they are, with the cells of before. */
  readonly left: readonly FailedRow[];
}

interface UndoChunkOptions<T> {
  readonly kept: KeptRows;
  /** Of rows with such a key it is known that they will be as the import left them. */
  readonly isExpected?: (key: string) => boolean;
  /** Makes one transaction each time, and puts the rows back in it. */
  transact(
    putBack: (tx: Transaction) => Promise<PutBack>,
    constraints: 'deferred' | 'immediate',
  ): Promise<T>;
}

/** Throws as `saveChunk`. */
export function undoChunk<T>(
  undoing: Undoing,
  { kept: { text }, isExpected = () => false, transact }: UndoChunkOptions<T>,
): Promise<T> {
  const { executor, timeZone } = undoing;
  const { properties, rows: keptRows } = readKept(text);
  const stored = new StoredRows(executor, executor.undo.current);
  const chunk: ChunkToWrite = {
    ...undoing,
    executor: putBackBySave(executor, (row) => keptOf(row).before === null),
    checked: keptRows.map(({ place, key, before }) => {
      const value = before ?? key ?? {};
      const source = {
        place,
        /** Only of rows that are left. */
        get cells() {
          return executor.columns.map((one) => shownCell(one, value[one.key], timeZone));
        },
      };
      return { source, valid: true, value };
    }),
    onStatementsSent: () => {},
  };
  const rows = validRows(chunk);
  const keptByRow = new Map(rows.map((row, i) => [row, keptRows[i]]));
  return inTransactions(chunk, (write, constraints) =>
    transact((tx) => putBackIn(tx, write), constraints),
  );

  async function putBackIn(tx: Transaction, write: Write): Promise<PutBack> {
    const tried = await look(tx);
    const left = rows.flatMap((row, i) => {
      const why = whyLeft(tried[i], keptOf(row));
      return why === null ? [] : [leftAs(placeOf(row), why)];
    });
    const isLeft = among(left);
    const toWrite = rows.filter(
      (row, i) => !isLeft(row) && tried[i]?.before.state !== tried[i]?.after.state,
    );
    left.push(...(await writeExactly(toWrite, { tx, write, unlike: unlikeIn(tx) })));
    const isLeftNow = among(left);
    return {
      done: tried.filter((_one, i) => rows[i] !== undefined && !isLeftNow(rows[i])),
      left: refusedRows(left, chunk.checked),
    };
  }

  /** The rows as they are, and as they are to be. */
  async function look(tx: Transaction): Promise<TriedRow[]> {
    const now = await stored.read(rows, contextOf(chunk, tx));
    return rows.map((row) => {
      const { before, place } = keptOf(row);
      const key = stored.keyOf(row.value);
      const is = (key === null ? null : now.get(key)) ?? null;
      return {
        place,
        key,
        before: { row: is, state: stateOf(is, properties) },
        after: { row: before, state: stateOf(before, properties) },
      };
    });
  }

  /** A row that is as before already needs nothing, whoever put it back. */
  function whyLeft(tried: TriedRow | undefined, kept: KeptRow): RefusedRow['issue']['code'] | null {
    if (tried === undefined || tried.key === null) return 'not_found_again';
    if (isExpected(tried.key) || tried.before.state === tried.after.state) return null;
    const isAsLeft = afterOf(tried.before.row, kept.before, properties) === kept.after;
    return isAsLeft ? null : 'edited_since_import';
  }

  /** Of rows that were written, those that are not as before the import. */
  function unlikeIn(tx: Transaction) {
    return async (written: readonly ValidRow[]): Promise<readonly ValidRow[]> => {
      const found = await stored.read(written, contextOf(chunk, tx));
      return written.filter((row) => {
        const is = found.get(stored.keyOf(row.value) ?? '') ?? null;
        return stateOf(is, properties) !== stateOf(keptOf(row).before, properties);
      });
    };
  }

  function keptOf(row: ValidRow): KeptRow {
    const kept = keptByRow.get(row);
    if (kept === undefined) throw new Error(`Row ${row.number} was not kept`);
    return kept;
  }
}

/** To the way of a chunk, rows to put back are rows to save. */
function putBackBySave(
  executor: Undoing['executor'],
  isCreated: (row: ValidRow) => boolean,
): ImportExecutor {
  return {
    ...executor,
    save: async (rows, context) => {
      const created = rows.filter(isCreated);
      const changed = rows.filter((row) => !isCreated(row));
      const keys = created.map(({ value }) => value);
      if (keys.length > 0) await executor.undo.remove(keys, context);
      return changed.length === 0 ? undefined : executor.save(changed, context);
    },
  };
}

const placeOf = ({ part, number }: ValidRow): Place => ({ part, row: number });

function among(left: readonly RefusedRow[]): (row: ValidRow) => boolean {
  const names = new Set(left.map(({ place }) => placeName(place)));
  return (row) => names.has(placeName(placeOf(row)));
}

const leftAs = (place: Place, code: string): RefusedRow => ({
  place,
  issue: { row: place.row, column: null, code, values: {}, message: null },
});
