/**
 * The routine ledger in SQL that PostgreSQL and MySQL share; an adapter gives its tables and what
 * its dialect writes otherwise.
 */
import type {
  OpenedRun,
  RoutineAttempt,
  RoutineLedger,
  RoutineRun,
  RunOutcome,
  StoredRoutine,
} from './routine-ledger.js';
import { FencedError } from './run-ledger.js';
import type { Sql, Transaction } from './sql.js';
import type { SqlBuilder, SqlText } from './sql-text.js';

/** What an adapter gives. */
export interface RoutineTables {
  readonly db: Sql;
  transaction<T>(signal: AbortSignal, work: (tx: Transaction) => Promise<T>): Promise<T>;
  readonly builder: SqlBuilder;
  /** Names of the tables. */
  readonly routine: string;
  readonly run: string;
  /** Expression: the server's time, in milliseconds since 1970. */
  readonly nowMs: SqlText;
  /** What follows an INSERT that leaves a row which is there as it is. */
  readonly onDuplicate: string;
}

interface StoredRun extends Omit<RoutineRun, 'isCatchUp'> {
  readonly isCatchUp: unknown;
}

/** Outcomes after which a newer attempt may begin the run again. */
const REPEATABLE: readonly RunOutcome[] = ['failed', 'cancelled', 'expired', 'lost'];
const NEVER = new AbortController().signal;

/** The ledger on the tables of an adapter. */
export function sqlRoutineLedger(tables: RoutineTables): RoutineLedger {
  const { db, transaction, builder, nowMs: now } = tables;
  const { sql, verbatim } = builder;
  const [routine, run, onDuplicate] = [tables.routine, tables.run, tables.onDuplicate].map(
    verbatim,
  ) as [SqlText, SqlText, SqlText]; // one a name
  const ask = <Row>({ text, values }: SqlText, on: Sql = db) => on.query<Row>(text, values);
  const columns = verbatim(
    'run_id AS "runId", type, tick, instance, made_by AS "madeBy", catch_up AS "isCatchUp", task_id AS "taskId", attempt, worker, started_at AS "startedAt", ended_at AS "endedAt", outcome, message'.replaceAll(
      /"(\w+)"/g,
      (_quoted, name: string) => builder.dialect.quotedColumn(name),
    ),
  );
  const inserted = verbatim('run_id, type, tick, instance, made_by, catch_up');
  const runs = async (rest: SqlText): Promise<RoutineRun[]> =>
    (await ask<StoredRun>(sql`SELECT ${columns} FROM ${run} ${rest}`)).map(readRun);

  return {
    declare: async ({ type, cron, timeZone }, nowMs) => {
      await ask(
        sql`INSERT INTO ${routine} (type, cron, time_zone, paused, decided_until) VALUES (${type}, ${cron}, ${timeZone}, false, ${nowMs}) ${onDuplicate}`,
      );
      await ask(
        sql`UPDATE ${routine} SET decided_until = GREATEST(decided_until, ${nowMs}), cron = ${cron}, time_zone = ${timeZone}
            WHERE type = ${type} AND (cron <> ${cron} OR time_zone <> ${timeZone})`,
      );
    },
    all: async () => (await ask<StoredRow>(sql`SELECT * FROM ${routine} ORDER BY type`)).map(read),
    change: async (type, { cronOverride, isPaused }, nowMs) => {
      const known = await ask(sql`SELECT type FROM ${routine} WHERE type = ${type}`);
      const sets = [
        sql`decided_until = GREATEST(decided_until, ${nowMs})`,
        ...(cronOverride === undefined ? [] : [sql`cron_override = ${cronOverride}`]),
        ...(isPaused === undefined ? [] : [sql`paused = ${isPaused}`]),
      ].reduce((all, one) => sql`${all}, ${one}`);
      await ask(sql`UPDATE ${routine} SET ${sets} WHERE type = ${type}`);
      return known.length > 0;
    },
    addTick: async ({ runId, type, tick, instance, madeBy, isCatchUp }, inForce, ending) => {
      const { outcome = null, message = null } = ending ?? {};
      await ask(
        sql`INSERT INTO ${run} (${inserted}, outcome, message, ended_at)
            SELECT ${runId}, ${type}, ${tick}, ${instance}, ${madeBy}, ${isCatchUp}, ${outcome}, ${message}, ${outcome === null ? null : now}
            FROM ${routine} AS routine
            WHERE routine.type = ${type} AND NOT routine.paused AND routine.time_zone = ${inForce.timeZone}
              AND COALESCE(routine.cron_override, routine.cron) = ${inForce.cron}
              AND (routine.decided_until < ${tick} OR ${instance !== null}) ${onDuplicate}`,
      );
    },
    addRun: async ({ runId, type, tick, instance, madeBy, isCatchUp }) => {
      await ask(
        sql`INSERT INTO ${run} (${inserted}) VALUES (${runId}, ${type}, ${tick}, ${instance}, ${madeBy}, ${isCatchUp}) ${onDuplicate}`,
      );
    },
    decided: async (type, until) => {
      await ask(
        sql`UPDATE ${routine} SET decided_until = ${until} WHERE type = ${type} AND decided_until < ${until}`,
      );
    },
    open: () => runs(sql`WHERE outcome IS NULL ORDER BY tick, run_id`),
    runsOf: (type, limit) =>
      runs(sql`WHERE type = ${type} ORDER BY tick DESC, run_id DESC LIMIT ${limit}`),
    begin: (attempt, worker) =>
      transaction(NEVER, async (tx) => {
        const opened = await lockedRun(attempt, tx);
        if (opened.ended !== null) return opened;
        await ask(
          sql`UPDATE ${run} SET registered_at = ${attempt.registeredAt}, attempt = ${attempt.attempt}, task_id = ${attempt.taskId},
                worker = ${worker}, started_at = COALESCE(started_at, ${now}), ended_at = NULL, outcome = NULL, message = NULL
              WHERE run_id = ${attempt.runId}`,
          tx,
        );
        return opened;
      }),
    checkpoint: (attempt, signal, { state, work }) =>
      transaction(signal, async (tx) => {
        const own = await ask(
          sql`SELECT run_id FROM ${run} WHERE run_id = ${attempt.runId} AND registered_at = ${attempt.registeredAt}
                AND attempt = ${attempt.attempt} AND outcome IS NULL FOR UPDATE`,
          tx,
        );
        if (own.length === 0) throw new FencedError(attempt);
        await work?.(tx);
        await ask(
          sql`UPDATE ${run} SET state = ${JSON.stringify(state ?? null)} WHERE run_id = ${attempt.runId}`,
          tx,
        );
      }),
    end: (runId, attempt, { outcome, message }) =>
      transaction(NEVER, async (tx) => {
        const { registeredAt, attempt: number } = attempt ?? { registeredAt: 0, attempt: 0 };
        const own = await ask(
          sql`SELECT run_id FROM ${run} WHERE run_id = ${runId} AND outcome IS NULL AND (registered_at < ${registeredAt}
                OR registered_at = ${registeredAt} AND attempt <= ${number}) FOR UPDATE`,
          tx,
        );
        if (own.length > 0)
          await ask(
            sql`UPDATE ${run} SET outcome = ${outcome}, message = ${message}, ended_at = ${now},
                  registered_at = ${registeredAt}, attempt = ${number} WHERE run_id = ${runId}`,
            tx,
          );
        return own.length > 0;
      }),
  };

  /** Until the transaction ends nobody else begins or ends this run. */
  async function lockedRun(attempt: RoutineAttempt, tx: Sql): Promise<OpenedRun> {
    const [stored] = await ask<Locked>(
      sql`SELECT registered_at, attempt, outcome, state FROM ${run} WHERE run_id = ${attempt.runId} FOR UPDATE`,
      tx,
    );
    if (stored === undefined) throw new Error(`The log has no run ${attempt.runId}.`);
    const age = attempt.registeredAt - stored.registered_at || attempt.attempt - stored.attempt;
    if (age < 0) throw new FencedError(attempt);
    const { outcome, state } = stored;
    const mayBegin = outcome === null || (age > 0 && REPEATABLE.includes(outcome));
    if (!mayBegin) return { ended: outcome };
    return { ended: null, state: state === null ? null : JSON.parse(state) };
  }
}

interface Locked {
  readonly registered_at: number;
  readonly attempt: number;
  readonly outcome: RunOutcome | null;
  readonly state: string | null;
}

interface StoredRow {
  readonly type: string;
  readonly cron: string;
  readonly time_zone: string;
  readonly cron_override: string | null;
  readonly paused: unknown;
  readonly decided_until: number;
}

/** A flag is a boolean or 0 and 1. */
const read = (row: StoredRow): StoredRoutine => ({
  type: row.type,
  cron: row.cron,
  timeZone: row.time_zone,
  cronOverride: row.cron_override,
  isPaused: Boolean(row.paused),
  decidedUntil: row.decided_until,
});

const readRun = ({ isCatchUp, ...run }: StoredRun): RoutineRun => ({
  ...run,
  isCatchUp: Boolean(isCatchUp),
});
