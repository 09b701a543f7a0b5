/** What operators ask of the batches of a type. */
import * as z from 'zod';
import { count } from './schema-parts.js';

const MOST_DAYS = 400;
const DAYS = 30;

/** How many days back, today included. */
export const BatchStatisticsQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(DAYS),
});

const ratio = z.number().min(0).max(1).nullable();

/**
 * A day in UTC: records by where its pages left them, their shares of `records` (null without a
 * record), how many milliseconds a page took, and how many passed from the time when a record was
 * due until it was done (null: of no record it is known).
 */
const BatchDayOut = z.object({
  day: z.iso.date(),
  records: count,
  succeeded: count,
  failed: count,
  exceptions: count,
  succeededRatio: ratio,
  failedRatio: ratio,
  exceptionsRatio: ratio,
  pages: count,
  pageP50Ms: count,
  pageP99Ms: count,
  delayP50Ms: count.nullable(),
  delayP99Ms: count.nullable(),
});

/** Newest day first; days without a page are left out. */
export const BatchStatisticsOut = z.object({ type: z.string(), days: z.array(BatchDayOut) });
export type BatchStatisticsOut = z.infer<typeof BatchStatisticsOut>;
