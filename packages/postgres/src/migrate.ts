/**
 * The framework's tables in schema `longshore`. Each step runs once, in order; a step that was
 * released is never changed.
 */
import type { Transaction } from '@longshore/database';

const STEPS: readonly string[] = [
  `CREATE TABLE longshore.run (
     task_id text PRIMARY KEY,
     attempt integer NOT NULL,
     opened boolean NOT NULL,
     closed boolean NOT NULL,
     cursor_part integer NOT NULL DEFAULT 1,
     cursor_row integer NOT NULL DEFAULT 0,
     succeeded integer NOT NULL DEFAULT 0,
     failed integer NOT NULL DEFAULT 0,
     updated_at timestamptz NOT NULL DEFAULT now()
   );
   CREATE INDEX run_updated_at ON longshore.run (updated_at);
   CREATE TABLE longshore.failed_row (
     task_id text NOT NULL REFERENCES longshore.run ON DELETE CASCADE,
     part integer NOT NULL,
     row integer NOT NULL,
     cells jsonb NOT NULL,
     issues jsonb NOT NULL,
     PRIMARY KEY (task_id, part, row)
   );`,
  `CREATE TABLE longshore.routine (
     type text PRIMARY KEY,
     cron text NOT NULL,
     time_zone text NOT NULL,
     cron_override text,
     paused boolean NOT NULL,
     decided_until bigint NOT NULL
   );
   CREATE TABLE longshore.routine_run (
     run_id text PRIMARY KEY,
     type text NOT NULL,
     tick bigint NOT NULL,
     instance text,
     made_by text NOT NULL,
     catch_up boolean NOT NULL,
     registered_at bigint NOT NULL DEFAULT 0,
     attempt integer NOT NULL DEFAULT 0,
     task_id text,
     worker text,
     state text,
     started_at bigint,
     ended_at bigint,
     outcome text,
     message text
   );
   CREATE INDEX routine_run_open ON longshore.routine_run (tick) WHERE outcome IS NULL;
   CREATE INDEX routine_run_type ON longshore.routine_run (type, tick);`,
];

/** `tx` holds a lock that lets one process at a time through. */
export async function migrate(tx: Transaction): Promise<void> {
  await tx.query('CREATE SCHEMA IF NOT EXISTS longshore');
  await tx.query(
    'CREATE TABLE IF NOT EXISTS longshore.migration (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  const [newest] = await tx.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM longshore.migration',
  );
  for (const [index, step] of STEPS.entries()) {
    const version = index + 1;
    if (version <= (newest?.version ?? 0)) continue;
    await tx.query(step);
    await tx.query('INSERT INTO longshore.migration (version) VALUES ($1)', [version]);
  }
}
