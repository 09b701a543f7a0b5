/**
 * The thread that keeps the leases of a worker's runs: it renews the locks of their jobs and writes
 * their heartbeats, also while the main thread is blocked, but not for ever. Started by
 * lease-keeper.ts; what both say to each other stands in lease-messages.ts.
 */
import { writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { createClient } from '../create-client.mjs';
import { blockedTime } from './blocked-time.mjs';
import { blockingCalls } from './blocking-calls.mjs';

/** @import { Lease, LeaseThreadData, ToLeaseThread, Unblocked } from './lease-messages.js' */

const TICK_MS = 1_000;
const STANDARD_ERROR = 2;
/** pino's. */
const WARN = 40;

/** @type {LeaseThreadData} */
const { target, signs, worker, lockMs, limits, blockedError, scripts } = workerData;
const redis = createClient(target, 'worker');
// the main thread tells what is wrong with Redis; here the next tick tries again
redis.on('error', () => {});

/** @type {Map<number, Lease>} */
const leases = new Map();
/** Leases whose last renewal has no answer yet. @type {Set<number>} */
const renewing = new Set();
const blockedFor = blockedTime();
let blockedMs = 0;
/** What was told of the block that goes on. @type {Omit<Unblocked, 'blockedMs'> | null} */
let told = null;

parentPort?.on('message', (/** @type {ToLeaseThread} */ message) => {
  if ('end' in message) leases.delete(message.end);
  else leases.set(message.id, message);
});
setInterval(tick, TICK_MS);
redis.once('ready', () => parentPort?.postMessage({ ready: true }));

function tick() {
  const before = blockedMs;
  blockedMs = blockedFor(Atomics.load(signs, 0), performance.now());
  const passes = (/** @type {number} */ limitMs) => before < limitMs && blockedMs >= limitMs;
  if (passes(limits.tellMs)) void tellBlocked();
  if (passes(limits.giveUpMs)) giveUp();
  if (blockedMs < limits.giveUpMs) renew();
  if (blockedMs === 0 && told !== null) tellUnblocked(before, told);
}

function renew() {
  for (const [id, lease] of leases) {
    if (renewing.has(id)) continue;
    renewing.add(id);
    Promise.allSettled([renewLock(lease), keepLease(lease, '')]).finally(() => renewing.delete(id));
  }
}

/** Others take the runs over; each lost attempt says why. */
function giveUp() {
  Atomics.store(signs, 1, Math.max(0, ...leases.keys()));
  for (const lease of leases.values()) keepLease(lease, blockedError).catch(() => {}); // without Redis: an attempt that was lost
  warn(
    `the event loop is still blocked after ${seconds(limits.giveUpMs)} s: its runs are left to other workers`,
    { worker, runs: blockedRuns() },
  );
}

async function tellBlocked() {
  const [by, runs] = [namesOfRuns(), blockedRuns()];
  // where it hangs is known in most cases, not in all
  const calls = await blockingCalls().catch(() => []);
  told = { by, runs, calls };
  warn(`the event loop has been blocked for ${seconds(limits.tellMs)} s by ${by}`, {
    worker,
    runs,
    calls,
  });
}

/**
 * @param {number} forMs
 * @param {Omit<Unblocked, 'blockedMs'>} block
 */
function tellUnblocked(forMs, block) {
  parentPort?.postMessage({ unblocked: { blockedMs: forMs, ...block } });
  told = null;
}

/** Of several runs it is not known which one blocks: what it calls tells. */
function namesOfRuns() {
  const names = blockedRuns().map(({ kind, type }) => `the ${kind} ${type ?? ''}`.trim());
  return names.length === 0 ? 'no run of a task' : [...new Set(names)].join(' or ');
}

const blockedRuns = () =>
  [...leases.values()].map(({ taskId, kind, run }) => ({
    taskId,
    kind,
    type: run?.type,
    attempt: run?.attempt,
  }));

/** @param {Lease} lease */
function renewLock({ lock, jobId }) {
  return redis.eval(scripts.renewLock, 2, lock.key, lock.stalledKey, lock.token, lockMs, jobId);
}

/**
 * Before its attempt was claimed a run has no heartbeat.
 * @param {Lease} lease
 * @param {string} error
 */
async function keepLease({ run, taskId }, error) {
  if (run === null) return;
  await redis.eval(scripts.keepLease, run.keys.length, ...run.keys, taskId, run.attempt, error);
}

/**
 * By this thread itself, in the form of pino: the main thread prints nothing while it is blocked.
 * @param {string} msg
 * @param {object} fields
 */
function warn(msg, fields) {
  const line = { level: WARN, time: Date.now(), pid, hostname: hostname(), ...fields, msg };
  writeSync(STANDARD_ERROR, `${JSON.stringify(line)}\n`);
}

const seconds = (/** @type {number} */ ms) => Math.round(ms / 1_000);
