/**
 * Files that people take for workbooks, and the sentence that helps. Used by bookFormat and
 * readBook.
 */
import { WorkbookError } from './workbook-error.js';

/** What to do with each kind of file; the kinds are codes of WorkbookError, but for `unknown`. */
const SENTENCES = {
  unknown:
    'This is neither an .xlsx workbook nor delimited text; save it as one of them and try again.',
  old_or_encrypted:
    'This is an old .xls workbook, or one protected by a password; save it as .xlsx without a password.',
  old_workbook: 'This is an old .xls workbook; open it in Excel and save it as .xlsx.',
  password_protected:
    'This workbook is protected by a password; open it in Excel and save it without one.',
  binary_workbook: 'This is a binary workbook (.xlsb); open it in Excel and save it as .xlsx.',
  open_document: 'This is an OpenDocument file (.ods); open it and save it as .xlsx.',
  other_document: 'This is a document of another program, not a workbook; send an .xlsx or .csv.',
  web_page: 'This is a web page named like a workbook; open it in Excel and save it as .xlsx.',
  web_archive:
    'This is a web page in one file (MHT), named like a workbook; open it in Excel and save it as .xlsx.',
  xml_spreadsheet:
    'This is a workbook in the XML of Excel 2003; open it in Excel and save it as .xlsx.',
  owner_file:
    'This is the small file (~$…) by which Excel marks a workbook as open; choose the workbook itself.',
  pdf_file: 'This is a PDF; send the workbook that it was made from.',
  image_file: 'This is a picture; send the workbook itself.',
  compressed_file: 'This is a compressed file; unpack it and send the .xlsx or .csv in it.',
  json_document:
    'This is one JSON document; send JSON lines instead: one object in each line, without commas between them.',
  bytes_after_archive:
    'Other bytes follow the end of this workbook, so it may have been joined or damaged; open it in Excel and save it again.',
} as const;

/** A kind of file that is neither a workbook nor delimited text. */
export type RefusedFormat = keyof typeof SENTENCES;

/** The error that readBook throws for such a file. */
export const refusal = (format: RefusedFormat): WorkbookError =>
  new WorkbookError({
    code: format === 'unknown' ? 'not_a_workbook' : format,
    message: SENTENCES[format],
    place: { offset: 0 },
  });
