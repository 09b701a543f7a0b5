/** The door of @longshore/workbook: rows to and from workbooks and delimited text, streaming. */
export { type BookFormat, bookFormat, FORMAT_BYTES } from './book-format.js';
export { type BookSource, bookSource, bytesSource } from './book-source.js';
export type {
  ByteColumn,
  ByteRows,
  Cell,
  CellError,
  CellProblem,
  CellWriter,
  Link,
  MarkedCell,
  RowBatches,
  RowValues,
  WriteCell,
} from './cell.js';
export { type CsvBook, type ReadCsvOptions, readCsv } from './csv/read-csv.js';
export { type WriteCsvOptions, writeCsv } from './csv/write-csv.js';
export { DEFAULT_LIMITS, type ReadLimits } from './limits.js';
export type { LinesBook, LinesSheet } from './lines/lines-book.js';
export {
  type FixedColumn,
  type ReadFixedWidthOptions,
  readFixedWidth,
} from './lines/read-fixed-width.js';
export { type ReadJsonLinesOptions, readJsonLines } from './lines/read-json-lines.js';
export type { Notice } from './notice.js';
export type { RowBatch } from './pending-rows.js';
export { type RowsOptions, readXlsx, type Sheet, type Workbook } from './read/read-xlsx.js';
export { type ReadBookOptions, readBook } from './read-book.js';
export type { RefusedFormat } from './refused-format.js';
export {
  type FillTemplateOptions,
  fillTemplate,
  type RowsToFill,
} from './template/fill-template.js';
export {
  formColumn,
  type TemplateColumn,
  type TemplateOptions,
  writeTemplate,
} from './template/write-template.js';
export {
  type EncodingCandidate,
  type Place,
  WORKBOOK_ERROR_CODES,
  WorkbookError,
  type WorkbookErrorCode,
  type WorkbookErrorValues,
} from './workbook-error.js';
export type { SheetColumn } from './write/sheet-column.js';
export { type SheetToWrite, type WriteXlsxOptions, writeXlsx } from './write/write-xlsx.js';
export type { CheckpointOptions, PlacedRows, WriteCheckpoint } from './write-checkpoint.js';
export { openZip, type ZipFile } from './zip/open-zip.js';
export { type FileToZip, writeZip } from './zip/write-zip.js';
export { type ZipSources, zipSources } from './zip/zip-sources.js';
