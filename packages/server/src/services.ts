/** What the routes work with; createTaskCentre makes these once. */
import type { Services } from '@longshore/process';
import type { Authenticate } from './auth/caller.js';
import type { Metrics } from './operations/metrics.js';

export interface CentreServices extends Services {
  readonly authenticate: Authenticate;
  /** Origin and path that browsers use, without a slash at the end; null: that of the call. */
  readonly publicUrl: string | null;
  readonly uploadMaxBytes: number;
  /** Of tasks whose caller names no zone. */
  readonly timeZone: string;
  /** Calls of one owner in this process. */
  readonly callsPerMinute: number;
  readonly metrics: Metrics;
  /** Signs file addresses. */
  readonly signingKey: Buffer;
  /** True once migration and seeding are done. */
  readonly isPrepared: () => boolean;
}
