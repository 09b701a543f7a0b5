/** Workers that die again and again while others take their place. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerRecord } from '@longshore/contract';
import { type AppProcess, waitUntil } from '@longshore/infra';
import type { System } from '../support/system.js';
import type { Stage } from './stage.js';

/** A worker that was killed. */
export interface Kill {
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Two workers have room for so many tasks: one that is taken over waits for no other's end. */
const LANES = 4;

/**
 * Kills one worker after another at random moments, each replaced at once, while `run` is called
 * again and again, for several owners at once. Resolves when no run is under way any more. Each
 * victim is in the middle of a task that `isWorth` a kill.
 */
export async function whileKilling<Ended>(
  system: System,
  times: number,
  run: (owner: string) => Promise<Ended>,
  isWorth: (task: LedgerRecord) => boolean = () => true,
): Promise<{ kills: Kill[]; ended: Ended[] }> {
  const kills: Kill[] = [];
  const ended: Ended[] = [];
  let hasFailed = false;
  const goesOn = () => kills.length < times && !hasFailed;
  const runAgain = async (lane: number) => {
    for (let n = 0; goesOn(); n++) ended.push(await run(`t${lane}-${n}`));
  };
  const acts = [
    killWhile(system, kills, goesOn, () => workerInTheMiddle(system, isWorth)),
    ...Array.from({ length: LANES }, (_, lane) => runAgain(lane)),
  ];
  for (const act of acts)
    act.catch(() => {
      hasFailed = true;
    });
  // nothing may start workers any more once the system is stopped
  await Promise.allSettled(acts);
  await Promise.all(acts);
  return { kills, ended };
}

/** Between two kills a run has time to end now and then. */
const LONGEST_PAUSE_MS = 3_000;

/** Kills so many workers, one after another at random moments, each replaced at once. */
export async function killWorkers(system: System, times: number): Promise<Kill[]> {
  const kills: Kill[] = [];
  const goesOn = () => kills.length < times;
  await killWhile(system, kills, goesOn, async () => system.workers[0]);
  return kills;
}

async function killWhile(
  system: System,
  kills: Kill[],
  goesOn: () => boolean,
  choose: () => Promise<AppProcess | undefined>,
): Promise<void> {
  while (goesOn()) {
    await sleep(Math.random() * LONGEST_PAUSE_MS);
    const victim = await choose();
    if (victim === undefined) throw new Error('a system without workers');
    victim.signal('SIGKILL');
    kills.push({ pid: victim.pid, at: Date.now() });
    system.workers.splice(system.workers.indexOf(victim), 1);
    await victim.exited;
    await system.startWorker();
  }
}

/** As soon as there is one. */
function workerInTheMiddle(
  system: System,
  isWorth: (task: LedgerRecord) => boolean,
): Promise<AppProcess> {
  const everyone = { headers: { 'x-role': 'operator' } };
  return waitUntil(
    async () => {
      const { items } = await system.client(everyone).listTasks({ owner: '*', phase: 'running' });
      for (const { taskId } of items.filter(isWorth)) {
        const { attempts } = await system.record(taskId, everyone);
        const name = attempts.at(-1)?.worker;
        const worker = system.workers.find(({ pid }) => name?.endsWith(`:${pid}`));
        if (worker !== undefined) return worker;
      }
      return null;
    },
    { what: 'a worker in the middle of a task', everyMs: 50, timeoutMs: 120_000 },
  );
}

/** Milliseconds from each kill to the begin of the attempt that took over, in rising order. */
export function takeOversMs(records: readonly LedgerRecord[], kills: readonly Kill[]): number[] {
  const waits = records.flatMap(({ attempts }) =>
    attempts.flatMap(({ worker }, i) => {
      const kill = kills.find(({ pid }) => worker.endsWith(`:${pid}`));
      const next = attempts[i + 1];
      return kill === undefined || next === undefined ? [] : [Date.parse(next.startedAt) - kill.at];
    }),
  );
  return waits.sort((a, b) => a - b);
}

const USUAL_MS = 6_000;
const LONGEST_MS = 15_000;

/** At length: half of the runs were taken over within 6 s, all within 15 s; else: some were. */
export function areInTime(waitsMs: readonly number[], { isShort }: Stage): boolean {
  const [middle = Infinity, longest = Infinity] = [waitsMs[waitsMs.length >> 1], waitsMs.at(-1)];
  return isShort ? waitsMs.length > 0 : middle <= USUAL_MS && longest <= LONGEST_MS;
}

/** `61 runs hit, take-over p50 4.9 s, max 7.1 s`. */
export function takeOverText(waitsMs: readonly number[]): string {
  if (waitsMs.length === 0) return 'no run hit';
  const seconds = (ms = 0) => (ms / 1_000).toFixed(1);
  const middle = waitsMs[waitsMs.length >> 1];
  return `${waitsMs.length} runs hit, take-over p50 ${seconds(middle)} s, max ${seconds(waitsMs.at(-1))} s`;
}

/** Registers while no worker takes a job, so that the kills that follow hit runs. */
export async function whilePaused<Result>(
  system: System,
  register: () => Promise<Result>,
): Promise<Result> {
  for (const worker of system.workers) worker.signal('SIGSTOP');
  const result = await register();
  for (const worker of system.workers) worker.signal('SIGCONT');
  return result;
}

/** Starts a worker for each one that ends; the function that is answered ends that. */
export function replaceDeadWorkers(system: System): () => Promise<void> {
  const ending = new AbortController();
  const ended = once(ending.signal, 'abort');
  const replace = async (worker: AppProcess): Promise<void> => {
    await Promise.race([worker.exited, ended]);
    if (!ending.signal.aborted) await replace(await system.startWorker());
  };
  const replacing = Promise.all(system.workers.map(replace));
  return async () => {
    ending.abort();
    await replacing;
  };
}
