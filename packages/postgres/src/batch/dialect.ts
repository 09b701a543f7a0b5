/** How PostgreSQL says what a batch needs. */
import {
  type BatchColumn,
  type BatchDialect,
  dayValue,
  type EachUpdate,
  listed,
} from '@longshore/database';
import { arrayLiteral } from '../array-literal.js';
import { literal } from '../literal.js';
import { builder, quoted } from '../sql.js';
import { canHold } from './can-hold.js';
import { rulesOf } from './table-rules.js';

const { sql, named, verbatim } = builder;

/** The type modifier of a text holds its length and 4 bytes of header. */
const HEADER = 4;
const WITH_LENGTH = ['character varying', 'bpchar', 'character'];

interface CatalogueRow {
  readonly name: string;
  readonly kind: string;
  readonly modifier: number;
  readonly is_nullable: boolean;
}

export const batchDialect: BatchDialect = {
  ...builder,
  ledger: (table) => named(`longshore.${table}`),
  asText: (expression) => sql`${expression}::text`,
  nowMs: verbatim('floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'),
  laneOf: (column, lanes) =>
    sql`coalesce((hashtext(${column})::bigint & 2147483647) % ${lanes}, 0)`,
  // An unknown literal takes the type of the column it is compared with.
  typed: (_, text) => sql`${text}`,
  isAmong: ({ name, kind }, texts) =>
    sql`${named(name)} = ANY (${arrayLiteral(texts)}::${verbatim(kind)}[])`,
  catalogue: (table) =>
    sql`SELECT attname AS name, format_type(atttypid, -1) AS kind, atttypmod AS modifier, NOT attnotnull AS is_nullable
        FROM pg_attribute WHERE attrelid = to_regclass(${quoted(table)}) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  columnOf: (row) => columnOf(row as unknown as CatalogueRow), // a row of `catalogue`
  rulesOf,
  canHold,
  insertOnce: (into) => sql`INSERT ${into} ON CONFLICT (task_id) DO NOTHING`,
  insertOrAdd: ({ table, into, key, sums }) => {
    const added = sums.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ');
    return sql`INSERT ${into} ON CONFLICT (${verbatim(key.join(', '))}) DO UPDATE SET ${verbatim(added)}`;
  },
  updateEach,
  countOf: async (tx, statement) => {
    const counted = sql`WITH touched AS (${statement} RETURNING 1) SELECT count(*) AS touched FROM touched`;
    const [answer] = await tx.query<{ touched: number }>(counted.inlined(literal));
    return answer?.touched ?? 0;
  },
  inlined: (statement) => statement.inlined(literal),
};

const columnOf = ({ name, kind, modifier, is_nullable }: CatalogueRow): BatchColumn => ({
  name,
  kind,
  length: WITH_LENGTH.includes(kind) && modifier > HEADER ? modifier - HEADER : null,
  isNullable: is_nullable,
  collation: null,
});

/** An array a column, which the server unnests. */
function updateEach({ table, key, columns, rows }: EachUpdate) {
  const target = columns.map(({ name }, i) =>
    verbatim(`${builder.dialect.quotedColumn(name)} = given.value_${i}`),
  );
  const arrays = columns.map(({ kind, name }, i) => {
    const values = rows.map(({ values: of }) =>
      kind === 'date' ? dayValue(of[i], name) : (of[i] ?? null),
    );
    return sql`${arrayLiteral(values) ?? values}::${verbatim(kind)}[]`;
  });
  const keys = sql`${arrayLiteral(rows.map((row) => row.key))}::${verbatim(key.kind)}[]`;
  const names = ['record_key', ...columns.map((_, i) => `value_${i}`)].join(', ');
  return sql`UPDATE ${named(table)} AS target SET ${listed(builder, target)} FROM unnest(${listed(builder, [keys, ...arrays])}) AS given (${verbatim(names)}) WHERE target.${named(key.name)} = given.record_key`;
}
