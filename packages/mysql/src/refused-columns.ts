/**
 * Names of the columns that MySQL or MariaDB refused, from its English message; never a value. A
 * message in another language tells no column. Used by faultOf.
 */

/** MySQL: `for column 'a' at row 1`. MariaDB: with database and table, in backticks. */
const AT_ROW = /^.*for column (?:(?:`[^`]+`\.)*`([^`]+)`|'([^']+)') at row \d+$/s;
const NOT_NULL = /^Column '([^']+)' cannot be null$/;
const NO_DEFAULT = /^Field '([^']+)' doesn't have a default value$/;
const NULL_SUPPLIED = /NULL supplied to NOT NULL column '([^']+)' at row \d+$/;
const CHECK_NUMBER = 4025;
/** MariaDB: a check that belongs to one column is named for it. */
const CHECK = /^CONSTRAINT `(?<table>[^`.]+)\.([^`.]+)` failed for `[^`]+`\.`\k<table>`$/;
const FOREIGN_KEY = /FOREIGN KEY \(([^)]+)\) REFERENCES/;

const PATTERNS = new Map<number, RegExp>([
  [1048, NOT_NULL],
  [1263, NULL_SUPPLIED],
  [1264, AT_ROW],
  [1265, AT_ROW],
  [1292, AT_ROW],
  [1364, NO_DEFAULT],
  [1366, AT_ROW],
  [1406, AT_ROW],
  [1452, FOREIGN_KEY],
  [CHECK_NUMBER, CHECK],
]);

/** None when the server names no column: a duplicate names its index, see duplicateColumns. */
export function refusedColumns(number: number, message: string): string[] {
  const match = PATTERNS.get(number)?.exec(message);
  const names = number === CHECK_NUMBER ? match?.[2] : (match?.[1] ?? match?.[2]);
  return names?.split(', ').map((name) => name.replaceAll('`', '')) ?? [];
}
