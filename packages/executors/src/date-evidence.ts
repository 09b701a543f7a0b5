/**
 * The order of day and month in one column, decided from its texts. Used by the runner, whose first
 * pass over an upload feeds the texts.
 */
import { narrow } from './cell-text.js';
import { type DateOrder, provenOrder, writtenDate } from './written-date.js';

/** Collects what the texts of one column prove. */
export interface DateEvidence {
  /** Takes the text of a cell; a text that is no date proves nothing. */
  observe(text: string): void;
  /** The order that the texts so far prove; null: none, or both. */
  decide(): DateOrder | null;
}

/** Evidence without any text. */
export function createDateEvidence(): DateEvidence {
  const proven = { dmy: false, mdy: false };
  return {
    observe: (text) => {
      if (YEAR_FIRST.test(text)) return;
      const written = writtenDate(narrow(text));
      const order = written === null ? null : provenOrder(written);
      if (order === 'dmy' || order === 'mdy') proven[order] = true;
    },
    decide: () => {
      if (proven.dmy === proven.mdy) return null;
      return proven.dmy ? 'dmy' : 'mdy';
    },
  };
}

/** Texts that need no grammar, the most of any file. */
const YEAR_FIRST = /^\d{4}/;
