/** What an attempt works with; the worker makes these once and passes them in. */
import type { LoadedBusiness } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { Log, TaskStore } from '@longshore/tasks';

/** What an attempt works with. */
export interface RunServices {
  readonly tasks: TaskStore;
  readonly store: ObjectStore;
  readonly business: LoadedBusiness;
  readonly log: Log;
}
