/**
 * Names of the columns that PostgreSQL refused, from the fields of its error; never a value. Used
 * by faultOf.
 */

/** The fields of pg's DatabaseError that a refusal is told from. */
export interface ServerError extends Error {
  readonly code: string;
  readonly column?: string;
  readonly detail?: string;
}

/** Details of other codes hold no key, but may hold the whole row. */
const CODES_WITH_KEY = new Set(['23503', '23505', '23P01']);

/** `Key (shop, sku)=(1, a) already exists.`, in whatever language the server speaks. */
const KEY = /^[^(]*\((.*?)\)=\(/s;

/** Not an expression, which may hold constants. */
const NAME = /^(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")$/u;

/** None when the server tells no column, or an expression of an index. */
export function refusedColumns({ code, column, detail = '' }: ServerError): string[] {
  if (column !== undefined) return [column];
  const key = CODES_WITH_KEY.has(code) ? KEY.exec(detail)?.[1] : undefined;
  const names = key?.split(', ') ?? [];
  return names.every((name) => NAME.test(name)) ? names.map(unquoted) : [];
}

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
