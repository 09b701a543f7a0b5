/**
 * One page of records in its transaction: the executor's work, and an outcome for each record. A
 * page that throws is halved behind savepoints until the guilty records are alone.
 */
import { AppError, type Words, wordsIn } from '@longshore/contract';
import {
  type BatchRecord,
  FencedError,
  type RecordOutcome,
  type Transaction,
} from '@longshore/database';
import {
  type BatchOutcome,
  BusinessError,
  type ProcessContext,
  type RecordRefusal,
  type Row,
} from '@longshore/executors';
import { exceptionOf } from './exception-of.js';
import type { OpenedBatch } from './opened-batch.js';
import { parseRecord } from './parse-record.js';

/** A record that is to be processed. */
interface Todo {
  readonly record: BatchRecord;
  readonly row: Row;
}

/** What the ledger calls for the records of a page. */
export const workPage =
  (batch: OpenedBatch) =>
  (records: readonly BatchRecord[], tx: Transaction): Promise<readonly RecordOutcome[]> =>
    new Page(batch, records, tx).work();

class Page {
  readonly #batch: OpenedBatch;
  readonly #records: readonly BatchRecord[];
  readonly #tx: Transaction;
  /** By the record's key. */
  readonly #outcomes = new Map<string, RecordOutcome>();
  readonly #dueMs = new Map<string, number>();
  /** Order keys whose later records wait for an exception. */
  readonly #blocked = new Set<string>();

  constructor(batch: OpenedBatch, records: readonly BatchRecord[], tx: Transaction) {
    this.#batch = batch;
    this.#records = records;
    this.#tx = tx;
  }

  async work(): Promise<readonly RecordOutcome[]> {
    const todo = this.#records.flatMap((record) => this.#parsed(record));
    await this.#process(todo);
    return this.#records.map(({ key }) => {
      const outcome = this.#outcomes.get(key) ?? SUCCESS;
      const dueMs = this.#dueMs.get(key);
      return dueMs === undefined ? outcome : { ...outcome, dueMs };
    });
  }

  /** Empty for a record that does not fit the schema: it has failed. */
  #parsed(record: BatchRecord): Todo[] {
    const parsed = parseRecord(record, this.#batch);
    if ('row' in parsed) {
      const due = this.#batch.executor.due(parsed.row);
      if (due !== null) this.#dueMs.set(record.key, due.getTime());
      return [{ record, row: parsed.row }];
    }
    this.#outcomes.set(record.key, parsed);
    return [];
  }

  async #process(all: readonly Todo[]): Promise<void> {
    const todo = all.filter((one) => !this.#waits(one));
    const [first] = todo;
    if (first === undefined) return;
    const answer = await this.#attempt(todo);
    if ('outcomes' in answer) return this.#note(todo, answer.outcomes);
    if (todo.length === 1) return this.#except(first, answer.error);
    const half = todo.length >> 1;
    await this.#process(todo.slice(0, half));
    await this.#process(todo.slice(half));
  }

  /** Notes a record that is behind an exception of its order key. */
  #waits({ record: { key, orderKey } }: Todo): boolean {
    const waits = orderKey !== null && this.#blocked.has(orderKey);
    if (waits) this.#outcomes.set(key, WAITING);
    return waits;
  }

  async #attempt(
    todo: readonly Todo[],
  ): Promise<{ outcomes: readonly BatchOutcome[] } | { error: unknown }> {
    const rows = todo.map(({ row }) => row);
    const { executor } = this.#batch;
    try {
      const outcomes = await this.#tx.savepoint(() =>
        executor.process(rows, this.#contextOf(todo)),
      );
      return { outcomes };
    } catch (error) {
      if (this.#isNoRecords(error)) throw error;
      return { error };
    }
  }

  #contextOf(todo: readonly Todo[]): ProcessContext {
    const { context, executor } = this.#batch;
    let tries: Map<unknown, number> | null = null;
    return {
      ...context,
      tx: this.#tx,
      tries: (key) => {
        tries ??= new Map(todo.map(({ record, row }) => [row[executor.source.key], record.tries]));
        return tries.get(key) ?? 0;
      },
    };
  }

  /** A fault that no record of the page is to blame for: the whole page is undone. */
  #isNoRecords(error: unknown): boolean {
    const { context, database } = this.#batch;
    if (context.signal.aborted || error instanceof FencedError) return true;
    if (error instanceof BusinessError) return true;
    if (error instanceof AppError) return error.retryable;
    const { kind } = database.faultOf(error);
    return kind === 'away' || kind === 'conflict';
  }

  #note(todo: readonly Todo[], outcomes: readonly BatchOutcome[]): void {
    if (outcomes.length === 0) return;
    const { executor, context } = this.#batch;
    const keys = new Map(todo.map(({ record, row }) => [row[executor.source.key], record.key]));
    for (const outcome of outcomes) {
      const key = keys.get(outcome.key);
      if (key === undefined)
        throw new BusinessError(
          `process() of ${executor.type} named the record ${String(outcome.key)}, which is not among the records that process() was given`,
        );
      this.#outcomes.set(key, isRefusal(outcome) ? refused(outcome, context) : succeeded(outcome));
    }
  }

  #except({ record }: Todo, error: unknown): void {
    const { executor } = this.#batch;
    this.#outcomes.set(record.key, exceptionOf(error, record, this.#batch));
    if (executor.source.onException === 'wait' && record.orderKey !== null)
      this.#blocked.add(record.orderKey);
  }
}

const SUCCESS: RecordOutcome = { state: 'success' };
const WAITING: RecordOutcome = { state: 'waiting' };

const isRefusal = (outcome: BatchOutcome): outcome is BatchOutcome & RecordRefusal =>
  'code' in outcome;

const refused = (
  { code, message }: RecordRefusal,
  { language }: { readonly language: keyof Exclude<Words, string> },
): RecordOutcome => ({
  state: 'failure',
  code,
  message: wordsIn(message, language),
});

const succeeded = (outcome: BatchOutcome): RecordOutcome =>
  'result' in outcome ? { state: 'success', result: outcome.result } : SUCCESS;
