/**
 * Japanese: sentences by the key of `worded`. A test compares keys and values with the English
 * ones.
 */
import { errors } from './errors.js';
import { fileWords } from './file-words.js';
import { messages } from './messages.js';
import { notices } from './notices.js';
import { rows } from './rows.js';
import { uploadErrors } from './upload-errors.js';

export const ja: Readonly<Record<string, string>> = {
  ...errors,
  ...uploadErrors,
  ...messages,
  ...notices,
  ...rows,
  ...fileWords,
};
