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
  `CREATE TABLE longshore.batch_run (
     task_id text PRIMARY KEY,
     attempt integer NOT NULL,
     opened boolean NOT NULL,
     closed boolean NOT NULL,
     total bigint NOT NULL,
     held_type text UNIQUE,
     updated_ms bigint NOT NULL
   );
   CREATE TABLE longshore.batch_lane (
     task_id text NOT NULL REFERENCES longshore.batch_run ON DELETE CASCADE,
     lane integer NOT NULL,
     fence integer NOT NULL,
     closed boolean NOT NULL,
     scope text NOT NULL,
     cursor_key text,
     last_key text,
     has_left boolean NOT NULL,
     left_after text,
     has_moved boolean NOT NULL,
     has_ended boolean NOT NULL,
     marked text,
     succeeded bigint NOT NULL,
     failed bigint NOT NULL,
     exceptions bigint NOT NULL,
     next_position bigint NOT NULL,
     next_page bigint NOT NULL,
     updated_ms bigint NOT NULL,
     PRIMARY KEY (task_id, lane)
   );
   CREATE TABLE longshore.batch_record (
     task_id text NOT NULL REFERENCES longshore.batch_run ON DELETE CASCADE,
     position bigint NOT NULL,
     lane integer NOT NULL,
     record_key text NOT NULL,
     order_key text,
     tries integer NOT NULL,
     due_ms bigint,
     state text,
     code text,
     message text,
     holds_order boolean NOT NULL,
     PRIMARY KEY (task_id, position)
   );
   CREATE INDEX batch_record_due ON longshore.batch_record (task_id, lane, position) WHERE due_ms IS NOT NULL;
   CREATE INDEX batch_record_key ON longshore.batch_record (task_id, record_key) WHERE due_ms IS NOT NULL;
   CREATE INDEX batch_record_order ON longshore.batch_record (task_id, order_key, position) WHERE order_key IS NOT NULL;
   CREATE TABLE longshore.batch_page (
     task_id text NOT NULL REFERENCES longshore.batch_run ON DELETE CASCADE,
     position bigint NOT NULL,
     lane integer NOT NULL,
     at_ms bigint NOT NULL,
     duration_ms integer NOT NULL,
     record_keys text NOT NULL,
     outcomes text NOT NULL,
     PRIMARY KEY (task_id, position)
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
  `CREATE TABLE longshore.batch_statistic (
     type text NOT NULL,
     day integer NOT NULL,
     lane integer NOT NULL,
     pace integer NOT NULL,
     pages bigint NOT NULL,
     succeeded bigint NOT NULL,
     failed bigint NOT NULL,
     exceptions bigint NOT NULL,
     PRIMARY KEY (type, day, lane, pace)
   );
   CREATE INDEX batch_statistic_day ON longshore.batch_statistic (day);`,
  `CREATE TABLE longshore.retry_call (
     id text PRIMARY KEY,
     name text NOT NULL,
     call_key text NOT NULL,
     params text NOT NULL,
     state text NOT NULL,
     attempt integer NOT NULL,
     spent integer NOT NULL,
     worker text,
     recorded_ms bigint NOT NULL,
     started_ms bigint,
     ended_ms bigint,
     due_ms bigint,
     given_up_by text,
     message text
   );
   CREATE INDEX retry_call_due ON longshore.retry_call (due_ms) WHERE due_ms IS NOT NULL;
   CREATE INDEX retry_call_name ON longshore.retry_call (name, id);
   CREATE INDEX retry_call_key ON longshore.retry_call (call_key, id);
   CREATE INDEX retry_call_failed ON longshore.retry_call (state, id) WHERE state IN ('waiting', 'refused', 'given_up');
   CREATE INDEX retry_call_ended ON longshore.retry_call (ended_ms) WHERE ended_ms IS NOT NULL;
   CREATE TABLE longshore.retry_attempt (
     id text NOT NULL REFERENCES longshore.retry_call ON DELETE CASCADE,
     attempt integer NOT NULL,
     worker text NOT NULL,
     started_ms bigint NOT NULL,
     ended_ms bigint NOT NULL,
     outcome text NOT NULL,
     message text,
     PRIMARY KEY (id, attempt)
   );`,
  // Records and pages hang on their lane, which a page has locked: to insert one locks no run.
  `ALTER TABLE longshore.batch_record
     DROP CONSTRAINT batch_record_task_id_fkey,
     ADD CONSTRAINT batch_record_lane FOREIGN KEY (task_id, lane) REFERENCES longshore.batch_lane ON DELETE CASCADE;
   ALTER TABLE longshore.batch_page
     DROP CONSTRAINT batch_page_task_id_fkey,
     ADD CONSTRAINT batch_page_lane FOREIGN KEY (task_id, lane) REFERENCES longshore.batch_lane ON DELETE CASCADE;`,
  `CREATE TABLE longshore.batch_delay (
     type text NOT NULL,
     day integer NOT NULL,
     lane integer NOT NULL,
     pace integer NOT NULL,
     records bigint NOT NULL,
     PRIMARY KEY (type, day, lane, pace)
   );
   CREATE INDEX batch_delay_day ON longshore.batch_delay (day);`,
  `ALTER TABLE longshore.run ADD COLUMN seal text;
   ALTER TABLE longshore.failed_row
     ADD COLUMN corrected_by text,
     ADD COLUMN corrects_task text,
     ADD COLUMN corrects_part integer,
     ADD COLUMN corrects_row integer;
   CREATE INDEX failed_row_corrected ON longshore.failed_row (corrected_by) WHERE corrected_by IS NOT NULL;`,
  `ALTER TABLE longshore.run
     ADD COLUMN undone_by text,
     ADD COLUMN removed integer NOT NULL DEFAULT 0;
   CREATE TABLE longshore.kept_rows (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     task_id text NOT NULL REFERENCES longshore.run ON DELETE CASCADE,
     made_by text NOT NULL,
     rows integer NOT NULL,
     content text NOT NULL
   );
   CREATE INDEX kept_rows_task ON longshore.kept_rows (task_id, number);`,
  `CREATE TABLE longshore.detail (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     task_id text NOT NULL REFERENCES longshore.run ON DELETE CASCADE,
     content text NOT NULL
   );
   CREATE INDEX detail_task ON longshore.detail (task_id, number);`,
  `ALTER TABLE longshore.run ADD COLUMN layout text;
   CREATE INDEX failed_row_corrects ON longshore.failed_row (corrects_task, corrects_part, corrects_row)
     WHERE corrects_task IS NOT NULL;`,
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
