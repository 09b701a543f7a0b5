/**
 * The framework's tables, with names that begin with `longshore_`: another schema would be another
 * database here. DDL commits by itself, so each step must be safe to run again after a crash.
 */
import type { Sql } from '@longshore/database';

const TABLE = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

type Statement = string | ((db: Sql) => Promise<unknown>);

const STEPS: readonly (readonly Statement[])[] = [
  [
    `CREATE TABLE IF NOT EXISTS longshore_run (
       task_id varchar(191) PRIMARY KEY,
       attempt int NOT NULL,
       opened bool NOT NULL,
       closed bool NOT NULL,
       cursor_part int NOT NULL DEFAULT 1,
       cursor_row int NOT NULL DEFAULT 0,
       succeeded int NOT NULL DEFAULT 0,
       failed int NOT NULL DEFAULT 0,
       updated_at datetime(3) NOT NULL,
       INDEX longshore_run_updated_at (updated_at)
     ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS longshore_failed_row (
       task_id varchar(191) NOT NULL,
       part int NOT NULL,
       \`row_number\` int NOT NULL,
       cells longtext NOT NULL,
       issues longtext NOT NULL,
       PRIMARY KEY (task_id, part, \`row_number\`),
       FOREIGN KEY (task_id) REFERENCES longshore_run (task_id) ON DELETE CASCADE
     ) ${TABLE}`,
  ],
  [
    `CREATE TABLE IF NOT EXISTS longshore_batch_run (
       task_id varchar(191) PRIMARY KEY,
       attempt int NOT NULL,
       opened bool NOT NULL,
       closed bool NOT NULL,
       total bigint NOT NULL,
       held_type varchar(191) UNIQUE,
       updated_ms bigint NOT NULL
     ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS longshore_batch_lane (
       task_id varchar(191) NOT NULL,
       lane int NOT NULL,
       fence int NOT NULL,
       closed bool NOT NULL,
       scope longtext NOT NULL,
       cursor_key text,
       last_key text,
       has_left bool NOT NULL,
       left_after text,
       has_moved bool NOT NULL,
       has_ended bool NOT NULL,
       marked longtext,
       succeeded bigint NOT NULL,
       failed bigint NOT NULL,
       exceptions bigint NOT NULL,
       next_position bigint NOT NULL,
       next_page bigint NOT NULL,
       updated_ms bigint NOT NULL,
       PRIMARY KEY (task_id, lane),
       FOREIGN KEY (task_id) REFERENCES longshore_batch_run (task_id) ON DELETE CASCADE
     ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS longshore_batch_record (
       task_id varchar(191) NOT NULL,
       position bigint NOT NULL,
       lane int NOT NULL,
       record_key varchar(255) NOT NULL,
       order_key varchar(255),
       tries int NOT NULL,
       due_ms bigint,
       state varchar(9),
       code varchar(191),
       message longtext,
       holds_order bool NOT NULL,
       PRIMARY KEY (task_id, position),
       INDEX longshore_batch_record_due (task_id, lane, due_ms),
       INDEX longshore_batch_record_key (task_id, record_key),
       INDEX longshore_batch_record_order (task_id, order_key, position),
       FOREIGN KEY (task_id) REFERENCES longshore_batch_run (task_id) ON DELETE CASCADE
     ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS longshore_batch_page (
       task_id varchar(191) NOT NULL,
       position bigint NOT NULL,
       lane int NOT NULL,
       at_ms bigint NOT NULL,
       duration_ms int NOT NULL,
       record_keys longtext NOT NULL,
       outcomes longtext NOT NULL,
       PRIMARY KEY (task_id, position),
       FOREIGN KEY (task_id) REFERENCES longshore_batch_run (task_id) ON DELETE CASCADE
     ) ${TABLE}`,
  ],
  [
    `CREATE TABLE IF NOT EXISTS longshore_routine (
       type varchar(63) PRIMARY KEY,
       cron varchar(191) NOT NULL,
       time_zone varchar(64) NOT NULL,
       cron_override varchar(191),
       paused bool NOT NULL,
       decided_until bigint NOT NULL
     ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS longshore_routine_run (
       run_id varchar(191) PRIMARY KEY,
       type varchar(63) NOT NULL,
       tick bigint NOT NULL,
       instance varchar(191),
       made_by varchar(16) NOT NULL,
       catch_up bool NOT NULL,
       registered_at bigint NOT NULL DEFAULT 0,
       attempt int NOT NULL DEFAULT 0,
       task_id varchar(191),
       worker varchar(191),
       state longtext,
       started_at bigint,
       ended_at bigint,
       outcome varchar(16),
       message text,
       INDEX longshore_routine_run_open (outcome, tick),
       INDEX longshore_routine_run_type (type, tick)
     ) ${TABLE}`,
  ],
  [
    `CREATE TABLE IF NOT EXISTS longshore_batch_statistic (
       type varchar(63) NOT NULL,
       day int NOT NULL,
       lane int NOT NULL,
       pace int NOT NULL,
       pages bigint NOT NULL,
       succeeded bigint NOT NULL,
       failed bigint NOT NULL,
       exceptions bigint NOT NULL,
       PRIMARY KEY (type, day, lane, pace),
       INDEX longshore_batch_statistic_day (day)
     ) ${TABLE}`,
  ],
  [
    `CREATE TABLE IF NOT EXISTS longshore_retry_call (
       id varchar(36) PRIMARY KEY,
       name varchar(63) NOT NULL,
       call_key varchar(191) NOT NULL,
       params mediumtext NOT NULL,
       state varchar(9) NOT NULL,
       attempt int NOT NULL,
       spent int NOT NULL,
       worker varchar(191),
       recorded_ms bigint NOT NULL,
       started_ms bigint,
       ended_ms bigint,
       due_ms bigint,
       given_up_by varchar(255),
       message text,
       INDEX longshore_retry_call_due (due_ms),
       INDEX longshore_retry_call_name (name, id),
       INDEX longshore_retry_call_key (call_key, id),
       INDEX longshore_retry_call_state (state, id),
       INDEX longshore_retry_call_ended (ended_ms)
     ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS longshore_retry_attempt (
       id varchar(36) NOT NULL,
       attempt int NOT NULL,
       worker varchar(191) NOT NULL,
       started_ms bigint NOT NULL,
       ended_ms bigint NOT NULL,
       outcome varchar(11) NOT NULL,
       message text,
       PRIMARY KEY (id, attempt),
       FOREIGN KEY (id) REFERENCES longshore_retry_call (id) ON DELETE CASCADE
     ) ${TABLE}`,
  ],
  [
    (db) => hangOnLane(db, 'longshore_batch_record'),
    (db) => hangOnLane(db, 'longshore_batch_page'),
  ],
  [
    `CREATE TABLE IF NOT EXISTS longshore_batch_delay (
       type varchar(63) NOT NULL,
       day int NOT NULL,
       lane int NOT NULL,
       pace int NOT NULL,
       records bigint NOT NULL,
       PRIMARY KEY (type, day, lane, pace),
       INDEX longshore_batch_delay_day (day)
     ) ${TABLE}`,
  ],
  [
    (db) => addColumns(db, 'longshore_run', { seal: 'varchar(64)' }),
    (db) =>
      addColumns(
        db,
        'longshore_failed_row',
        {
          corrected_by: 'varchar(191)',
          corrects_task: 'varchar(191)',
          corrects_part: 'int',
          corrects_row: 'int',
        },
        'ADD INDEX longshore_failed_row_corrected (corrected_by)',
      ),
  ],
  [
    (db) =>
      addColumns(db, 'longshore_run', {
        undone_by: 'varchar(191)',
        removed: 'int NOT NULL DEFAULT 0',
      }),
    `CREATE TABLE IF NOT EXISTS longshore_kept_rows (
       number bigint PRIMARY KEY AUTO_INCREMENT,
       task_id varchar(191) NOT NULL,
       made_by varchar(191) NOT NULL,
       \`rows\` int NOT NULL,
       content longtext NOT NULL,
       INDEX longshore_kept_rows_task (task_id, number),
       FOREIGN KEY (task_id) REFERENCES longshore_run (task_id) ON DELETE CASCADE
     ) ${TABLE}`,
  ],
  [
    `CREATE TABLE IF NOT EXISTS longshore_detail (
       number bigint PRIMARY KEY AUTO_INCREMENT,
       task_id varchar(191) NOT NULL,
       content longtext NOT NULL,
       INDEX longshore_detail_task (task_id, number),
       FOREIGN KEY (task_id) REFERENCES longshore_run (task_id) ON DELETE CASCADE
     ) ${TABLE}`,
  ],
  [
    (db) => addColumns(db, 'longshore_run', { layout: 'longtext' }),
    (db) =>
      addIndex(db, 'longshore_failed_row', {
        name: 'longshore_failed_row_corrects',
        columns: 'corrects_task, corrects_part, corrects_row, task_id',
      }),
  ],
];

/** All in one statement, which MySQL does wholly or not at all. */
async function addColumns(
  db: Sql,
  table: string,
  columns: Readonly<Record<string, string>>,
  ...others: readonly string[]
): Promise<void> {
  const [name] = Object.keys(columns);
  const known = await db.query(
    'SELECT 1 AS known FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME = ?',
    [table, name],
  );
  if (known.length > 0) return;
  const added = Object.entries(columns).map(([column, type]) => `ADD COLUMN ${column} ${type}`);
  await db.query(`ALTER TABLE ${table} ${[...added, ...others].join(', ')}`);
}

async function addIndex(
  db: Sql,
  table: string,
  { name, columns }: { readonly name: string; readonly columns: string },
): Promise<void> {
  const known = await db.query(
    'SELECT 1 AS known FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ?',
    [table, name],
  );
  if (known.length === 0) await db.query(`CREATE INDEX ${name} ON ${table} (${columns})`);
}

/**
 * Rows of a batch refer to their lane, which a page has locked: to insert one locks no run. The
 * server chose the name of the key to the run.
 */
async function hangOnLane(db: Sql, table: string): Promise<void> {
  const [key] = await db.query<{ name: string }>(
    `SELECT CONSTRAINT_NAME AS name FROM information_schema.REFERENTIAL_CONSTRAINTS
     WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME = 'longshore_batch_run'`,
    [table],
  );
  if (key === undefined) return;
  await db.query(
    `ALTER TABLE ${table} DROP FOREIGN KEY \`${key.name}\`,
     ADD CONSTRAINT ${table}_lane FOREIGN KEY (task_id, lane) REFERENCES longshore_batch_lane (task_id, lane) ON DELETE CASCADE`,
  );
}

/** The caller holds a lock that lets one process at a time through. */
export async function migrate(db: Sql): Promise<void> {
  await db.query(
    `CREATE TABLE IF NOT EXISTS longshore_migration (version int PRIMARY KEY, applied_at datetime(3) NOT NULL) ${TABLE}`,
  );
  const [newest] = await db.query<{ version: number | null }>(
    'SELECT MAX(version) AS version FROM longshore_migration',
  );
  for (const [index, statements] of STEPS.entries()) {
    const version = index + 1;
    if (version <= (newest?.version ?? 0)) continue;
    for (const statement of statements)
      await (typeof statement === 'string' ? db.query(statement) : statement(db));
    await db.query('INSERT INTO longshore_migration VALUES (?, CURRENT_TIMESTAMP(3))', [version]);
  }
}
