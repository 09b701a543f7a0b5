/**
 * A stored row issue as a person reads it. Used by the error workbook and by the API, each in its
 * own language.
 */
import {
  inLanguage,
  type Language,
  type RowIssue,
  rowIssueSentence,
  type StoredIssue,
} from '@longshore/contract';
import type { Column } from './column.js';

/** `columns`: of the executor, as declared; a column that is gone keeps the header it had. */
export function wordIssue(
  issue: StoredIssue,
  columns: readonly Column[],
  language: Language,
): RowIssue {
  const { row, column: declared, code, values, sheet, file } = issue;
  const column = columns.find(({ header }) => header === declared);
  return {
    row,
    column: column === undefined ? declared : inLanguage(column.title, language),
    code,
    values,
    message: rowIssueSentence(issue, language),
    ...(sheet === undefined ? {} : { sheet }),
    ...(file === undefined ? {} : { file }),
  };
}
