/**
 * `npm run bench -- undo`: an import that keeps what each row was before, and its undo, against the
 * same import without. ROWS scales it; into an empty table, and over rows that are changed.
 */
import pg from 'pg';
import { type Result, saveResults } from './results.js';
import { type Measured, ROWS, startWholeSystem } from './whole/whole-system.js';

const EMPTY = 'TRUNCATE sales_imported';
const CHANGED = 'UPDATE sales_imported SET amount = amount + 1';

const whole = await startWholeSystem();
const results: Result[] = [];
try {
  await whole.exportSales();
  const file = await whole.download();
  await compare('new rows', file, EMPTY, 0);
  await compare('changed rows', file, CHANGED, ROWS);
  saveResults('undo', results);
} finally {
  await whole.stop();
}

/** `before`: makes the table what both find, with so many rows, which an undo has to leave. */
async function compare(name: string, file: string, before: string, rows: number): Promise<void> {
  await onDatabase(before);
  const plain = await whole.importSales(file);
  await onDatabase(before);
  const sum = await sumOfAmounts();
  const { kept, undo } = await whole.importAndUndoSales(file);
  const after = await sumOfAmounts();
  if (after.rows !== rows || (rows > 0 && after.amount !== sum.amount))
    throw new Error(`The undo left ${JSON.stringify(after)}, not ${JSON.stringify(sum)}.`);
  if (rows === 0) await whole.importSales(file);
  tell(`${name}, plain`, plain);
  tell(`${name}, kept`, kept);
  tell(`${name}, undo`, undo);
  results.push(
    result(`${name}, import that can be undone`, kept.seconds, plain.seconds, 's'),
    result(`${name}, its peak memory`, kept.peakMiB, plain.peakMiB, 'MiB'),
    result(`${name}, undo`, undo.seconds, plain.seconds, 's'),
    result(`${name}, peak memory of the undo`, undo.peakMiB, plain.peakMiB, 'MiB'),
  );
}

function tell(name: string, { rows, seconds, cpuSeconds, peakMiB }: Measured): void {
  const figures = [`${seconds.toFixed(2)} s`, `${cpuSeconds.toFixed(2)} s CPU`];
  console.log(`  ${name}: ${rows} rows, ${figures.join(', ')}, peak ${Math.round(peakMiB)} MiB`);
}

function result(name: string, ours: number, peer: number, unit: string): Result {
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: ours / peer, unit };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

async function sumOfAmounts(): Promise<{ rows: number; amount: string }> {
  const found = await onDatabase(
    'SELECT count(*)::int AS rows, sum(amount)::text AS amount FROM sales_imported',
  );
  return found[0] as { rows: number; amount: string };
}

async function onDatabase(statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: whole.databaseUrl });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}
