/**
 * Whether running a task again can help. What lies in the file of an import is there the next time
 * too, unless other options read it differently.
 */
import type { ErrorCode } from './error-codes.js';
import { IMPORT_ERROR_CODES } from './import-error-codes.js';
import type { Kind } from './kinds.js';
import { isRepeatable, type Phase } from './phases.js';

const IN_THE_FILE: ReadonlySet<string> = new Set<ErrorCode>([
  // its keys are codes
  ...(Object.keys(IMPORT_ERROR_CODES) as (keyof typeof IMPORT_ERROR_CODES)[]),
  'unsupported_format',
  'old_workbook',
  'password_protected',
  'binary_workbook',
  'open_document',
  'other_document',
  'web_page',
  'web_archive',
  'xml_spreadsheet',
  'owner_file',
  'pdf_file',
  'image_file',
  'compressed_file',
  'bytes_after_archive',
  'encoding_unclear',
  'empty_file',
  'too_many_rows',
  'nothing_saved',
  'import_undone',
]);

interface EndedTask {
  readonly kind: Kind;
  readonly phase: Phase;
  readonly error: { readonly code: string } | null;
}

/** As it was asked for, without other options. */
export const canRunAgain = ({ kind, phase, error }: EndedTask): boolean =>
  isRepeatable(phase) &&
  !(kind === 'import' && phase === 'failed' && IN_THE_FILE.has(error?.code ?? ''));
