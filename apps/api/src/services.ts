/** What the routes work with; main.ts makes these once. */
import type { LoadedBusiness } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { TaskQueue, TaskStore } from '@longshore/tasks';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { Metrics } from './metrics.js';

export interface Services {
  readonly config: Config;
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  readonly store: ObjectStore;
  readonly business: LoadedBusiness;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Seals file addresses. */
  readonly signingKey: Buffer;
  /** True once migration and seeding are done. */
  readonly prepared: () => boolean;
}
