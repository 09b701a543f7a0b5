/**
 * What defineExport and its like accept, checked at run time too: an option that does not exist
 * is refused, never ignored.
 */
import { LANGUAGES, type Language } from '@longshore/contract';
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import type { Allow, OnFailed } from './executor.js';
import { type Title, titleOf } from './title.js';

/** The rows of one Excel sheet below its header. */
const ONE_SHEET = 1_048_575;
const MIN_TTL_MS = 1_000;
const MIN_STATEMENT_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 60_000;
const A_DAY_MS = 86_400_000;

export const count = z.int().min(1);
export const zodObject = z.custom<z.ZodObject>(
  (value) => value instanceof z.ZodObject,
  'must be a z.object({ … })',
);
export const callback = z.custom<(...args: never[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
);

const text = z.string().min(1);
const inOthers = Object.fromEntries(
  LANGUAGES.map((language) => [language, text.optional()]),
) as Record<Language, z.ZodOptional<typeof text>>; // one for each of them

/** A name or a sentence in each language: where one has none, the English one stands. */
export const title = z
  .strictObject({ ...inOthers, en: text })
  .transform((given): Title => titleOf(given));

/** Of an executor, or of a retryable. */
export const typeName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'must be lower-case letters, digits and "-", at most 63, and begin with a letter',
  );

const name = { type: typeName, title };

const limits = {
  ttlMs: z.int().min(MIN_TTL_MS).optional(),
  maxAttempts: count.optional(),
  maxRunning: count.optional(),
  statementTimeoutMs: z
    .int()
    .min(MIN_STATEMENT_TIMEOUT_MS)
    .max(A_DAY_MS)
    .default(STATEMENT_TIMEOUT_MS),
  onFailed: z
    .custom<OnFailed>((value) => typeof value === 'function', 'must be a function')
    .optional(),
  allow: z.custom<Allow>((value) => typeof value === 'function', 'must be a function').optional(),
};

/** What executors of every kind take. */
export const executorOptions = { ...name, ...limits };

/** What executors take whose tasks have rows. */
export const commonOptions = {
  ...name,
  row: zodObject,
  maxRows: count.default(ONE_SHEET),
  ...limits,
};

/** `caller` is named in the BusinessError. */
export function checkOptions<Schema extends z.ZodObject>(
  caller: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `there is no option ${issue.keys.map((key) => `"${key}"`).join(', ')}; the options are ${Object.keys(schema.shape).join(', ')}`
      : `${issue.path.join('.')}: ${issue.message}`,
  );
  throw new BusinessError(`${caller}: ${reasons.join('; ')}`);
}
