/** What the routes work with; createTaskCentre makes these once. */
import type { Services } from '@longshore/process';
import type { AuditTrail } from './audit/audit-trail.js';
import type { Authenticate } from './auth/caller.js';
import type { RateLimit } from './auth/rate-limit.js';
import type { FileKeys } from './files/file-keys.js';
import type { Metrics } from './operations/metrics.js';

export interface CentreServices extends Services {
  readonly authenticate: Authenticate;
  /** Origin and path that browsers use, without a slash at the end; null: that of the call. */
  readonly publicUrl: string | null;
  readonly uploadMaxBytes: number;
  /** Where browsers find the board of BullMQ's queues; null: there is none. */
  readonly boardPath: string | null;
  /** Of tasks whose caller names no zone. */
  readonly timeZone: string;
  /** Owners too are told causes and lines of source. */
  readonly tellsCauses: boolean;
  /** Calls of an owner. */
  readonly calls: RateLimit;
  /** Refused tokens and forged file addresses of a network address. */
  readonly failures: RateLimit;
  readonly metrics: Metrics;
  readonly audit: AuditTrail;
  /** Seal and open file addresses. */
  readonly fileKeys: FileKeys;
  /** True once migration and seeding are done. */
  readonly isPrepared: () => boolean;
}
