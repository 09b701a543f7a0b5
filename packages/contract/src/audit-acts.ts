/** What the audit log keeps: words that server and browser share. */

/** Everything that an entry of the audit log can say was done. */
export const AUDIT_ACTS = [
  'register',
  'download',
  'cancel',
  'clear',
  'retry',
  'confirm',
  'undo',
  'pause',
  'resume',
  'routine-run',
  'routine-pause',
  'routine-resume',
  'routine-cron',
  'call-run',
  'call-give-up',
  'audit-export',
] as const;
/** A word of `AUDIT_ACTS`. */
export type AuditAct = (typeof AUDIT_ACTS)[number];

/**
 * As what somebody acted: an owner on his own tasks, an operator, code of the host, or the bearer
 * of a file address, who need not sign in.
 */
export const AUDIT_ROLES = ['owner', 'operator', 'code', 'bearer'] as const;
/** A word of `AUDIT_ROLES`. */
export type AuditRole = (typeof AUDIT_ROLES)[number];
