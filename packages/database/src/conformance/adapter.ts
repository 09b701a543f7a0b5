/** What an adapter's test hands to the suite: the adapter, its functions, and its SQL. */
import type {
  Database,
  ImportRun,
  KeysetQuery,
  Pages,
  Sql,
  SqlBuilder,
  Transaction,
} from '../index.js';

/** The port and what a business uses beside the port. */
export interface DatabaseUnderTest extends Database, Sql {
  transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    options?: { readonly lock?: string },
  ): Promise<T>;
}

type AnyRow = Readonly<Record<string, unknown>>;

/** Statements that create the tables of the laws, by the table's name. */
export interface TestTables {
  /** `id` rising by itself, `sku` a unique text or null, `price` a decimal >= 0 or null. */
  readonly line: string;
  /**
   * `code` a text of 10 and the primary key, `price` decimal(8,2), `at` to the second, `day`, `ok`
   * a boolean, `note` a text and required; no rule beside.
   */
  readonly plain: string;
  /** `a` integer and `b` decimal with 2 digits are the primary key, `note` a text or null. */
  readonly pair: string;
  /** `a` integer, `b` text compared by its bytes, `at` with microseconds, `note` a text or null. */
  readonly item: string;
  /** `id` integer, `big` 64 bits, `exact` decimal(30,10), `day`, `at` with ms, `flag`, `note`. */
  readonly thing: string;
  /**
   * `id` 64 bits and the primary key, `customer` and `batch_no` texts or null, `amount` decimal,
   * `state` small integer, `remark` a text of 20 characters or null, `fee` decimal or null.
   */
  readonly bill: string;
  /** The same columns, without an index. */
  readonly bill_done: string;
}

/** An adapter on an empty database, and what the suite cannot say in one SQL for all. */
export interface AdapterUnderTest {
  readonly db: DatabaseUnderTest;
  /** Address of the database. */
  readonly url: string;
  readonly tables: TestTables;
  readonly sql: SqlBuilder['sql'];
  readonly allOf: SqlBuilder['allOf'];
  keyset(db: Sql, query: KeysetQuery): Pages<Record<string, unknown>>;
  insertMany(db: Sql, options: { table: string; rows: readonly AnyRow[] }): Promise<void>;
  upsert(
    db: Sql,
    options: {
      table: string;
      key: string | readonly string[];
      rows: readonly AnyRow[];
      columns?: readonly string[];
    },
  ): Promise<void>;
  upsertInto(options: {
    table: string;
    key: string | readonly string[];
    columns?: Readonly<Record<string, string>>;
  }): {
    save(rows: readonly { readonly value: object }[], context: { tx: Sql }): Promise<void>;
    current(keys: readonly AnyRow[], context: { tx: Sql }): Promise<readonly AnyRow[]>;
    remove(keys: readonly AnyRow[], context: { tx: Sql }): Promise<void>;
    comparison: {
      stored(rows: readonly AnyRow[], context: { tx: Sql }): Promise<readonly (string | null)[]>;
      compare(
        rows: readonly AnyRow[],
        context: { tx: Sql },
      ): Promise<{
        readonly states: readonly (string | null)[];
        readonly fates: readonly ('create' | 'update' | 'same')[] | null;
      }>;
    };
  };
  /**
   * One more adapter on the same database. `frozenMs`: a silent chunk ends after about so long;
   * `url`: another way to the database.
   */
  another(options?: {
    maxConnections?: number;
    frozenMs?: number;
    url?: string;
  }): DatabaseUnderTest;
  /** An adapter on a server that nobody can reach. */
  away(): DatabaseUnderTest;
  /** An adapter on a second empty database. */
  empty(): Promise<{ open(): DatabaseUnderTest; drop(): Promise<void> }>;
  /** The server's id of a transaction's connection. */
  connectionId(tx: Sql): Promise<number>;
  /** Ends a connection on the server. */
  kill(id: number): Promise<void>;
  isConnected(id: number): Promise<boolean>;
  /** Whether a connection of this database waits for a lock. */
  someoneWaits(): Promise<boolean>;
  /** A statement that changes a column's type. */
  changeType(table: string, column: string, type: string): string;
  /** A statement that removes an index. */
  dropIndex(table: string, index: string): string;
  /** A statement that writes a text with a character that the database cannot store. */
  readonly badCharacter: string;
  /** A statement that takes a minute and holds the text `slow_query`. */
  readonly slowQuery: string;
  /** Whether the slow statement runs on the server. */
  slowQueryRuns(): Promise<boolean>;
  drop(): Promise<void>;
}

/** The adapter once it is open. */
export type Opened = () => AdapterUnderTest;

/** A signal that nobody aborts. */
export const never: AbortSignal = new AbortController().signal;

let tasks = 0;
/** The first attempt of a task of its own. */
export const newRun = (): ImportRun => ({ taskId: `task-${++tasks}`, attempt: 1 });

/** A gate that work inside a transaction can wait at. */
export function gate(): { open(): void; readonly opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

/** All items of an iterable. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Resolves once `isSo` does with true; the test's own timeout bounds the wait. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

/** The texts in `line`, sorted. */
export const skus = async ({ db }: AdapterUnderTest): Promise<string[]> =>
  (await db.query<{ sku: string }>('SELECT sku FROM line ORDER BY sku')).map(({ sku }) => sku);

/** What an adapter rejects with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: unknown) => error,
  );
