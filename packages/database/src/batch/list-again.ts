/** Puts records of earlier runs on the list of a run, which takes them again. */
import type { BatchSource } from '../batch-source.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { ask, type BatchDialect } from './dialect.js';

interface Again {
  readonly taskId: string;
  readonly source: BatchSource;
  readonly lanes: number;
  /** Which records. */
  readonly where: SqlText;
}

/** In the order of the key; each is due at once. */
export async function listAgain(
  dialect: BatchDialect,
  tx: Sql,
  { taskId, source: { table, key, orderBy }, lanes, where }: Again,
): Promise<void> {
  const { sql, named, asText, ledger, laneOf, nowMs } = dialect;
  const orderKey = orderBy === null ? sql`NULL` : asText(named(orderBy));
  const lane = orderBy === null ? sql`place % ${lanes}` : laneOf(sql`order_key`, lanes);
  await ask(
    dialect,
    tx,
    sql`INSERT INTO ${ledger('batch_record')} (task_id, position, lane, record_key, order_key, tries, due_ms, holds_order)
        SELECT ${taskId}, place * ${lanes} + lane, lane, record_key, order_key, 0, ${nowMs}, false FROM (
          SELECT place, record_key, order_key, ${lane} AS lane FROM (
            SELECT ${asText(named(key))} AS record_key, ${orderKey} AS order_key, row_number() OVER (ORDER BY ${named(key)}) - 1 AS place
            FROM ${named(table)} WHERE ${where}
          ) AS again
        ) AS placed`,
  );
}
