/**
 * A suite on job consumers, in this process and in others, with the few acts that most tests begin
 * with.
 */
import { waitUntil } from '@longshore/infra';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { connectRedis, type RedisClient } from '../src/connect-redis.js';
import { createTaskStore } from '../src/create-task-store.js';
import { type JobConsumer, startJobConsumer } from '../src/job-consumer.js';
import type { Task } from '../src/task.js';
import type { JobConsumerOptions, TaskAttempt } from '../src/task-attempt.js';
import { createTaskQueue, type TaskQueue } from '../src/task-queue.js';
import type { TaskStore } from '../src/task-store.js';
import { LIMITS, SUCCEEDED } from './describe-store.js';
import { type GivenTask, newTask } from './new-task.js';
import { describeOnRedis } from './redis-topologies.js';
import { silentLog } from './silent-log.js';
import {
  startWorkerProcess,
  type WorkerProcess,
  type WorkerProcessOptions,
} from './start-worker-process.js';

export { SUCCEEDED };

type GivenOptions = Partial<JobConsumerOptions> & Pick<JobConsumerOptions, 'process'>;

export interface ConsumerTest {
  readonly redis: RedisClient;
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  /** Consumers in this process that the test started; closed after it. */
  readonly workers: readonly JobConsumer[];
  startWorker(options: GivenOptions): Promise<JobConsumer>;
  /** A consumer in a process of its own; ended after the test. */
  startProcess(options?: WorkerProcessOptions): Promise<WorkerProcess>;
  /** Registers a task that gets no job. */
  register(given?: GivenTask): Promise<Task>;
  /** Registers a task and queues it. */
  enqueue(given?: GivenTask): Promise<Task>;
  /** A `process` that succeeds at once. */
  settle(run: TaskAttempt): Promise<'done'>;
  /** Blocks the event loop of the process that runs the task. */
  block(task: Task, ms: number): Promise<unknown>;
  /** Lets the run of a process end. */
  finish(task: Task): Promise<unknown>;
  jobIsGone(task: Task): Promise<true>;
}

export function describeConsumer(name: string, suite: (test: ConsumerTest) => void): void {
  describeOnRedis(name, (redisUrl) => {
    let redis: RedisClient;
    let tasks: TaskStore;
    let queue: TaskQueue;
    const workers: JobConsumer[] = [];
    const processes: WorkerProcess[] = [];

    beforeAll(async () => {
      redis = await connectRedis(redisUrl(), { role: 'worker' });
      tasks = createTaskStore(redis, LIMITS);
      queue = createTaskQueue({ redis, tasks });
    });
    afterEach(async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.close({ graceMs: 0 })));
      await Promise.all(processes.splice(0).map((process) => process.end()));
    });
    afterAll(async () => {
      await queue.close();
      redis.disconnect();
    });

    const register = async (given: GivenTask = {}) => {
      const registration = await tasks.register(newTask(given));
      if (!registration.registered) throw new Error('the slot was taken');
      return registration.task;
    };

    suite({
      get redis() {
        return redis;
      },
      get tasks() {
        return tasks;
      },
      get queue() {
        return queue;
      },
      workers,
      startWorker: async (options) => {
        const defaults = {
          url: redisUrl(),
          tasks,
          kinds: ['export', 'import'],
          concurrency: 2,
          onLost: async () => {},
          log: silentLog,
        } as const;
        const worker = await startJobConsumer({ ...defaults, ...options });
        workers.push(worker);
        return worker;
      },
      startProcess: async (options) => {
        const worker = await startWorkerProcess(redisUrl(), options);
        processes.push(worker);
        return worker;
      },
      register: (given) => register(given),
      enqueue: async (given) => {
        const task = await register(given);
        await queue.admit(task.owner, [task.kind]);
        return task;
      },
      settle: async ({ taskId, worker }) => {
        const claim = await tasks.claim(taskId, worker);
        if (claim.claimed)
          await tasks.settle({ taskId, attempt: claim.task.attempt }, SUCCEEDED, 'last-attempt');
        return 'done';
      },
      block: ({ taskId }, ms) => redis.set(`test:block:${taskId}`, ms, 'PX', 60_000),
      finish: ({ taskId }) => redis.set(`test:finish:${taskId}`, 1, 'PX', 60_000),
      jobIsGone: ({ kind, taskId }) =>
        waitUntil(async () => (await queue.stateOf(kind, taskId)) === 'gone', {
          what: 'the job to go',
        }),
    });
  });
}
