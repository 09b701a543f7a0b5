/** The sentence that an owner reads of a task's error. Used by the store and by the answers. */
import {
  errorSentence,
  isErrorCode,
  isSpaced,
  type Language,
  message as sentence,
} from '@longshore/contract';
import type { TaskError } from './task.js';

/** By the error's code and values; an error with a code of its own has its own words. */
export function taskErrorSentence(error: TaskError, language: Language): string {
  const { code, message, values = {}, isTold } = error;
  const why = isErrorCode(code) ? errorSentence(code, values, language) : message;
  if (isTold !== true) return why;
  return [why, sentence('maintainersTold', language)].join(isSpaced(language) ? ' ' : '');
}
