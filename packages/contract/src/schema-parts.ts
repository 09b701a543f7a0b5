/** Parts that several schemas share. Used by schemas.ts and ledger-schemas.ts. */
import * as z from 'zod';
import { TASK_KINDS } from './kinds.js';
import { LANGUAGES, type Language } from './languages.js';
import { PHASES } from './phases.js';
import { isTimeZone } from './time-zone.js';

export const count = z.int().min(0);
export const time = z.iso.datetime();
export const typeName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'lower-case letters, digits and "-", at most 63');
export const taskId = z.uuid();
/** So that the polling answer stays under 700 bytes. */
const MAX_NAME_BYTES = 120;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a file name must not have them
const NAME_CHARACTERS = /^[^\\/:*?"<>|\u0000-\u001f\u007f]+$/;
export const fileName = z
  .string()
  .min(1)
  .max(120)
  .regex(NAME_CHARACTERS, 'must not contain \\ / : * ? " < > | or control characters')
  .refine(
    (name) => new TextEncoder().encode(name).length <= MAX_NAME_BYTES,
    `at most ${MAX_NAME_BYTES} bytes in UTF-8`,
  );

const LONGEST_ZONE = 64;
/** The IANA name of a zone. */
export const timeZoneName = z
  .string()
  .max(LONGEST_ZONE)
  .refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai');

const inOthers = Object.fromEntries(
  LANGUAGES.map((language) => [language, z.string().optional()]),
) as Record<Language, z.ZodOptional<z.ZodString>>; // one for each of them

/** A name for people in each language. */
export const Title = z.object({ ...inOthers, en: z.string(), zh: z.string() });

/** The zone and the language of the person; default: TIME_ZONE and Accept-Language. */
export const locale = {
  timeZone: timeZoneName.optional(),
  language: z.enum(LANGUAGES).optional(),
};

/** What fills the `{names}` of a sentence. */
export const messageValues = z.record(z.string(), z.union([z.string(), z.number()]));

export const kind = z.enum(TASK_KINDS);
export const phase = z.enum(PHASES);

/**
 * succeeded + failed + unprocessed = total; both null until the total is known. Of a batch:
 * `exceptions`, those of the failed that a retry may heal.
 */
export const Counts = z.object({
  total: count.nullable(),
  succeeded: count,
  failed: count,
  unprocessed: count.nullable(),
  exceptions: count.optional(),
});
export type Counts = z.infer<typeof Counts>;

/**
 * How far a task is: rows done and in all, rows per second, milliseconds left; null where unknown.
 */
export const Progress = z.object({
  done: count,
  total: count.nullable(),
  rowsPerSecond: count.nullable(),
  etaMs: count.nullable(),
});
export type Progress = z.infer<typeof Progress>;
