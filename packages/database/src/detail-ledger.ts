/**
 * Role of the port: what became of each row of an import, a text a chunk, committed with the chunk.
 * Used by the runner, which alone knows what stands in the texts.
 */
import type { ChunkOutcome, ImportRun } from './run-ledger.js';
import type { Sql } from './sql.js';
import type { SqlBuilder } from './sql-text.js';

/** What the runner needs for a line about each row. */
export interface DetailLedger {
  /** The texts of a run's chunks, in their order. */
  texts(taskId: string): AsyncIterable<string>;
}

/** The ledger in SQL that PostgreSQL and MySQL share; `table`: its name. */
export const sqlDetailLedger = (
  db: Sql,
  { sql, verbatim, dialect }: SqlBuilder,
  table: string,
): DetailLedger => {
  const number = verbatim(dialect.quotedColumn('number'));
  return {
    async *texts(taskId) {
      for (let after = 0; ; ) {
        const { text, values } = sql`SELECT ${number}, content FROM ${verbatim(table)}
          WHERE task_id = ${taskId} AND ${number} > ${after} ORDER BY ${number} LIMIT 1`;
        const [page] = await db.query<{ number: unknown; content: string }>(text, values);
        if (page === undefined) return;
        yield page.content;
        after = Number(page.number);
      }
    },
  };
};

/** Writes the detail of a chunk, in the transaction of the chunk. */
export const sqlNoteDetail =
  ({ sql, verbatim }: SqlBuilder, table: string) =>
  async (tx: Sql, { taskId }: ImportRun, { detail }: ChunkOutcome): Promise<void> => {
    if (detail === undefined) return;
    const { text, values } = sql`INSERT INTO ${verbatim(table)} (task_id, content)
      VALUES (${taskId}, ${detail})`;
    await tx.query(text, values);
  };
