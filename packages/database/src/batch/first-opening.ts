/** Counts a run's records, lists those that are taken again, and cuts the new ones into lanes. */
import { AppError } from '@longshore/contract';
import type { BatchScope, BatchSource } from '../batch-source.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { ask, type BatchDialect } from './dialect.js';
import { insertLanes, type NewLane } from './insert-lanes.js';
import { cutLanes, type LaneRange } from './lane-ranges.js';
import { listAgain } from './list-again.js';
import { recordClasses } from './record-classes.js';
import { type Columns, columnIn, flagText, flagTexts, kindsOf } from './source-columns.js';

interface StateCount {
  readonly state: string | null;
  readonly records: number;
  readonly keyless: number;
}

/** What happens once in the life of a run, in the transaction that opens it. */
export class FirstOpening {
  readonly #dialect: BatchDialect;
  readonly #tx: Sql;
  readonly #taskId: string;
  readonly #source: BatchSource;
  readonly #scope: BatchScope;
  readonly #columns: Columns;
  /** Null: the scope names no keys. */
  #keys: readonly string[] | null = null;

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
    this.#keys = await this.#possibleKeys();
    const counts = await this.#count();
    this.#refuseUnknown(counts);
    const { flags } = this.#source;
    const { only } = this.#scope;
    const again = [flags.exception, only === 'new' ? null : flags.failure]
      .filter((flag) => flag !== null)
      .map(String);
    const recordsAt = (texts: readonly string[]) =>
      counts.filter(({ state }) => texts.includes(state ?? '')).reduce((n, c) => n + c.records, 0);
    const relisted = recordsAt(again);
    const fresh = only === 'new' ? recordsAt([flagText(flags.new)]) : 0;
    const lanes = await this.#cutLanes(fresh);
    await insertLanes(this.#dialect, this.#tx, { taskId: this.#taskId, lanes, relisted });
    if (relisted > 0) await this.#list(again, lanes.length);
    return fresh + relisted;
  }

  /** `records`: those at new. */
  async #cutLanes(records: number): Promise<NewLane[]> {
    const { allOf, inlined } = this.#dialect;
    const { type, table, key, orderBy } = this.#source;
    if (orderBy !== null && this.#scope.classes.length > 0)
      throw new Error(`The batch "${type}" works its records in an order, so it has no classes.`);
    const classes = recordClasses(this.#dialect, this.#scope.classes);
    const lanes: { range: LaneRange; condition: string }[] = [];
    for (const isInClass of classes) {
      const condition = allOf([this.#newRecords(), isInClass]);
      const ranges = await cutLanes(this.#dialect, this.#tx, {
        table,
        key: this.#column(key),
        condition,
        records: isInClass === null || records === 0 ? records : await this.#countOf(condition),
        lanes: this.#scope.lanes,
        isShared: orderBy !== null,
      });
      const own = inlined(allOf([this.#condition(), isInClass]));
      lanes.push(...ranges.map((range) => ({ range, condition: own })));
    }
    const kinds = kindsOf(this.#source, this.#columns);
    return lanes.map(({ range, condition }) => ({
      range,
      scope: { lanes: lanes.length, condition, kinds },
    }));
  }

  async #countOf(condition: SqlText): Promise<number> {
    const { sql, named } = this.#dialect;
    const [counted] = await ask<{ records: unknown }>(
      this.#dialect,
      this.#tx,
      sql`SELECT count(*) AS records FROM ${named(this.#source.table)} WHERE ${condition}`,
    );
    return Number(counted?.records);
  }

  #column(name: string) {
    return columnIn(this.#columns, this.#source.table, name);
  }

  /** No record has a key that the column cannot hold; the database might take it for another. */
  async #possibleKeys(): Promise<string[] | null> {
    const { only } = this.#scope;
    if (typeof only !== 'object') return null;
    const canHold = await this.#dialect.canHold(this.#tx, this.#column(this.#source.key));
    return only.keys.filter((key) => canHold(key));
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
    const { allOf, isAmong } = this.#dialect;
    const keys = this.#keys;
    return allOf([
      this.#condition(),
      keys !== null && isAmong(this.#column(this.#source.key), keys),
    ]);
  }

  #newRecords(): SqlText {
    const { sql, named, allOf, typed } = this.#dialect;
    const { state, flags } = this.#source;
    const isNew = sql`${named(state)} = ${typed(this.#column(state), flagText(flags.new))}`;
    return allOf([isNew, this.#condition()]);
  }

  #list(flags: readonly string[], lanes: number): Promise<void> {
    const { isAmong, allOf } = this.#dialect;
    const where = allOf([this.#inScope(), isAmong(this.#column(this.#source.state), flags)]);
    return listAgain(this.#dialect, this.#tx, {
      taskId: this.#taskId,
      source: this.#source,
      lanes,
      where,
    });
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
}
