/** What an adapter gives so that batches run on its database: pieces of SQL, and transactions. */
import type { Fault } from '../lifecycle.js';
import type { Sql, Transaction } from '../sql.js';
import { type SqlBuilder, SqlText } from '../sql-text.js';

/** Tables of the framework. */
type LedgerTable =
  | 'batch_run'
  | 'batch_lane'
  | 'batch_record'
  | 'batch_page'
  | 'batch_statistic'
  | 'batch_delay';

/** A column as the catalogue tells it. */
export interface BatchColumn {
  readonly name: string;
  /** The type without its length. */
  readonly kind: string;
  /** Characters at most; null: no limit. */
  readonly length: number | null;
  readonly isNullable: boolean;
  /** How the column compares texts, where the database wants to be told; else null. */
  readonly collation: string | null;
}

/** What the catalogue tells of a table beside its columns. */
export interface TableRules {
  readonly isView: boolean;
  readonly isKeyUnique: boolean;
  /** An index gives the records at new in the order of the key. */
  readonly hasPageIndex: boolean;
  /** Creates such an index. */
  readonly createPageIndex: string;
}

/** The columns that a batch's page query stands on. */
export interface PageColumns {
  readonly table: string;
  readonly key: string;
  readonly state: string;
  /** Text of the flag for new records. */
  readonly new: string;
}

/** Rows to write, each found by the text of its key. */
export interface EachUpdate {
  readonly table: string;
  readonly key: BatchColumn;
  readonly columns: readonly BatchColumn[];
  readonly rows: readonly { readonly key: string; readonly values: readonly unknown[] }[];
}

/** A row to insert, or to add to the row with its key. */
export interface Addition {
  /** Where the sums are. */
  readonly table: LedgerTable;
  /** `INTO … VALUES …`. */
  readonly into: SqlText;
  readonly key: readonly string[];
  readonly sums: readonly string[];
}

/** How a database says what a batch needs. */
export interface BatchDialect extends SqlBuilder {
  ledger(table: LedgerTable): SqlText;
  asText(expression: SqlText): SqlText;
  /** Milliseconds since 1970 by the server's clock. */
  readonly nowMs: SqlText;
  /** From 0 to lanes - 1; 0 for null. */
  laneOf(column: SqlText, lanes: number): SqlText;
  /** A text as a value of the column's type. */
  typed(column: BatchColumn, text: string): SqlText;
  /** A condition: the column is one of the values, given as texts. */
  isAmong(column: BatchColumn, texts: readonly string[]): SqlText;
  /** A statement that answers the columns of a table, one row each; none without the table. */
  catalogue(table: string): SqlText;
  /** A row of that answer. */
  columnOf(row: Readonly<Record<string, unknown>>): BatchColumn;
  rulesOf(db: Sql, columns: PageColumns): Promise<TableRules>;
  /** Answers the question whether the column can hold a value with this text. */
  canHold(db: Sql, column: BatchColumn): Promise<(text: string) => boolean>;
  /** `INSERT` of a row that may be there already: `into` begins with INTO. */
  insertOnce(into: SqlText): SqlText;
  insertOrAdd(addition: Addition): SqlText;
  updateEach(update: EachUpdate): SqlText;
  /** Runs an UPDATE, INSERT or DELETE; the number of rows it touched. */
  countOf(tx: Sql, statement: SqlText): Promise<number>;
  /** With its values in the text. */
  inlined(statement: SqlText): string;
}

/** What a page's transaction ends with. */
export interface PageEnd<T> {
  /** Statements that go with COMMIT. */
  readonly last: readonly SqlText[];
  readonly result: T;
}

/** What the shared part of batches stands on. */
export interface BatchGround {
  readonly dialect: BatchDialect;
  readonly db: Sql;
  faultOf(error: unknown): Fault;
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** `first`: statements that go with BEGIN; `work` gets the rows of each. */
  pageTransaction<T>(
    signal: AbortSignal,
    first: readonly SqlText[],
    work: (
      tx: Transaction,
      answers: readonly (readonly Readonly<Record<string, unknown>>[])[],
    ) => Promise<PageEnd<T>>,
  ): Promise<T>;
}

/** A statement's rows. Its values stand in its text, as do those of a scope's condition. */
export const ask = <Row>(dialect: BatchDialect, db: Sql, statement: SqlText): Promise<Row[]> =>
  db.query<Row>(dialect.inlined(statement));

/** Parts one after the other, with commas. */
export const listed = ({ dialect }: SqlBuilder, parts: readonly SqlText[]): SqlText => {
  if (parts.length === 0) throw new Error('A list of SQL needs a part.');
  return SqlText.joined(dialect, parts, ', ');
};
