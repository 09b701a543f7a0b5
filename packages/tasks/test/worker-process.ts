/**
 * A worker process for tests that kill or stop one: `tsx worker-process.ts <redis url>
 * <options of the job consumer>`.
 * A run counts rows until the key `test:finish:<task id>` is there, or it is told to stop; it
 * blocks the event loop for the milliseconds of the key `test:block:<task id>`. Says what happens,
 * a JSON line each.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AttemptStop,
  connectRedis,
  createTaskStore,
  startJobConsumer,
  type TaskAttempt,
} from '../src/index.js';

const [url = '', options = '{}'] = process.argv.slice(2);
const redis = await connectRedis(url, { role: 'worker' });
const tasks = createTaskStore(redis, { ttlMs: 60_000, ledgerTtlMs: 60_000, maxAttempts: 3 });

const say = (event: string, fields: object = {}) =>
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
const log = {
  info: () => {},
  warn: (_fields: object, message: string) => say('warned', { message }),
  error: (fields: object, message: string) => say('error', { message, fields }),
};

const worker = await startJobConsumer({
  url,
  tasks,
  log,
  kinds: ['export', 'import'],
  concurrency: 2,
  process: count,
  onLost: async ({ taskId }) => say('lost', { taskId }),
  ...JSON.parse(options),
});
say('ready');
process.once('SIGTERM', async () => {
  await worker.close({ graceMs: 100 });
  say('closed');
  process.exit(0);
});

async function count({
  taskId,
  worker: name,
  signal,
  claimed,
}: TaskAttempt): Promise<'done' | 'handed-back'> {
  const claim = await tasks.claim(taskId, name);
  if (!claim.claimed) {
    say('refused', { taskId, reason: claim.reason });
    return 'done';
  }
  const run = { taskId, attempt: claim.task.attempt };
  claimed(claim.task);
  say('started', run);
  for (let rows = 1; (await redis.exists(`test:finish:${taskId}`)) === 0; rows++) {
    if (signal.aborted) return stopped(run, signal.reason);
    block(Number(await redis.getdel(`test:block:${taskId}`)));
    const verdict = await tasks.progress(run, {
      total: 1_000_000,
      succeeded: rows,
      failed: 0,
      rowsPerSecond: 20,
      etaMs: 5_000,
    });
    if (verdict !== 'go') return stopped(run, new AttemptStop(verdict));
    await sleep(50, undefined, { signal }).catch(() => {}); // the loop looks at the signal
  }
  const isTaken = await tasks.settle(run, {
    phase: 'succeeded',
    counts: null,
    result: null,
    issues: null,
    notices: [],
    error: null,
  });
  say('settled', { ...run, isTaken });
  return 'done';
}

function block(ms: number): void {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function stopped(
  run: { taskId: string; attempt: number },
  why: unknown,
): Promise<'done' | 'handed-back'> {
  const reason = why instanceof AttemptStop ? why.reason : String(why);
  const isHandedBack =
    (reason === 'shutdown' || reason === 'lock-lost') && (await tasks.handBack(run));
  say('stopped', { ...run, reason, isHandedBack });
  return isHandedBack ? 'handed-back' : 'done';
}
