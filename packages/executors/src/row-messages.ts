/**
 * What is wrong with a cell, as code and values, from zod's issue. Used by validateRow.
 */
import { listedIn, type MessageValues, type RowIssueCode, valueInAll } from '@longshore/contract';
import type * as z from 'zod';
import { plainDecimal, toText } from './cell-text.js';
import type { Column } from './column.js';
import { isCellError, isCellProblem } from './columns-of.js';
import { AMBIGUOUS_DATE, dateReadingsOf } from './parse-date.js';
import { AMBIGUOUS, readingsOf } from './parse-number.js';

/** What is wrong: a code of the contract, and what its sentence tells. */
export interface Complaint {
  readonly code: string;
  readonly values: MessageValues;
}

type Issue = z.core.$ZodIssue | z.core.$ZodRawIssue;

/** `value`: the cell as it was converted; undefined when it was blank. `column`: its column. */
export function complaintOf(issue: Issue, value: unknown, column?: Column): Complaint {
  if (value === undefined || value === null) return isCheck(issue) ? INVALID : REQUIRED;
  if (isCellError(value)) return complain('cell_error', { error: value.error });
  if (isCellProblem(value)) return problemOf(value);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'date' && typeof value === 'number') return bareNumber(value);
      return WRONG_TYPE[String(issue.expected)] ?? INVALID;
    case 'invalid_value':
      return unknownLabel((issue.values as readonly unknown[]).map(String), column);
    case 'too_small':
      return bound('lower', issue as Bounded);
    case 'too_big':
      return bound('upper', issue as Bounded);
    case 'not_multiple_of':
      return complain('not_a_multiple', { divisor: String(issue.divisor) });
    case 'invalid_format':
      return complain('wrong_format');
    default:
      return INVALID;
  }
}

/** A check of the user's own, on the row or on a blank: not the same as a missing value. */
const isCheck = (issue: Issue): boolean => issue.code === 'custom' || issue.path?.length === 0;

const complain = (code: RowIssueCode, values: MessageValues = {}): Complaint => ({ code, values });

const REQUIRED = complain('required');
const INVALID = complain('invalid');

/** Excel keeps a day as a number, and shows the day where the cell is formatted as a date. */
const bareNumber = (value: number): Complaint =>
  complain('number_not_date', { number: plainDecimal(value) });

const WRONG_TYPE: Readonly<Record<string, Complaint>> = {
  string: complain('not_text'),
  number: complain('not_a_number'),
  int: complain('not_whole'),
  boolean: complain('not_a_boolean'),
  date: complain('not_a_date'),
};

interface CellProblem {
  readonly problem: string;
  readonly text?: string;
}

/** A cell that the reader could not take, under the reader's own code. */
function problemOf({ problem, text = '' }: CellProblem): Complaint {
  if (problem !== AMBIGUOUS && problem !== AMBIGUOUS_DATE)
    return { code: problem, values: { text } };
  const [first, second] = problem === AMBIGUOUS ? readingsOf(text) : dateReadingsOf(text);
  return complain(problem, { text, first, second });
}

/** The labels in each language, so that a person reads those of the workbook. */
function unknownLabel(values: readonly string[], column?: Column): Complaint {
  const inWords = valueInAll('labels', (language) => {
    const labels = column?.in(language).labels ?? values;
    return listedIn(language, labels.slice(0, LABELS_SHOWN), labels.length > LABELS_SHOWN);
  });
  return complain('unknown_label', inWords);
}

const LABELS_SHOWN = 8;

interface Bounded {
  readonly origin: string;
  readonly inclusive?: boolean;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
}

const BOUND_CODES = {
  lower: { string: 'too_short', date: 'too_early', number: 'too_small' },
  upper: { string: 'too_long', date: 'too_late', number: 'too_big' },
} as const;

function bound(
  side: keyof typeof BOUND_CODES,
  { origin, inclusive = false, minimum, maximum }: Bounded,
): Complaint {
  const limit = Number(minimum ?? maximum);
  const codes = BOUND_CODES[side];
  if (origin === 'string') return complain(codes.string, { limit });
  if (origin === 'date') return complain(codes.date, { day: toText(new Date(limit)) });
  return complain(codes.number, { limit: plainDecimal(limit), inclusive: inclusive ? 1 : 0 });
}
