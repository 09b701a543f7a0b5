/** Bodies of the calls about retryable calls: what was recorded, how its attempts ended. */
import * as z from 'zod';
import { count, taskId, time, typeName } from './schema-parts.js';

/** State of a call. */
const state = z.enum(['running', 'waiting', 'succeeded', 'refused', 'given_up']);

/** A call of a retryable, as it was recorded. */
export const RetryOut = z.object({
  id: z.string(),
  /** Of the retryable. */
  name: z.string(),
  /** The business's own key. */
  key: z.string(),
  state,
  /** Without secrets; null: this API knows no retryable of the name, so it shows none. */
  params: z.record(z.string(), z.unknown()).nullable(),
  /** Attempts that began. */
  attempt: count,
  /** The process of the newest attempt; null: none began. */
  worker: z.string().nullable(),
  recordedAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  /** When it is run next; of a running one: until when its process must have renewed its lease. */
  dueAt: time.nullable(),
  /** The operator who gave it up. */
  givenUpBy: z.string().nullable(),
  /** Why the newest attempt that failed did. */
  message: z.string().nullable(),
});
export type RetryOut = z.infer<typeof RetryOut>;

/** An attempt that did not succeed; `lost`: its process was gone. */
const attempt = z.object({
  attempt: count,
  worker: z.string(),
  startedAt: time,
  endedAt: time,
  outcome: z.enum(['failed', 'refused', 'lost', 'handed_back']),
  message: z.string().nullable(),
});

/** A call with its attempts that did not succeed, in their order. */
export const RetryStory = RetryOut.extend({ attempts: z.array(attempt) });
export type RetryStory = z.infer<typeof RetryStory>;

const LONGEST_KEY = 191;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what databases refuse
const WITHOUT_NUL = /^[^\u0000]*$/;
const filter = {
  name: typeName.optional(),
  state: state.optional(),
  key: z.string().min(1).max(LONGEST_KEY).regex(WITHOUT_NUL).optional(),
};

/** Query of the list of calls. */
export const RetryListQuery = z.strictObject({
  ...filter,
  cursor: taskId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type RetryListQuery = z.input<typeof RetryListQuery>;

/** Calls, newest first; `nextCursor` null: there is nothing further. */
export const RetryList = z.object({ items: z.array(RetryOut), nextCursor: z.string().nullable() });
export type RetryList = z.infer<typeof RetryList>;

/** Which calls of one retryable are run again, or given up, at once. */
export const RetriesIn = z.strictObject({
  ...filter,
  name: typeName,
  /** Where an earlier call with the same filter ended. */
  cursor: taskId.optional(),
});
export type RetriesIn = z.infer<typeof RetriesIn>;

/** How many calls were changed; `nextCursor` null: there is nothing further. */
export const RetriesOut = z.object({ calls: count, nextCursor: z.string().nullable() });
export type RetriesOut = z.infer<typeof RetriesOut>;
