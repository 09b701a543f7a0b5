/**
 * What a table does with rows beside storing them. Where it only stores them, it is known without a
 * trial what an upsert makes of a row. Asked once a minute on each connection.
 */
import type { Sql } from '@longshore/database';
import { quoted } from './sql.js';
import { createTableCache } from './table-cache.js';
import { ConnectionTransaction } from './transaction.js';

/** A column of a table, as the catalogue has it. */
export interface ColumnFacts {
  readonly name: string;
  /** Without its modifier. */
  readonly type: string;
  /** As it is declared: `numeric(12,2)`. */
  readonly declared: string;
  /** `atttypmod`: -1 where the type has none. */
  readonly modifier: number;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  readonly isIndexed: boolean;
  /** Its value is the server's, or its texts are equal that are not the same. */
  readonly isSpecial: boolean;
}

export interface TableFacts {
  /** No trigger, rule, policy, check, reference, partition, or index that could refuse a row. */
  readonly onlyStores: boolean;
  /** The columns of the one unique index. */
  readonly key: readonly string[];
  /** The server knows `hash_record_extended`: from PostgreSQL 14. */
  readonly hashesRecords: boolean;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

const cache = createTableCache<TableFacts>();

export async function tableFacts(tx: Sql, table: string): Promise<TableFacts> {
  const connection = tx instanceof ConnectionTransaction && !tx.hasOwnPath ? tx.client : null;
  const known = connection === null ? null : cache.get(connection, table);
  if (known !== null) return known;
  const facts = await askFacts(tx, table);
  if (connection !== null) cache.set(connection, table, facts);
  return facts;
}

async function askFacts(tx: Sql, table: string): Promise<TableFacts> {
  const name = quoted(table);
  const [found] = await tx.query<Omit<TableFacts, 'columns'>>(TABLE, [name]);
  const columns = await tx.query<ColumnFacts>(COLUMNS, [name]);
  const { onlyStores = false, hashesRecords = false, key = [] } = found ?? {};
  const byName = new Map(columns.map((one) => [one.name, one]));
  return { onlyStores, hashesRecords, key, columns: byName };
}

/** A list of names is told as text: the driver reads no array of the type `name`. */
const TABLE = `
  SELECT relkind = 'r' AND relpersistence <> 't' AND NOT relhasrules AND NOT relhassubclass
      AND NOT relispartition AND NOT relrowsecurity
      AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = tab.oid)
      AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = tab.oid AND NOT tgisinternal)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = tab.oid AND contype IN ('c', 'f', 'x'))
      AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = tab.oid AND (
        indexprs IS NOT NULL OR indpred IS NOT NULL OR NOT indisvalid OR indisunique AND NOT indimmediate))
      AND (SELECT count(*) FROM pg_index WHERE indrelid = tab.oid AND indisunique) = 1 AS "onlyStores",
    to_regproc('hash_record_extended') IS NOT NULL AS "hashesRecords",
    ARRAY(
      SELECT attname::text FROM pg_index
      CROSS JOIN LATERAL unnest((indkey::int2[])[0:indnkeyatts - 1]) AS part (attnum)
      JOIN pg_attribute ON attrelid = indrelid AND pg_attribute.attnum = part.attnum
      WHERE indrelid = tab.oid AND indisunique
    ) AS key
  FROM pg_class AS tab WHERE oid = $1::regclass`;

const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, -1) AS type, format_type(atttypid, atttypmod) AS declared,
    atttypmod AS modifier, attnotnull AS "isRequired", atthasdef OR attidentity <> '' AS "hasDefault",
    EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND attnum = ANY (indkey::int2[])) AS "isIndexed",
    attgenerated <> '' OR attidentity = 'a' OR NOT coalesce(collisdeterministic, true) AS "isSpecial"
  FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`;
