/**
 * Error codes of a file whose header does not fit its type, as of `ERROR_CODES`. Beside the
 * sentence the error has the layout of the file, of which a person chooses sheet, header row and
 * columns.
 */

/** Why the header of an upload cannot be read. */
export const HEADER_ERROR_CODES = {
  missing_columns: {
    status: 422,
    en: 'The sheet "{sheet}" lacks the {count|column|columns} {columns}. Read as its header: row {row} with {found}.{near}{others} Say which column is which, or take the template.',
    zh: '工作表“{sheet}”缺少列 {columns}。按第 {row} 行读取表头：{found}。{near}{others}请指定各列，或使用模板。',
  },
  duplicate_columns: {
    status: 422,
    en: 'The sheet "{sheet}" has the {count|column|columns} {columns} more than once.',
    zh: '工作表“{sheet}”中列 {columns} 重复。',
  },
  mapped_headers_missing: {
    status: 422,
    en: 'The sheet "{sheet}" has no {count|column|columns} {columns}, which the mapping names. Read as its header: row {row} with {found}.',
    zh: '工作表“{sheet}”中没有所指定的列 {columns}。按第 {row} 行读取表头：{found}。',
  },
  header_unclear: {
    status: 422,
    en: 'The rows {rows} of the sheet "{sheet}" can each be its header. Choose one and start again.',
    zh: '工作表“{sheet}”的第 {rows} 行均可作为表头，请选择其一后重新导入。',
  },
  no_header_row: {
    status: 422,
    en: 'The row {row} of the sheet "{sheet}" shows nothing, so it cannot be the header.',
    zh: '工作表“{sheet}”的第 {row} 行没有内容，不能作为表头。',
  },
} as const;
