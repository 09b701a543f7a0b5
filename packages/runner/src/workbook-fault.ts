/**
 * What its owner is told about a file that cannot be read: the reader's error as a code of the
 * contract. Used by faultOf.
 */
import { AppError, type Choice, UploadOptions } from '@longshore/contract';
import type { WorkbookError } from '@longshore/workbook';
import { chineseSentence } from './workbook-sentences.js';

/** A sentence may quote names out of the file, of any length. */
const MOST_REASON = 300;

export function workbookFault(error: WorkbookError): AppError {
  const { row: line = 1, offset: character = 1 } = error.place;
  switch (error.code) {
    case 'empty_file':
      return new AppError('empty_file', { cause: error });
    case 'old_or_encrypted':
      return new AppError('old_workbook', { cause: error });
    case 'old_workbook':
    case 'password_protected':
    case 'binary_workbook':
    case 'open_document':
    case 'other_document':
    case 'web_page':
    case 'web_archive':
    case 'xml_spreadsheet':
    case 'owner_file':
    case 'pdf_file':
    case 'image_file':
    case 'compressed_file':
    case 'json_document':
    case 'bytes_after_archive':
      return new AppError(error.code, { cause: error });
    case 'encoding_unclear':
      return new AppError('encoding_unclear', { values: readingsOf(error), cause: error });
    case 'bad_quote':
      return new AppError('bad_quote', { values: { line, character }, cause: error });
    case 'record_too_large':
      return new AppError('line_too_long', { values: { line }, cause: error });
    case 'bad_encoding':
      return new AppError('bad_encoding', { cause: error });
    default:
      return new AppError('invalid_workbook', { values: reasonsOf(error), cause: error });
  }
}

/**
 * `readings`: for the sentence; `choices`: JSON of the contract's choices, for a page that asks.
 */
function readingsOf({ values: { candidates = [] } }: WorkbookError) {
  const choices: Choice[] = candidates.map(({ encoding, sample }) => ({
    options: UploadOptions.parse({ encoding }),
    sample: [...sample],
  }));
  return {
    readings: candidates.map(({ encoding, sample }) => `${encoding}: ${sample[0]}`).join('; '),
    choices: JSON.stringify(choices),
  };
}

const reasonsOf = (error: WorkbookError) => ({
  reason: error.message.slice(0, MOST_REASON),
  'reason.zh': chineseSentence(error).slice(0, MOST_REASON),
});
