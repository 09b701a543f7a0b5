/**
 * The worker tells the fleet that it is there, and what it runs, for the operators' overview. Used
 * by start-task-worker.ts.
 */
import { randomUUID } from 'node:crypto';
import { type Log, startSweeper, type TaskStore, type WorkerNews } from '@longshore/tasks';

/** Signs of life of one worker. */
interface Signs {
  /** From now on the worker tells that it takes no more jobs. */
  closing(): void;
  /** The worker is not there any more. */
  close(): Promise<void>;
}

interface SignsOptions {
  readonly tell: () => Omit<WorkerNews, 'boot'>;
  readonly tasks: Pick<TaskStore, 'fleet'>;
  readonly log: Log;
}

/** Six times as often as a worker must be heard of to count as alive. */
const EVERY_MS = 5_000;

export function startSigns({ tell, tasks: { fleet }, log }: SignsOptions): Signs {
  const boot = randomUUID();
  let isClosing = false;
  const news = (): WorkerNews => {
    const told = tell();
    return { ...told, boot, takesJobs: told.takesJobs && !isClosing };
  };
  const sweeper = startSweeper({
    name: 'signs of life',
    everyMs: EVERY_MS,
    log,
    round: () => fleet.tellWorker(news()),
  });
  return {
    closing: () => {
      isClosing = true;
    },
    close: async () => {
      await sweeper.close();
      const { name } = tell();
      await fleet
        .forgetWorker(name)
        .catch((error: unknown) => log.warn({ worker: name, err: error }, 'last sign of life'));
    },
  };
}
