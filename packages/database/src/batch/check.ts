/** What is wrong with a source, from the catalogue alone. */
import { AppError, type MessageValues } from '@longshore/contract';
import type { BatchProblem } from '../batch-ledger.js';
import type { BatchSource } from '../batch-source.js';
import type { Sql } from '../sql.js';
import { ask, type BatchDialect, type TableRules } from './dialect.js';
import { type Columns, columnsFrom, flagText, flagTexts, namesIn } from './source-columns.js';

/** The columns of the source's table, and all that is wrong. */
export interface Checked {
  readonly columns: Columns;
  readonly problems: readonly BatchProblem[];
}

export async function checkSource(
  dialect: BatchDialect,
  db: Sql,
  source: BatchSource,
): Promise<Checked> {
  const columns = await columnsOf(dialect, db, source.table);
  const missing = [
    ...missingIn(columns, source.table, namesIn(source)),
    ...(await missingInArchive(dialect, db, source, columns)),
  ];
  if (missing.length > 0) return { columns, problems: missing };
  const { key, state, table, flags } = source;
  const rules = await dialect.rulesOf(db, { table, key, state, new: flagText(flags.new) });
  const problems = [
    ...keyProblems(source, columns, rules),
    ...(await flagProblems(dialect, db, source, columns)),
  ];
  return { columns, problems };
}

/** Throws the first problem that a batch cannot run with. */
export function refuseProblems(problems: readonly BatchProblem[]): void {
  const refused = problems.find(({ severity }) => severity === 'refused');
  if (refused !== undefined) throw new AppError(refused.code, { values: refused.values });
}

export const columnsOf = async (dialect: BatchDialect, db: Sql, table: string): Promise<Columns> =>
  columnsFrom(dialect, await ask(dialect, db, dialect.catalogue(table)));

const problem = (
  code: BatchProblem['code'],
  values: MessageValues,
  statement: string | null = null,
): BatchProblem => ({
  severity: code === 'batch_index_missing' ? 'slow' : 'refused',
  code,
  values,
  statement,
});

function missingIn(columns: Columns, table: string, names: readonly string[]): BatchProblem[] {
  if (columns.size === 0) return [problem('batch_table_missing', { table })];
  return names
    .filter((name) => !columns.has(name))
    .map((column) => problem('batch_column_missing', { table, column }));
}

async function missingInArchive(
  dialect: BatchDialect,
  db: Sql,
  { archive }: BatchSource,
  columns: Columns,
): Promise<BatchProblem[]> {
  const tables = [archive?.success, archive?.failure].filter((table) => typeof table === 'string');
  const problems: BatchProblem[] = [];
  for (const table of tables)
    problems.push(...missingIn(await columnsOf(dialect, db, table), table, [...columns.keys()]));
  return problems;
}

function keyProblems(
  { table, key }: BatchSource,
  columns: Columns,
  { isView, isKeyUnique, hasPageIndex, createPageIndex }: TableRules,
): BatchProblem[] {
  if (isView) return []; // the catalogue knows no rules of a view: openBatch looks at its records
  const values = { table, column: key };
  const problems: BatchProblem[] = [];
  if (columns.get(key)?.isNullable) problems.push(problem('batch_key_nullable', values));
  if (!isKeyUnique)
    problems.push(problem('batch_key_repeated', { ...values, rule: 'no unique index' }));
  if (!hasPageIndex) problems.push(problem('batch_index_missing', values, createPageIndex));
  return problems;
}

async function flagProblems(
  dialect: BatchDialect,
  db: Sql,
  source: BatchSource,
  columns: Columns,
): Promise<BatchProblem[]> {
  const column = columns.get(source.state);
  if (column === undefined) return [];
  const { name, kind } = column;
  const canHold = await dialect.canHold(db, column);
  return flagTexts(source)
    .filter((value) => !canHold(value))
    .map((value) =>
      problem('batch_flag_unfit', { table: source.table, column: name, kind, value }),
    );
}
