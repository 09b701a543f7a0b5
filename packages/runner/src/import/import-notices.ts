/**
 * What a person should know about an import although nothing failed. All of it is known after the
 * first pass over the upload, so that an attempt that goes on tells the same as the first.
 */
import { inLanguage, type Language, type UploadOptions } from '@longshore/contract';
import { type Column, headerKey, type ImportExecutor, isBlank } from '@longshore/executors';
import { createNoticeList, type NoticeList, nameInWords, namesInWords } from '../notice-list.js';
import type { Corrections } from './corrections/corrections.js';
import type { Table, TablePart } from './import-table.js';
import type { Measured } from './measure.js';
import { nearestColumn } from './nearest-header.js';
import { isPlaced } from './place-columns.js';

interface ImportNotices {
  readonly table: Table;
  readonly measured: Measured;
  readonly corrections: Corrections | null;
  readonly executor: ImportExecutor;
  readonly options: UploadOptions;
}

export function importNotices(found: ImportNotices): NoticeList {
  const notices = createNoticeList();
  const { table } = found;
  const { unread } = table;
  if (unread.length > 0)
    notices.add('sheets_not_read', { count: unread.length, sheets: namesInWords(unread) });
  tellArchive(table, notices);
  tellColumns(found, notices);
  for (const part of table.parts) tellHeader(part, notices);
  tellRemembered(found, notices);
  for (const { code, values } of table.notices()) notices.add(code, inWords(values));
  tellDelimiter(found, notices);
  tellRows(found, notices);
  return notices;
}

function tellArchive({ junk, attachments }: Table, notices: NoticeList): void {
  const unused = attachments.unused();
  if (unused.length > 0)
    notices.add('archive_files_not_read', { count: unused.length, files: namesInWords(unused) });
  if (junk.length > 0)
    notices.add('archive_junk_skipped', { count: junk.length, files: namesInWords(junk) });
}

function tellHeader(
  { above, sheetName: sheet, headerRow, isChosenAgain }: TablePart,
  notices: NoticeList,
) {
  if (above > 0) notices.add('rows_above_header', { count: above, sheet });
  if (isChosenAgain) notices.add('header_remembered', { row: headerRow, sheet });
}

/** Several sheets with the remembered header are told once. */
function tellRemembered({ table, executor }: ImportNotices, notices: NoticeList): void {
  const { mapping = {} } = table.parts.find((part) => part.remembered !== null)?.remembered ?? {};
  const mapped = Object.entries(mapping).flatMap(([text, key]) => {
    const column = executor.columns.find((one) => one.key === key);
    return column === undefined ? [] : [{ text: nameInWords(text), title: column.title }];
  });
  if (mapped.length === 0) return;
  const listed = (language: Language) =>
    namesInWords(mapped.map(({ text, title }) => `${text} → ${inLanguage(title, language)}`));
  const columns = { columns: listed('en'), 'columns.zh': listed('zh') };
  notices.add('mapping_remembered', { count: mapped.length, ...columns });
}

/** A column that several sheets have, in whatever form of its header, is told once. */
function tellColumns({ table, executor }: ImportNotices, notices: NoticeList): void {
  const unread = new Map<string, { text: string; near: Column | null }>();
  for (const part of table.parts) {
    const missing = executor.columns.filter(({ header }) => !isFound(part, header));
    for (const text of unreadHeaders(part))
      if (!unread.has(headerKey(text)))
        unread.set(headerKey(text), { text, near: nearestColumn(text, missing) });
  }
  const unknown: string[] = [];
  for (const { text, near } of unread.values()) {
    if (near === null) unknown.push(text);
    else notices.add('column_misspelt', { column: nameInWords(text), ...knownAs(near) });
  }
  if (unknown.length > 0)
    notices.add('columns_not_read', { count: unknown.length, columns: namesInWords(unknown) });
}

const knownAs = ({ title: { en, zh } }: Column) => ({ known: en, 'known.zh': zh });

/** What the person left out is no news. */
const unreadHeaders = (part: TablePart): string[] =>
  part.header.filter(
    (text, index) =>
      !isBlank(text) && !isPlaced(part, index) && !part.leftOut.includes(headerKey(text)),
  );

const isFound = ({ places, header }: TablePart, name: string): boolean =>
  places.some(({ column, index }) => column.header === name && index < header.length);

function inWords(values: Readonly<Record<string, string | number>>) {
  const { delimiter } = values;
  return typeof delimiter === 'string' ? delimiterInWords(delimiter) : values;
}

/** A tab cannot be seen in a sentence. */
const delimiterInWords = (delimiter: string) =>
  delimiter === '\t' ? { delimiter: 'tab', 'delimiter.zh': '制表符' } : { delimiter };

const USUAL_DELIMITERS = [',', ';', '\t'];

/** Twice told is told once. */
function tellDelimiter({ table: { delimiter }, options }: ImportNotices, notices: NoticeList) {
  if (delimiter === null || options.delimiter !== undefined) return;
  if (!USUAL_DELIMITERS.includes(delimiter))
    notices.add('delimiter_assumed', delimiterInWords(delimiter));
}

function tellRows(
  { measured, executor, options, corrections }: ImportNotices,
  notices: NoticeList,
): void {
  const { forms, sameKeys, blankRows } = measured;
  if (options.decimal === undefined && forms.numbers.decimal === ',')
    notices.add('decimal_assumed', { decimal: forms.numbers.decimal });
  if (blankRows !== null)
    notices.add('blank_rows_left_out', { count: blankRows.count, ...blankRows.first });
  if (corrections !== null && corrections.left > 0)
    notices.add('rows_corrected_before', { count: corrections.left });
  const { duplicates = executor.duplicates } = options;
  if (sameKeys.left > 0)
    notices.add(duplicates === 'last' ? 'duplicates_last' : 'duplicates_first', {
      count: sameKeys.left,
    });
}
