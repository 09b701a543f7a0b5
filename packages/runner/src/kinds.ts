/** How each kind of task runs. What else a kind is stands in `KINDS` of executors. */
import type { Kind } from '@longshore/contract';
import type { AttemptOutcome, Task } from '@longshore/tasks';
import { runBatch } from './batch/run-batch.js';
import { runExport } from './export/run-export.js';
import { runImport } from './import/run-import.js';
import type { ProgressReporter } from './progress-reporter.js';
import { runRoutine } from './routine/run-routine.js';
import type { RunServices } from './run-services.js';

type TaskOf<K extends Kind> = Extract<Task, { readonly kind: K }>;
type Run<K extends Kind> = (
  task: TaskOf<K>,
  reporter: ProgressReporter,
  services: RunServices,
) => Promise<AttemptOutcome>;

const RUNS: { readonly [K in Kind]: Run<K> } = {
  export: runExport,
  import: runImport,
  batch: runBatch,
  routine: runRoutine,
};

/** Runs one attempt of a task by its kind. Throws what the executor and the services throw. */
export const runKind = <K extends Kind>(
  task: TaskOf<K>,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> => (RUNS[task.kind as K] as Run<K>)(task, reporter, services);
