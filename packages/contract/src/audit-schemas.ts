/** Bodies of the audit log: who did what, when, from where. For operators. */
import * as z from 'zod';
import { AUDIT_ACTS, AUDIT_ROLES } from './audit-acts.js';
import { count, kind, taskId, time } from './schema-parts.js';

/** Position in the log: milliseconds since 1970, and a number within these. */
const entryId = z.string().regex(/^\d{1,15}-\d{1,15}$/);

/** One act. */
export const AuditEntry = z.object({
  /** Rises with time. */
  id: entryId,
  at: time,
  act: z.enum(AUDIT_ACTS),
  /** Who did it; of a download by the bearer of an address: whose the task is. */
  by: z.string(),
  as: z.enum(AUDIT_ROLES),
  /** Network address of the caller, seen through trusted proxies; null: code of the host. */
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  taskId: taskId.nullable(),
  /** Whose task it is. */
  owner: z.string().nullable(),
  kind: kind.nullable(),
  type: z.string().nullable(),
  /** The file of a download, the cron expression of a routine, the days of an export. */
  detail: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const range = { from: time.optional(), to: time.optional() };

/** Query of the audit log. `from` is included, `to` is not. */
export const AuditQuery = z.strictObject({
  ...range,
  act: z.enum(AUDIT_ACTS).optional(),
  /** Who acted, exactly. */
  by: z.string().min(1).max(200).optional(),
  /** Whose task, exactly. */
  owner: z.string().min(1).max(200).optional(),
  taskId: taskId.optional(),
  /** `nextCursor` of the page before. */
  cursor: entryId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.input<typeof AuditQuery>;

/**
 * A page of the audit log, newest first. It may hold fewer than `limit` although `nextCursor` leads
 * on: `looked` entries were looked at. Entries from before `keptSince` are gone (null: none is
 * kept).
 */
export const AuditList = z.object({
  items: z.array(AuditEntry),
  nextCursor: entryId.nullable(),
  looked: count,
  keptSince: time.nullable(),
});
export type AuditList = z.infer<typeof AuditList>;

/** Query of the export: JSON lines, an `AuditEntry` each, oldest first. */
export const AuditExportQuery = z.strictObject(range);
export type AuditExportQuery = z.input<typeof AuditExportQuery>;
