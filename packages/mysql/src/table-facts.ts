/**
 * What a table does with rows beside storing them. Where it only stores them, it is known without a
 * trial what an upsert makes of a row. Who may not see the triggers of a table never learns that it
 * only stores.
 */
import type { Sql } from '@longshore/database';
import { onceAMinute } from './table-cache.js';

/** A column of a table, as the catalogue has it. */
export interface ColumnFacts {
  readonly name: string;
  /** Without its length: `bigint`. */
  readonly type: string;
  readonly isUnsigned: boolean;
  /** Characters of a text; null: no text. */
  readonly length: number | null;
  /** Bytes of a text. */
  readonly bytes: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  /** Digits of a second's fraction. */
  readonly fraction: number | null;
  readonly charset: string | null;
  readonly collation: string | null;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** 0 is the next number. */
  readonly countsUp: boolean;
}

export interface TableFacts {
  /** It has triggers, or may have some that the user may not see. */
  readonly hasTriggers: boolean;
  /**
   * No trigger, check, reference, partition, generated column, or index that could refuse a row.
   */
  readonly onlyStores: boolean;
  /**
   * Its unique indexes: their columns by their names; of an index of parts or expressions, none.
   */
  readonly uniqueKeys: ReadonlyMap<string, readonly string[]>;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

export const tableFacts = onceAMinute(async (tx: Sql, table): Promise<TableFacts> => {
  const names = table.split('.');
  const place = [names.length > 1 ? names[0] : null, names.at(-1)];
  const [found] = await tx.query<StoredTable>(TABLE, place);
  const columns = await tx.query<StoredColumn>(COLUMNS, place);
  const parts = await tx.query<KeyPart>(UNIQUE_KEYS, place);
  const uniqueKeys = new Map<string, string[]>();
  for (const { index, column } of parts)
    uniqueKeys.set(index, [...(uniqueKeys.get(index) ?? []), column ?? '']);
  return {
    hasTriggers: found?.hasTriggers !== 0,
    onlyStores: found?.hasTriggers === 0 && found.onlyStores === 1,
    uniqueKeys: new Map(
      [...uniqueKeys].map(([index, names]) => [index, names.includes('') ? [] : names]),
    ),
    columns: new Map(columns.map((column) => [column.name, factsOf(column)])),
  };
});

type Flag = 'isUnsigned' | 'isRequired' | 'hasDefault' | 'countsUp';
type StoredColumn = Omit<ColumnFacts, Flag> & Readonly<Record<Flag, number>>;

interface StoredTable {
  readonly hasTriggers: number;
  readonly onlyStores: number | null;
}

interface KeyPart {
  readonly index: string;
  /** Null: a part of a column, or an expression. */
  readonly column: string | null;
}

const factsOf = (column: StoredColumn): ColumnFacts => ({
  ...column,
  isUnsigned: column.isUnsigned === 1,
  isRequired: column.isRequired === 1,
  hasDefault: column.hasDefault === 1,
  countsUp: column.countsUp === 1,
});

/** `information_schema` reads one table where schema and name are constants. */
const OF_TABLE = 'table_schema = COALESCE(?, DATABASE()) AND table_name = ?';

/** Privileges that come by a role count for none: then a trial tells. */
const OWN = `grantee = CONCAT("'", REPLACE(CURRENT_USER(), '@', "'@'"), "'") AND privilege_type = 'TRIGGER'`;
const SEES_TRIGGERS = `(
  EXISTS (SELECT 1 FROM information_schema.user_privileges WHERE ${OWN})
  OR EXISTS (SELECT 1 FROM information_schema.schema_privileges AS held
    WHERE ${OWN} AND tab.table_schema LIKE held.table_schema)
  OR EXISTS (SELECT 1 FROM information_schema.table_privileges AS held
    WHERE ${OWN} AND held.table_schema = tab.table_schema AND held.table_name = tab.table_name))`;

const TABLE = `
  SELECT table_type = 'BASE TABLE' AND engine = 'InnoDB' AND create_options NOT LIKE '%partitioned%'
    AND NOT EXISTS (SELECT 1 FROM information_schema.table_constraints AS held
      WHERE held.table_schema = tab.table_schema AND held.table_name = tab.table_name
        AND constraint_type IN ('CHECK', 'FOREIGN KEY'))
    AND NOT EXISTS (SELECT 1 FROM information_schema.columns AS held
      WHERE held.table_schema = tab.table_schema AND held.table_name = tab.table_name
        AND generation_expression <> '') AS onlyStores,
    NOT ${SEES_TRIGGERS} OR EXISTS (SELECT 1 FROM information_schema.triggers
      WHERE event_object_schema = tab.table_schema AND event_object_table = tab.table_name) AS hasTriggers
  FROM information_schema.tables AS tab WHERE ${OF_TABLE}`;

const COLUMNS = `
  SELECT column_name AS name, LOWER(data_type) AS type, column_type LIKE '%unsigned%' AS isUnsigned,
    character_maximum_length AS length, character_octet_length AS bytes,
    numeric_precision AS \`precision\`, numeric_scale AS scale, datetime_precision AS fraction,
    character_set_name AS charset, collation_name AS collation,
    is_nullable = 'NO' AS isRequired, column_default IS NOT NULL OR extra LIKE '%auto_increment%' AS hasDefault,
    extra LIKE '%auto_increment%' AS countsUp
  FROM information_schema.columns WHERE ${OF_TABLE}`;

const UNIQUE_KEYS = `
  SELECT index_name AS \`index\`, CASE WHEN sub_part IS NULL THEN column_name END AS \`column\`
  FROM information_schema.statistics WHERE ${OF_TABLE} AND non_unique = 0
  ORDER BY index_name, seq_in_index`;
