/** The sentence that an owner reads of a task's error. Used by the store and by the answers. */
import { errorSentence, isErrorCode, type Language } from '@longshore/contract';
import type { TaskError } from './task.js';

/** By the error's code and values; an error with a code of its own has its own words. */
export const taskErrorSentence = (
  { code, message, values = {} }: TaskError,
  language: Language,
): string => (isErrorCode(code) ? errorSentence(code, values, language) : message);
