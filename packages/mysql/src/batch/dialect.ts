/** How MySQL and MariaDB say what a batch needs. */
import {
  type BatchColumn,
  type BatchDialect,
  dayValue,
  type EachUpdate,
  listed,
  SqlText,
} from '@longshore/database';
import { builder } from '../sql.js';
import { exactNumber, literalOf } from '../values.js';
import { canHold } from './can-hold.js';
import { inSchema, rulesOf } from './table-rules.js';

const { sql, named, verbatim } = builder;

const NUMBERS = /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double)\b/;
const DIGITS = /^-?\d+(?:\.\d+)?$/;
/** Texts whose length counts bytes, of which a character takes four at most. */
const IN_BYTES = new Set(['tinytext', 'text', 'mediumtext', 'longtext']);
const BYTES = 4;

interface CatalogueRow {
  readonly name: string;
  readonly kind: string;
  readonly full_kind: string;
  readonly length: number | null;
  readonly nullable: string;
  readonly charset: string | null;
  readonly collation: string | null;
}

export const batchDialect: BatchDialect = {
  ...builder,
  ledger: (table) => named(`longshore_${table}`),
  asText: (expression) => sql`CAST(${expression} AS CHAR)`,
  nowMs: verbatim('CAST(ROUND(UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3)) * 1000) AS SIGNED)'),
  laneOf: (column, lanes) => sql`COALESCE(CRC32(${column}) % ${lanes}, 0)`,
  typed,
  isAmong: (column, texts) =>
    texts.length === 0
      ? sql`FALSE`
      : sql`${named(column.name)} IN (${listed(
          builder,
          texts.map((text) => typed(column, text)),
        )})`,
  catalogue: (table) =>
    sql`SELECT COLUMN_NAME AS name, DATA_TYPE AS kind, COLUMN_TYPE AS full_kind, CHARACTER_MAXIMUM_LENGTH AS length, IS_NULLABLE AS nullable, CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation
        FROM information_schema.COLUMNS WHERE ${inSchema(table)} ORDER BY ORDINAL_POSITION`,
  columnOf: (row) => columnOf(row as unknown as CatalogueRow), // a row of `catalogue`
  rulesOf,
  canHold: async (_, column) => (text) => canHold(column, text),
  insertOnce: (into) => sql`INSERT ${into} ON DUPLICATE KEY UPDATE task_id = task_id`,
  insertOrAdd: ({ into, sums }) => {
    const added = sums.map((name) => `${name} = ${name} + VALUES(${name})`).join(', ');
    return sql`INSERT ${into} ON DUPLICATE KEY UPDATE ${verbatim(added)}`;
  },
  updateEach,
  // The driver asks for rows found, not for rows changed (CLIENT_FOUND_ROWS).
  countOf: async (tx, statement) => {
    await tx.query(statement.inlined(literalOf));
    const [answer] = await tx.query<{ touched: number }>('SELECT ROW_COUNT() AS touched');
    return answer?.touched ?? 0;
  },
  inlined: (statement) => statement.inlined(literalOf),
};

/** Digits compared with a number as a text would be compared as doubles. */
function typed({ kind }: BatchColumn, text: string): SqlText {
  return sql`${NUMBERS.test(kind) && DIGITS.test(text) ? exactNumber(text) : text}`;
}

const columnOf = (row: CatalogueRow): BatchColumn => ({
  name: row.name,
  kind: kindOf(row),
  length: lengthOf(row),
  isNullable: row.nullable === 'YES',
  collation: row.charset === null ? null : `${row.charset} ${row.collation}`,
});

/** The labels of an enum belong to its kind. */
function kindOf({ kind, full_kind }: CatalogueRow): string {
  if (kind === 'enum' || kind === 'set') return full_kind;
  return full_kind.includes('unsigned') ? `${kind} unsigned` : kind;
}

function lengthOf({ kind, length }: CatalogueRow): number | null {
  if (length === null || kind === 'enum' || kind === 'set') return null;
  return IN_BYTES.has(kind) ? Math.floor(Number(length) / BYTES) : Number(length);
}

/** A table of literals, joined by the key. */
function updateEach({ table, key, columns, rows }: EachUpdate): SqlText {
  const changes = columns.map(({ name }, i) =>
    verbatim(`target.${builder.dialect.quotedColumn(name)} = given.value_${i}`),
  );
  const selects = rows.map(({ key: text, values }) => {
    const written = columns.map(
      ({ kind, name }, i) =>
        sql`${kind === 'date' ? dayValue(values[i], name) : (values[i] ?? null)} AS ${verbatim(`value_${i}`)}`,
    );
    return sql`SELECT ${typed(key, text)} AS record_key, ${listed(builder, written)}`;
  });
  const given = SqlText.joined(builder.dialect, selects, ' UNION ALL ');
  return sql`UPDATE ${named(table)} AS target JOIN (${given}) AS given ON target.${named(key.name)} = ${compared(key)} SET ${listed(builder, changes)}`;
}

/** As the column compares: two collations of one kind cannot be compared. */
function compared({ collation }: BatchColumn): SqlText {
  if (collation === null) return verbatim('given.record_key');
  const [charset, name] = collation.split(' ');
  return verbatim(`CONVERT(given.record_key USING ${charset}) COLLATE ${name}`);
}
