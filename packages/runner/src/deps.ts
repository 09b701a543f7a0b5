/** What a run works with; apps make these once and pass them in. */
import type { LoadedBusiness } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { TaskStore } from '@longshore/tasks';

/** The part of a pino logger that a run uses. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RunnerDeps {
  readonly tasks: TaskStore;
  readonly store: ObjectStore;
  readonly business: LoadedBusiness;
  readonly log: Log;
}
