/** What the watcher looks for; each file beside this one is one check. */
import { ALARM_CAUSES, type AlarmCause, type MessageValues, type Part } from '@longshore/contract';
import type { LoadedBusiness } from '@longshore/executors';
import type { Counted, Outcomes, Sighting, TaskQueue, TaskStore } from '@longshore/tasks';
import type { AlarmThresholds } from '../alarming.js';

/** What checks look at. */
export interface Watched {
  readonly tasks: Pick<TaskStore, 'watch' | 'record'>;
  readonly queue: Pick<TaskQueue, 'foremost'>;
  readonly business: LoadedBusiness;
  /** Throws when the part does not answer. */
  readonly ask: (part: Part) => Promise<void>;
  readonly thresholds: AlarmThresholds;
}

/** One look. */
export interface Look {
  /** By Redis TIME. */
  readonly nowMs: number;
  readonly outcomes: ReadonlyMap<string, Outcomes>;
}

/** A check of some causes; made once a process, and asked at each look while it is the watcher. */
export interface Check {
  readonly causes: readonly AlarmCause[];
  look(look: Look): Promise<Sighting[]>;
}

export type NewCheck = (watched: Watched) => Check;

interface Seen {
  readonly subject: string;
  readonly details: MessageValues;
  readonly counted?: Counted;
}

/** A sighting of a cause; by default of a state that lasts. */
export const sighting = (
  cause: AlarmCause,
  { subject, details, counted = { by: 'state' } }: Seen,
): Sighting => ({ cause, subject, severity: ALARM_CAUSES[cause].severity, details, counted });

export const iso = (ms: number): string => new Date(ms).toISOString();
