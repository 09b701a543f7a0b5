/** Bodies about the records of a batch. */
import * as z from 'zod';
import { count } from './schema-parts.js';

const MOST_RECORDS = 500;
const DEFAULT_RECORDS = 50;

/** Query of the failed records of a batch; `cursor` is the `nextCursor` of the page before. */
export const FailedRecordsQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(MOST_RECORDS).default(DEFAULT_RECORDS),
});

/** A record that a batch could not work: by the business (`failure`) or a fault (`exception`). */
export const FailedRecord = z.object({
  /** The key's text. */
  key: z.string(),
  state: z.enum(['failure', 'exception']),
  code: z.string(),
  message: z.string(),
  /** Runs of the record in this batch. */
  tries: count,
});
export type FailedRecord = z.infer<typeof FailedRecord>;

/** Answer: the records in the order in which they first failed. */
export const FailedRecordsOut = z.object({
  items: z.array(FailedRecord),
  nextCursor: z.string().nullable(),
});
export type FailedRecordsOut = z.infer<typeof FailedRecordsOut>;
