/**
 * The one error class of this package: a file that cannot be read, or a value that cannot be
 * written, and where.
 */

/** Every code, with what it means. */
export const WORKBOOK_ERROR_CODES = {
  empty_file: 'the file holds no bytes',
  not_a_workbook: 'the bytes are no xlsx (zip) archive, or the archive holds no workbook',
  old_or_encrypted: 'an old .xls file, or a workbook protected by a password',
  old_workbook: 'a workbook of Excel 2003 or older (.xls)',
  password_protected: 'a workbook that is encrypted with a password',
  binary_workbook: 'a workbook in the binary form of Excel (.xlsb)',
  open_document: 'a spreadsheet of LibreOffice or OpenOffice (.ods)',
  other_document: 'a document of another program, such as Word or PowerPoint',
  web_page: 'a web page (HTML), which exports of older systems name .xls',
  web_archive: 'a web page in one file (MHT), which exports of older systems name .xls',
  xml_spreadsheet: 'a workbook in the XML of Excel 2003',
  owner_file: 'the small file by which Excel marks a workbook as open (~$name.xlsx)',
  pdf_file: 'a document in the Portable Document Format',
  image_file: 'a picture: PNG, JPEG, GIF and the like',
  compressed_file: 'a compressed file or an archive of files',
  json_document: 'one JSON document, of a list or over several lines, in place of JSON lines',
  bytes_after_archive: 'bytes follow the end of the archive',
  truncated: 'the file ends too early',
  bad_zip: 'the archive contradicts itself',
  unsupported_zip: 'the archive uses encryption or a compression that workbooks never use',
  nested_archive: 'an archive inside an archive',
  unsafe_name: 'an entry of the archive has a name that leads out of it',
  too_many_entries: 'more entries in the archive than the limit',
  overlapping_entries: 'entries of the archive share the same bytes',
  bad_checksum: 'the unpacked bytes do not match their checksum',
  too_large: 'a part unpacks to more bytes than the limit',
  suspicious_ratio: 'a part unpacks to more times its size than the limit',
  missing_part: 'a part that the workbook names is not in the archive',
  bad_xml: 'a part is not well-formed XML',
  doctype: 'a part holds a DOCTYPE, which workbooks never do',
  too_deep: 'elements are nested deeper than the limit',
  encoding_unclear: 'a text file whose encoding neither its bytes nor the person’s language tell',
  bad_encoding: 'text in an encoding that is not known, or bytes that are not valid in it',
  cell_too_large: 'one cell holds more bytes than the limit',
  too_many_strings: 'more shared strings than the limit',
  bad_string_index: 'a cell refers to a shared string that does not exist',
  bad_row: 'a row number outside 1..1,048,576, or not larger than the one before',
  bad_column: 'a column beyond XFD',
  too_many_cells: 'more cells than the limit',
  too_many_columns: 'more than 16,384 columns to write',
  bad_value: 'a value that no cell can hold',
  bad_options: 'options that contradict each other or are out of range',
  bad_quote: 'a quote that is never closed, or text after a closing quote',
  record_too_large: 'one line of a text file is longer than the limit',
} as const;

/** A key of WORKBOOK_ERROR_CODES. */
export type WorkbookErrorCode = keyof typeof WORKBOOK_ERROR_CODES;

/**
 * Where: rows count from 1, columns are letters (`AB`), the offset is in bytes of the file or part.
 */
export interface Place {
  readonly sheet?: string;
  readonly row?: number;
  readonly column?: string;
  readonly offset?: number;
}

/** One encoding that a text file may have. */
export interface EncodingCandidate {
  /** A label for the option `encoding` of readCsv. */
  readonly encoding: string;
  /** Lines in which the candidates differ, as this encoding reads the lines; at most 3. */
  readonly sample: readonly string[];
}

/** What a caller needs to ask the person: `candidates` of `encoding_unclear`, the best first. */
export interface WorkbookErrorValues {
  readonly candidates?: readonly EncodingCandidate[];
}

interface WorkbookErrorOptions {
  readonly code: WorkbookErrorCode;
  /** What is wrong and what to do. */
  readonly message: string;
  readonly place?: Place;
  readonly values?: WorkbookErrorValues;
  readonly cause?: unknown;
}

/** A file that cannot be read, or a value that cannot be written, and the place. */
export class WorkbookError extends Error {
  readonly code: WorkbookErrorCode;
  readonly place: Place;
  readonly values: WorkbookErrorValues;

  constructor({ code, message, place = {}, values = {}, cause }: WorkbookErrorOptions) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'WorkbookError';
    this.code = code;
    this.place = place;
    this.values = values;
  }
}
