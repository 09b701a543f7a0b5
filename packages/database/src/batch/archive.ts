/** Moves done records to the archive: with their page, or later step by step. */
import type { ArchivedPage } from '../batch-ledger.js';
import type { BatchSource } from '../batch-source.js';
import type { Sql } from '../sql.js';
import type { SqlText } from '../sql-text.js';
import { checkSource, refuseProblems } from './check.js';
import { ask, type BatchDialect, type BatchGround, listed } from './dialect.js';
import { type PageContext, sourceColumn } from './page-context.js';
import type { Settled } from './settled.js';
import { type Columns, columnIn, flagText } from './source-columns.js';

/** Records of a page, where the source archives with the page. */
export async function archiveRecords(
  page: PageContext,
  settled: readonly Settled[],
): Promise<void> {
  const { source, dialect, tx, columns } = page;
  if (source.archive?.when !== 'page') return;
  const key = sourceColumn(page, source.key);
  for (const state of ['success', 'failure'] as const) {
    const table = source.archive[state];
    const keys = settled.filter((one) => one.state === state).map(({ record }) => record.key);
    if (table === null || keys.length === 0) continue;
    await move(dialect, tx, { source, table, columns, where: dialect.isAmong(key, keys) });
  }
}

interface Move {
  readonly source: BatchSource;
  /** Where to. */
  readonly table: string;
  readonly columns: Columns;
  readonly where: SqlText;
}

/** Columns are matched by name. The records are locked already. */
async function move(dialect: BatchDialect, tx: Sql, { source, table, columns, where }: Move) {
  const { sql, named } = dialect;
  const names = listed(
    dialect,
    [...columns.keys()].map((name) => dialect.verbatim(dialect.dialect.quotedColumn(name))),
  );
  const from = named(source.table);
  const copied = await dialect.countOf(
    tx,
    sql`INSERT INTO ${named(table)} (${names}) SELECT ${names} FROM ${from} WHERE ${where}`,
  );
  const removed = await dialect.countOf(tx, sql`DELETE FROM ${from} WHERE ${where}`);
  if (copied !== removed)
    throw new Error(
      `The archive ${table} took ${copied} records of ${source.table}, which lost ${removed}.`,
    );
}

/** As `BatchLedger.archivePage`. */
export async function archivePage(
  { dialect, pageTransaction }: BatchGround,
  source: BatchSource,
  { rows, after, signal }: { rows: number; after: string | null; signal: AbortSignal },
): Promise<ArchivedPage> {
  const { archive, flags, table, state, key: keyName } = source;
  const targets = [
    { to: archive?.success ?? null, flag: flagText(flags.success) },
    { to: archive?.failure ?? null, flag: flagText(flags.failure) },
  ].flatMap(({ to, flag }) => (to === null ? [] : [{ to, flag }]));
  if (targets.length === 0) return { moved: 0, after: null };
  return pageTransaction(signal, [], async (tx) => {
    const { sql, named, asText, allOf, isAmong, typed, verbatim } = dialect;
    const { columns, problems } = await checkSource(dialect, tx, source);
    refuseProblems(problems);
    const key = columnIn(columns, table, keyName);
    const where = allOf([
      isAmong(
        columnIn(columns, table, state),
        targets.map(({ flag }) => flag),
      ),
      after !== null && sql`${named(keyName)} > ${typed(key, after)}`,
    ]);
    const found = await ask<{ record_key: unknown; record_state: unknown }>(
      dialect,
      tx,
      sql`SELECT ${asText(named(keyName))} AS record_key, ${asText(named(state))} AS record_state FROM ${named(table)} WHERE ${where} ORDER BY ${named(keyName)} LIMIT ${verbatim(String(rows))} FOR UPDATE SKIP LOCKED`,
    );
    for (const { to, flag } of targets) {
      const keys = found
        .filter(({ record_state }) => String(record_state) === flag)
        .map(({ record_key }) => String(record_key));
      if (keys.length > 0)
        await move(dialect, tx, { source, table: to, columns, where: isAmong(key, keys) });
    }
    const last = found.at(-1);
    const next = found.length < rows || last === undefined ? null : String(last.record_key);
    return { last: [], result: { moved: found.length, after: next } };
  });
}
