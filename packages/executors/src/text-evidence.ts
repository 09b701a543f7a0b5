/**
 * The decimal sign of a file, decided from the texts in its number columns. Used by the runner,
 * whose first pass over an upload feeds the texts.
 */
import { narrow } from './cell-text.js';
import type { DateOrder } from './written-date.js';
import { type DecimalSign, provenSign, writtenNumber } from './written-number.js';

/** How the numbers of one file are written. */
export interface NumberForms {
  /** The decimal sign that the file proves or its sender said; null: neither, or both proven. */
  readonly decimal: DecimalSign | null;
  /** The file proves both signs: a text such as `1.234` then has two readings. */
  readonly isAmbiguous: boolean;
}

/** How the texts and dates of one column are written. */
export interface TextForms extends NumberForms {
  /** The order that the column proves or its sender said; null: neither, or both proven. */
  readonly dateOrder: DateOrder | null;
  /** The instant of a wall clock of the task's zone, both in milliseconds since 1970. */
  instantOf(wallMs: number): number;
}

/**
 * The forms of a file whose texts prove nothing: `1.234` is plain notation, `1,234` is refused, and
 * wall clocks are UTC.
 */
export const NO_EVIDENCE: TextForms = {
  decimal: null,
  isAmbiguous: false,
  dateOrder: null,
  instantOf: (wallMs) => wallMs,
};

/** Collects what the texts of one file prove. */
export interface Evidence {
  /** Takes the text of a cell in a number column; a text that is no number proves nothing. */
  observe(text: string): void;
  /** What the texts so far prove together. */
  decide(): NumberForms;
}

/** Evidence without any text. */
export function createEvidence(): Evidence {
  const proven = { '.': false, ',': false };
  return {
    observe: (text) => {
      if (WHOLE.test(text) || (proven['.'] && PLAIN.test(text))) return;
      const written = writtenNumber(narrow(text));
      const sign = written === null ? null : provenSign(written.digits);
      if (sign === '.' || sign === ',') proven[sign] = true;
    },
    decide: () => {
      const isAmbiguous = proven['.'] && proven[','];
      return { decimal: isAmbiguous ? null : signOf(proven), isAmbiguous };
    },
  };
}

/** Texts that need no grammar, the most of any file: a test instead of a parse. */
const WHOLE = /^-?\d+$/;
/** Proves nothing but the point, or nothing. */
const PLAIN = /^-?\d+\.\d+$/;

function signOf(proven: Readonly<Record<DecimalSign, boolean>>): DecimalSign | null {
  if (proven['.']) return '.';
  return proven[','] ? ',' : null;
}
