/**
 * The port for a business that has no database of its own: its rows come from and go to a service.
 * The run ledger lives in this process, so an import whose worker dies begins anew: each row
 * reaches the service at least once, with the same idempotency key each time.
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.js';
import { failedRowLines, failedRowsIn } from './failed-row-file.js';
import { awayFault, faultAmongCauses, systemFault } from './fault-causes.js';
import type { Fault } from './lifecycle.js';
import { NO_BATCHES } from './no-batches.js';
import { BEFORE_FIRST_ROW, refuseStandstill } from './place.js';
import { FencedError, type ImportRun, type RunState } from './run-ledger.js';
import type { Sql, Transaction } from './sql.js';

const START: RunState = { cursor: BEFORE_FIRST_ROW, succeeded: 0, failed: 0 };

interface KnownRun {
  attempt: number;
  isOpened: boolean;
  isClosed: boolean;
  state: RunState;
  updatedAt: number;
  /** Ends when the chunk in flight has ended. */
  busy: Promise<unknown>;
}

/**
 * Makes the port without a database. Failed rows wait in a file of the system's temporary
 * directory, so that memory stays flat.
 */
export function noDatabase(): Database {
  const runs = new Map<string, KnownRun>();
  let folder: Promise<string> | null = null;
  const fileOf = async (taskId: string) => {
    folder ??= mkdtemp(join(tmpdir(), 'longshore-failed-rows-'));
    return join(await folder, `${encodeURIComponent(taskId)}.jsonl`);
  };

  const database: Database = {
    routines: null,
    retries: null,
    corrections: null,
    undo: null,
    details: null,
    ...NO_BATCHES,
    bounded: () => database, // no server, no statement that waits for one
    migrate: async () => {},
    ready: async () => {},
    close: async () => {
      const made = folder;
      folder = null;
      if (made !== null) await rm(await made, { recursive: true, force: true });
    },
    read: async (signal, work) => {
      signal.throwIfAborted();
      return work(NO_SQL);
    },
    openRun: async (run) => {
      const known = await idle(runs, run.taskId);
      if (known !== null && !mayOpen(known, run)) throw new FencedError(run);
      const { state } = known ?? { state: START };
      runs.set(run.taskId, opened(run, state));
      return state;
    },
    chunk: async (run, signal, work) => {
      const known = await idle(runs, run.taskId);
      const mayWrite = known?.attempt === run.attempt && known.isOpened && !known.isClosed;
      if (known === null || !mayWrite) throw new FencedError(run);
      const chunk = (async () => {
        signal.throwIfAborted();
        const { cursor, succeeded, failed } = await work(NO_TRANSACTION);
        signal.throwIfAborted();
        refuseStandstill(run.taskId, known.state.cursor, cursor);
        if (failed.length > 0) await appendFile(await fileOf(run.taskId), failedRowLines(failed));
        known.state = {
          cursor,
          succeeded: known.state.succeeded + succeeded,
          failed: known.state.failed + failed.length,
        };
        known.updatedAt = Date.now();
        return known.state;
      })();
      known.busy = chunk.catch(() => undefined);
      return chunk;
    },
    chunks: null, // what a service took, it keeps
    rehearse: null,
    fenceRun: async (run) => {
      const known = await idle(runs, run.taskId);
      const fenced = known ?? { ...opened(run, START), isOpened: false };
      runs.set(run.taskId, fenced);
      fenced.isClosed ||= fenced.attempt <= run.attempt;
      fenced.attempt = Math.max(fenced.attempt, run.attempt);
      fenced.updatedAt = Date.now();
      return fenced.isOpened ? fenced.state : null;
    },
    async *failedRows(taskId) {
      if (folder !== null) yield* failedRowsIn(await fileOf(taskId));
    },
    sweep: async (ageMs) => {
      const old = [...runs].filter(([, { updatedAt }]) => updatedAt < Date.now() - ageMs);
      for (const [taskId] of old) {
        runs.delete(taskId);
        if (folder !== null) await rm(await fileOf(taskId), { force: true });
      }
    },
    faultOf: (error) => serviceIsAway(faultAmongCauses(error, serviceFault)),
  };
  return database;
}

const opened = ({ attempt }: ImportRun, state: RunState): KnownRun => ({
  attempt,
  isOpened: true,
  isClosed: false,
  state,
  updatedAt: Date.now(),
  busy: Promise.resolve(),
});

/** A newer attempt takes over, also a closed run; the same attempt may ask again. */
const mayOpen = (known: KnownRun, run: ImportRun): boolean =>
  known.attempt < run.attempt || (known.attempt === run.attempt && !known.isClosed);

/** The run once no chunk of it is in flight. */
async function idle(runs: ReadonlyMap<string, KnownRun>, taskId: string): Promise<KnownRun | null> {
  for (let waited: unknown; ; ) {
    const known = runs.get(taskId) ?? null;
    if (known === null || known.busy === waited) return known;
    waited = known.busy;
    await known.busy;
  }
}

const NO_SQL: Sql = {
  query: async () => {
    throw new Error(
      'This business has no database: call your service, or give defineBusiness a database such as postgres(url).',
    );
  },
};

/** Nothing can be undone: what a service took, it keeps. */
const NO_TRANSACTION: Transaction = { ...NO_SQL, savepoint: (work) => work() };

/** What the network says here, it says of the service: there is no database to ask. */
const serviceIsAway = (fault: Fault): Fault =>
  fault.kind === 'system' ? awayFault(fault.code) : fault;

/** A service that did not answer in time. */
const serviceFault = ({ name }: Error): Fault | null =>
  name === 'TimeoutError' ? systemFault('timeout') : null;
