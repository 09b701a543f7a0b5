/** A record of a table as the row that its executor declares. Used by work-page.ts. */
import { AppError } from '@longshore/contract';
import type { BatchRecord, RecordOutcome } from '@longshore/database';
import type { Row } from '@longshore/executors';
import type * as z from 'zod';
import type { OpenedBatch } from './opened-batch.js';

/**
 * The row, or the failure of a record whose values break a rule of the schema. Throws AppError
 * batch_row_misfits where the column itself is of another type: then no record can be worked on.
 */
export function parseRecord(
  { row }: BatchRecord,
  { executor }: Pick<OpenedBatch, 'executor'>,
): { readonly row: Row } | RecordOutcome {
  const parsed = executor.row.safeParse(row);
  if (parsed.success) return { row: parsed.data };
  const { issues } = parsed.error;
  for (const issue of issues) refuseOtherType(issue, row, executor);
  const message = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return { state: 'failure', code: 'invalid', message };
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
