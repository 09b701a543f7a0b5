/**
 * The columns of the unique index that refused a row: the server names the index alone. They are
 * looked up where the error arrives, on its connection, and are told by faultOf.
 */
import type { Sql } from '@longshore/database';
import { tableFacts } from './table-facts.js';

const COLUMNS = new WeakMap<object, readonly string[]>();

/** None where the table or the index is not known for sure. */
export const duplicateColumns = (error: object): readonly string[] => COLUMNS.get(error) ?? [];

const DUPLICATE_NUMBERS = new Set<unknown>([1062, 1586]);

/** Remembers the columns of the index that `error` names; `text`: the statement that failed. */
export async function noteDuplicate(error: unknown, text: string, tx: Sql): Promise<void> {
  if (!(error instanceof Error && 'errno' in error)) return;
  if (!DUPLICATE_NUMBERS.has(error.errno)) return;
  const index = indexIn(error.message);
  const table = tableIn(text);
  if (index === null || table === null) return;
  // what the row was refused for is known; a connection that is broken says so once more
  const facts = await tableFacts(tx, table).catch(() => null);
  const columns = facts?.hasTriggers === false ? facts.uniqueKeys.get(index) : undefined;
  if (columns !== undefined) COLUMNS.set(error, columns);
}

/** At the end, behind a value that may say anything. MySQL names the table too: `bill.sku`. */
const INDEX = /^.* '(?:[^'.]*\.)?([^'.]+)'$/s;

const indexIn = (message: string): string | null => INDEX.exec(message)?.[1] ?? null;

const NAME = '`(?:[^`]|``)+`|[\\p{L}\\p{N}_$]+';
const WRITTEN = new RegExp(
  `^\\s*(?:INSERT|REPLACE|UPDATE)\\s+(?:(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED|IGNORE|INTO)\\s+)*(${NAME})(?:\\.(${NAME}))?`,
  'iu',
);

/** As an insert takes it. */
function tableIn(text: string): string | null {
  const [, ...names] = WRITTEN.exec(text) ?? [];
  const parts = names.filter((name) => name !== undefined).map(unquoted);
  return parts.length === 0 || parts.some((part) => part.includes('.')) ? null : parts.join('.');
}

const unquoted = (name: string): string =>
  name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name;
