/** What the functions of one business under test share. */
import { type Language, plainCaller, type TaskCaller } from '@longshore/contract';
import type { LoadedBusiness } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { Task } from '@longshore/tasks';

/** A row by its properties. */
export type Row = Readonly<Record<string, unknown>>;

export interface Tested {
  readonly business: LoadedBusiness;
  readonly store: ObjectStore;
  /** By id: an error workbook is told apart by the import that it came from. */
  readonly finished: Map<string, Task>;
}

/** For whom a task runs. */
export interface TestCaller {
  /** Default `ann`. */
  readonly owner?: string;
  /** Default: somebody of whom nothing is known but the name. */
  readonly caller?: TaskCaller;
  /** Default `en`. */
  readonly language?: Language;
  /** IANA zone. Default `UTC`. */
  readonly timeZone?: string;
}

export const callerOf = ({
  owner = 'ann',
  caller = plainCaller(owner),
  language = 'en',
  timeZone = 'UTC',
}: TestCaller): Required<TestCaller> => ({ owner, caller, language, timeZone });
