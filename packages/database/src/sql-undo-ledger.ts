/**
 * The undo ledger in SQL that PostgreSQL and MySQL share; an adapter gives its tables. Rows are
 * written and removed in the transaction of a chunk.
 */
import type { ChunkOutcome, ImportRun } from './run-ledger.js';
import type { Sql } from './sql.js';
import type { SqlBuilder, SqlText } from './sql-text.js';
import { rowsUndoneMeanwhile, type UndoLedger } from './undo-ledger.js';

/** What an adapter gives. */
export interface UndoTables {
  readonly builder: SqlBuilder;
  /** Names of the tables. */
  readonly run: string;
  readonly kept: string;
}

interface StoredRows {
  readonly number: unknown;
  readonly made_by: string;
  readonly rows: number;
  readonly content: string;
}

/** What a chunk writes beside its rows. */
export type NoteUndo = (tx: Sql, run: ImportRun, outcome: ChunkOutcome) => Promise<void>;

/** The ledger on the tables of an adapter. */
export function sqlUndoLedger(db: Sql, tables: UndoTables): UndoLedger {
  const { sql, verbatim, dialect } = tables.builder;
  const [run, kept] = [verbatim(tables.run), verbatim(tables.kept)];
  const number = verbatim(dialect.quotedColumn('number'));
  const rows = verbatim(dialect.quotedColumn('rows'));
  const ask = <Row>({ text, values }: SqlText) => db.query<Row>(text, values);
  return {
    state: async (taskId) => {
      const [stored] = await ask<{ undone_by: string | null; kept_rows: unknown }>(
        sql`SELECT undone_by, (SELECT COALESCE(SUM(${rows}), 0) FROM ${kept} WHERE task_id = ${taskId}) AS kept_rows
            FROM ${run} WHERE task_id = ${taskId}`,
      );
      if (stored === undefined) return null;
      return { rows: Number(stored.kept_rows), undoneBy: stored.undone_by };
    },
    begin: async (taskId, by) => {
      await ask(
        sql`UPDATE ${run} SET closed = true, undone_by = ${by}, updated_at = CURRENT_TIMESTAMP WHERE task_id = ${taskId}`,
      );
    },
    newest: async (taskId, before) => {
      const below = before === undefined ? verbatim('') : sql`AND ${number} < ${before}`;
      const [stored] = await ask<StoredRows>(
        sql`SELECT ${number}, made_by, ${rows}, content FROM ${kept} WHERE task_id = ${taskId} ${below}
            ORDER BY ${number} DESC LIMIT 1`,
      );
      if (stored === undefined) return null;
      const { made_by: madeBy, content: text } = stored;
      return { number: Number(stored.number), madeBy, rows: stored.rows, text };
    },
    removedBy: async (by) => {
      const [stored] = await ask<{ removed: number }>(
        sql`SELECT removed FROM ${run} WHERE task_id = ${by}`,
      );
      return stored?.removed ?? 0;
    },
  };
}

/** Called in the transaction of the chunk, whose run is locked. */
export function sqlNoteUndo(tables: UndoTables): NoteUndo {
  const { sql, verbatim, dialect } = tables.builder;
  const [run, kept] = [verbatim(tables.run), verbatim(tables.kept)];
  const number = verbatim(dialect.quotedColumn('number'));
  const rows = verbatim(dialect.quotedColumn('rows'));
  return async (tx, { taskId }, { kept: toKeep = [], undone }) => {
    const ask = <Row>({ text, values }: SqlText) => tx.query<Row>(text, values);
    for (const one of toKeep)
      await ask(
        sql`INSERT INTO ${kept} (task_id, made_by, ${rows}, content)
            VALUES (${one.taskId}, ${taskId}, ${one.rows}, ${one.text})`,
      );
    if (undone === undefined) return;
    const found = await ask(
      sql`SELECT ${number} FROM ${kept} WHERE ${number} = ${undone.number} FOR UPDATE`,
    );
    if (found.length === 0) throw rowsUndoneMeanwhile(taskId);
    await ask(sql`DELETE FROM ${kept} WHERE ${number} = ${undone.number}`);
    await ask(
      sql`UPDATE ${run} SET removed = removed + ${undone.removed} WHERE task_id = ${taskId}`,
    );
  };
}
