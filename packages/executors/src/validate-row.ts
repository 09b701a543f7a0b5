/**
 * One row of an upload against the row schema: its value, or all that is wrong with it. Used by the
 * runner for each row.
 */
import type { StoredIssue } from '@longshore/contract';
import * as z from 'zod';
import type { Column } from './column.js';
import type { Row } from './executor.js';
import { complaintOf } from './row-messages.js';

interface RowShape {
  readonly row: z.ZodObject;
  readonly columns: readonly Column[];
}

interface RowPlace {
  /** The row as Excel shows it. */
  readonly row: number;
}

/** A row that passed its schema, with its value, or one that did not, with its issues. */
export type ValidatedRow =
  | { readonly valid: true; readonly value: Row }
  | { readonly valid: false; readonly issues: readonly StoredIssue[] };

/**
 * `input`: what `fromCell` of each column made of its cell, by the column's key, without a
 * prototype.
 * Messages that the schema itself gives (`z.int('…')`) win over ours.
 */
export function validateRow(
  { row: schema, columns }: RowShape,
  input: Row,
  { row }: RowPlace,
): ValidatedRow {
  const parsed = compiled(schema).safeParse(input, { error: () => OURS });
  if (parsed.success) return { valid: true, value: parsed.data };
  const issues = parsed.error.issues.map((issue): StoredIssue => {
    const column = columns.find(({ key }) => key === issue.path[0]);
    return {
      row,
      column: column?.header ?? null,
      ...complaintOf(issue, valueAt(input, issue.path), column),
      message: issue.message === OURS ? null : issue.message,
    };
  });
  return { valid: false, issues };
}

/** Stands where the schema gives no message of its own; no author writes NUL. */
const OURS = '\0';

const COMPILED = new WeakMap<z.ZodObject, z.ZodObject>();

/**
 * Generated code for rows without fault, a tenth of the time; all others, and what cannot be
 * compiled, zod judges as ever.
 */
function compiled(schema: z.ZodObject): z.ZodObject {
  const known = COMPILED.get(schema);
  if (known !== undefined) return known;
  const made = z.compile(schema);
  COMPILED.set(schema, made);
  return made;
}

/** A problem of the whole row has no cell: it is judged by the row itself. */
function valueAt(input: Row, path: readonly PropertyKey[] | undefined): unknown {
  const key = path?.[0];
  return key === undefined ? '' : input[String(key)];
}
