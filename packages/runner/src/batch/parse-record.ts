/** A record of a table as the row that its executor declares. Used by work-page.ts. */
import { AppError, rowIssueSentence, type StoredIssue } from '@longshore/contract';
import type { BatchRecord, RecordOutcome } from '@longshore/database';
import { type Row, validateRow } from '@longshore/executors';
import type * as z from 'zod';
import type { OpenedBatch } from './opened-batch.js';

type Told = Pick<OpenedBatch, 'executor' | 'context'>;

/**
 * The row, or the failure of a record whose values break a rule of the schema, in the language of
 * the task. Throws AppError batch_row_misfits where the column itself is of another type: then no
 * record can be worked on.
 */
export function parseRecord(
  { row }: BatchRecord,
  batch: Told,
): { readonly row: Row } | RecordOutcome {
  const { executor } = batch;
  const checked = validateRow(executor, row, NO_PLACE);
  if (checked.valid) return { row: checked.value };
  for (const issue of executor.row.safeParse(row).error?.issues ?? [])
    refuseOtherType(issue, row, executor);
  const message = checked.issues.map((issue) => sentenceOf(issue, batch)).join('; ');
  return { state: 'failure', code: 'invalid', message };
}

/** A record has no number of a row. */
const NO_PLACE = { row: 0 };

function sentenceOf(issue: StoredIssue, { executor, context: { language } }: Told): string {
  const sentence = rowIssueSentence(issue, language);
  const column = executor.columns.find(({ header }) => header === issue.column);
  return column === undefined ? sentence : `${column.in(language).header}: ${sentence}`;
}

function refuseOtherType(
  { code, path, message }: z.core.$ZodIssue,
  row: Row,
  { type, source: { table } }: OpenedBatch['executor'],
): void {
  const column = String(path[0]);
  const value = row[column];
  if (code !== 'invalid_type' || value === null || value === undefined) return;
  const found = value instanceof Date ? 'a moment' : `the ${typeof value} ${String(value)}`;
  throw new AppError('batch_row_misfits', {
    values: { table, column, type, found, reason: message },
  });
}
