/**
 * The phases of a task and every legal move between them, each with its reason.
 * Read by the store (which refuses other moves), the runner, the page, and by docs that a test
 * compares with this table.
 */
export const PHASES = [
  'queued',
  'running',
  'retrying',
  'paused',
  'previewed',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'expired',
] as const;
/** Where a task stands: a word of `PHASES`. */
export type Phase = (typeof PHASES)[number];

/** Legal moves: `TRANSITIONS[from][to]` says in one sentence why the move exists. */
export const TRANSITIONS: Readonly<Record<Phase, Readonly<Partial<Record<Phase, string>>>>> = {
  queued: {
    running: 'a worker claims the first attempt',
    paused: 'its owner pauses it before a worker took it',
    failed: 'every allowed attempt was used up by workers that died',
    cancelled: 'its owner cancels or clears it before a worker took it',
    expired: 'its deadline passes before a worker took it',
  },
  running: {
    running: 'its worker died or was blocked, and a later attempt takes over',
    queued: 'its worker shuts down and hands it back, or it waits for its window of the day',
    retrying: 'an outage, or a fault that a retry can heal: it waits for the next attempt',
    paused: 'its owner pauses it',
    previewed: 'an import that was to be previewed was looked through; nothing was saved',
    succeeded: 'everything went out, was saved or was processed',
    partial: 'an import or a batch ended with failed rows',
    failed:
      'a fault that a retry cannot heal, attempts used up, or more failed rows than its policy allows',
    cancelled: 'its owner cancels or clears it',
    expired: 'its deadline passes',
  },
  retrying: {
    running: 'the next attempt starts after the backoff',
    paused: 'its owner pauses it while it waits',
    failed: 'every allowed attempt was used up',
    cancelled: 'its owner cancels or clears it while it waits',
    expired: 'its deadline passes while it waits',
  },
  paused: {
    queued: 'its owner resumes it, with a new deadline',
    failed: 'the queue gave its job up',
    cancelled: 'its owner cancels or clears it',
    expired: 'its deadline passes while it is paused',
  },
  previewed: { queued: 'its owner confirms it, with a new deadline' },
  succeeded: {},
  partial: {},
  failed: { queued: 'its owner runs it again with a new deadline' },
  cancelled: { queued: 'its owner runs it again with a new deadline' },
  expired: { queued: 'its owner runs it again with a new deadline' },
};

/** Phases of a task that holds its slot against another registration. */
export const LIVE_PHASES = [
  'queued',
  'running',
  'retrying',
  'paused',
] as const satisfies readonly Phase[];
/** Phases that end a task. */
export const FINAL_PHASES = [
  'previewed',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'expired',
] as const satisfies readonly Phase[];
/** Final phases with a usable result: `state` is true. */
export const DONE_PHASES = [
  'previewed',
  'succeeded',
  'partial',
] as const satisfies readonly Phase[];
/** Final phases from which the owner may run the task again. */
export const REPEATABLE_PHASES = [
  'failed',
  'cancelled',
  'expired',
] as const satisfies readonly Phase[];

const has = (phases: readonly Phase[], phase: Phase): boolean => phases.includes(phase);
/** The task holds its slot against another registration. */
export const isLive = (phase: Phase): boolean => has(LIVE_PHASES, phase);
/** The task has ended with a usable result. */
export const isDone = (phase: Phase): boolean => has(DONE_PHASES, phase);
/** The owner may run the task again. */
export const isRepeatable = (phase: Phase): boolean => has(REPEATABLE_PHASES, phase);
/** Whether `TRANSITIONS` knows the move. */
export const canMove = (from: Phase, to: Phase): boolean => TRANSITIONS[from][to] !== undefined;

/** Status of the polling answer: 0 none, 1 in progress, 2 done (A8). */
export const STATUS = { none: 0, inProgress: 1, done: 2 } as const;
/** 0 none, 1 in progress, 2 done. */
export type Status = (typeof STATUS)[keyof typeof STATUS];
/** The status of the polling answer for a phase. */
export const statusOf = (phase: Phase): Status => (isLive(phase) ? STATUS.inProgress : STATUS.done);
