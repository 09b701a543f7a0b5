/** How the records of a run are shared out among classes, which are worked one after the other. */
import type { SqlText } from '../sql-text.js';
import type { BatchDialect } from './dialect.js';

/**
 * A condition a class: each record is in the first one that it fits, or in the last, which is the
 * rest. Null: there is one class, of all records.
 */
export function recordClasses(
  { sql, allOf }: BatchDialect,
  classes: readonly SqlText[],
): readonly (SqlText | null)[] {
  if (classes.length === 0) return [null];
  const isNot = (condition: SqlText) => sql`(${condition}) IS NOT TRUE`;
  return [
    ...classes.map((condition, i) => allOf([condition, ...classes.slice(0, i).map(isNot)])),
    allOf(classes.map(isNot)),
  ];
}
