/** Opens a run: counts its records, lists those that are taken again, cuts the rest into lanes. */
import { AppError } from '@longshore/contract';
import type { BatchRun, BatchState } from '../batch-ledger.js';
import type { BatchScope, BatchSource } from '../batch-source.js';
import { FencedError } from '../run-ledger.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { checkSource, refuseProblems } from './check.js';
import { ask, type BatchDialect, type BatchGround, listed } from './dialect.js';
import { cutLanes, type LaneRange } from './lane-ranges.js';
import type { LaneScope } from './lane-row.js';
import { lanesOf, lockedRun, stateOfRun, withHeldType, writeRun } from './runs.js';
import {
  type Columns,
  columnIn,
  flagText,
  flagTexts,
  kindsOf,
  refuseChange,
} from './source-columns.js';

/** As `BatchLedger.openBatch`. */
export function openBatch(
  ground: BatchGround,
  run: BatchRun,
  source: BatchSource,
  scope: BatchScope,
): Promise<BatchState> {
  const { dialect } = ground;
  const { taskId, attempt } = run;
  return withHeldType(ground, run, source, () =>
    ground.transaction(async (tx) => {
      const stored = await lockedRun(dialect, tx, taskId);
      const mayOpen = stored.attempt < attempt || (stored.attempt === attempt && !stored.closed);
      if (!mayOpen) throw new FencedError(run);
      const { columns, problems } = await checkSource(dialect, tx, source);
      refuseProblems(problems);
      const heldType = source.orderBy === null ? null : source.type;
      const before = { ...stored, attempt, opened: true, closed: false, heldType };
      await ask(dialect, tx, writeRun(dialect, taskId, before)); // the type is held before anything is counted
      if (stored.opened) await reopenLanes(dialect, tx, taskId, source, columns);
      else {
        const total = await new FirstOpening(dialect, tx, taskId, source, scope, columns).open();
        await ask(dialect, tx, writeRun(dialect, taskId, { ...before, total }));
      }
      const state = await stateOfRun(dialect, tx, taskId);
      if (state === null) throw new Error(`The batch of task ${taskId} was not written`);
      return state;
    }),
  );
}

async function reopenLanes(
  dialect: BatchDialect,
  tx: Sql,
  taskId: string,
  source: BatchSource,
  columns: Columns,
): Promise<void> {
  const [lane] = await lanesOf(dialect, tx, taskId);
  if (lane !== undefined) refuseChange(source, columns, lane.scope.kinds);
  await ask(
    dialect,
    tx,
    dialect.sql`UPDATE ${dialect.ledger('batch_lane')} SET closed = false WHERE task_id = ${taskId}`,
  );
}

interface StateCount {
  readonly state: string | null;
  readonly records: number;
  readonly keyless: number;
}

class FirstOpening {
  readonly #dialect: BatchDialect;
  readonly #tx: Sql;
  readonly #taskId: string;
  readonly #source: BatchSource;
  readonly #scope: BatchScope;
  readonly #columns: Columns;

  constructor(
    dialect: BatchDialect,
    tx: Sql,
    taskId: string,
    source: BatchSource,
    scope: BatchScope,
    columns: Columns,
  ) {
    this.#dialect = dialect;
    this.#tx = tx;
    this.#taskId = taskId;
    this.#source = source;
    this.#scope = scope;
    this.#columns = columns;
  }

  /** The records of the run. */
  async open(): Promise<number> {
    const counts = await this.#count();
    this.#refuseUnknown(counts);
    const { flags, table } = this.#source;
    const { only } = this.#scope;
    const again = [flags.exception, only === 'new' ? null : flags.failure]
      .filter((flag) => flag !== null)
      .map(String);
    const recordsAt = (texts: readonly string[]) =>
      counts.filter(({ state }) => texts.includes(state ?? '')).reduce((n, c) => n + c.records, 0);
    const relisted = recordsAt(again);
    if (relisted > 0) await this.#list(again);
    const fresh = only === 'new' ? recordsAt([flagText(flags.new)]) : 0;
    const ranges = await cutLanes(this.#dialect, this.#tx, {
      table,
      key: this.#column(this.#source.key),
      condition: this.#newRecords(),
      records: fresh,
      lanes: this.#scope.lanes,
      isShared: this.#source.orderBy !== null,
    });
    await this.#insertLanes(ranges, relisted);
    return fresh + relisted;
  }

  #column(name: string) {
    return columnIn(this.#columns, this.#source.table, name);
  }

  /** Batch number and condition of the scope. */
  #condition(): SqlText {
    const { allOf, sql, named } = this.#dialect;
    const { batchNo, where } = this.#scope;
    const { type, batchNo: column } = this.#source;
    if (batchNo !== null && column === null)
      throw new Error(`The batch "${type}" has no column for the batch number ${batchNo}.`);
    const ofBatch =
      batchNo !== null &&
      column !== null &&
      sql`${named(column)} = ${this.#dialect.typed(this.#column(column), batchNo)}`;
    return allOf([ofBatch, where]);
  }

  #inScope(): SqlText {
    const { only } = this.#scope;
    const isWanted =
      typeof only === 'object' && this.#dialect.isAmong(this.#column(this.#source.key), only.keys);
    return this.#dialect.allOf([this.#condition(), isWanted]);
  }

  #newRecords(): SqlText {
    const { sql, named, allOf, typed } = this.#dialect;
    const { state, flags } = this.#source;
    const isNew = sql`${named(state)} = ${typed(this.#column(state), flagText(flags.new))}`;
    return allOf([isNew, this.#condition()]);
  }

  /** One scan tells all: how many records there are, and whether one is none that we know. */
  async #count(): Promise<StateCount[]> {
    const { sql, named, asText } = this.#dialect;
    const { table, key, state } = this.#source;
    const rows = await ask<{ record_state: unknown; records: unknown; keyless: unknown }>(
      this.#dialect,
      this.#tx,
      sql`SELECT ${asText(named(state))} AS record_state, count(*) AS records, sum(CASE WHEN ${named(key)} IS NULL THEN 1 ELSE 0 END) AS keyless FROM ${named(table)} WHERE ${this.#inScope()} GROUP BY ${named(state)}`,
    );
    return rows.map((row) => ({
      state: row.record_state === null ? null : String(row.record_state),
      records: Number(row.records),
      keyless: Number(row.keyless),
    }));
  }

  #refuseUnknown(counts: readonly StateCount[]): void {
    const { table, key, state: column } = this.#source;
    const known = flagTexts(this.#source);
    const unknown = counts.find(({ state }) => state === null || !known.includes(state));
    if (unknown !== undefined)
      throw new AppError('batch_flag_unknown', {
        values: { table, column, value: unknown.state ?? 'NULL' },
      });
    const rows = counts.reduce((n, { keyless }) => n + keyless, 0);
    if (rows > 0) throw new AppError('batch_key_null', { values: { table, column: key, rows } });
  }

  /** Records at these flags, in the order of the key; each is due at once. */
  async #list(flags: readonly string[]): Promise<void> {
    const { sql, named, asText, ledger, laneOf, nowMs, isAmong } = this.#dialect;
    const { table, key, state, orderBy } = this.#source;
    const { lanes } = this.#scope;
    const orderKey = orderBy === null ? sql`NULL` : asText(named(orderBy));
    const lane = orderBy === null ? sql`place % ${lanes}` : laneOf(sql`order_key`, lanes);
    await ask(
      this.#dialect,
      this.#tx,
      sql`INSERT INTO ${ledger('batch_record')} (task_id, position, lane, record_key, order_key, tries, due_ms)
        SELECT ${this.#taskId}, place * ${lanes} + lane, lane, record_key, order_key, 0, ${nowMs} FROM (
          SELECT place, record_key, order_key, ${lane} AS lane FROM (
            SELECT ${asText(named(key))} AS record_key, ${orderKey} AS order_key, row_number() OVER (ORDER BY ${named(key)}) - 1 AS place
            FROM ${named(table)} WHERE ${this.#inScope()} AND ${isAmong(this.#column(state), flags)}
          ) AS again
        ) AS placed`,
    );
  }

  async #insertLanes(ranges: readonly LaneRange[], relisted: number): Promise<void> {
    const { sql, ledger, nowMs, inlined } = this.#dialect;
    const scope: LaneScope = {
      lanes: this.#scope.lanes,
      condition: inlined(this.#condition()),
      kinds: kindsOf(this.#source, this.#columns),
    };
    const rows = ranges.map(
      ({ after, last }, lane) =>
        sql`(${this.#taskId}, ${lane}, 0, false, ${JSON.stringify(scope)}, ${after}, ${last}, false, true, false, 0, 0, 0, ${relisted}, 0, ${nowMs})`,
    );
    await ask(
      this.#dialect,
      this.#tx,
      sql`INSERT INTO ${ledger('batch_lane')} (task_id, lane, fence, closed, scope, cursor_key, last_key, has_left, has_moved, has_ended, succeeded, failed, exceptions, next_position, next_page, updated_ms) VALUES ${listed(this.#dialect, rows)}`,
    );
  }
}
