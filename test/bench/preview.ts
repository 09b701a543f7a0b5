/**
 * `npm run bench -- preview`: an import that is looked at first and then confirmed, against the
 * same import without a look. ROWS scales it; into an empty table, and over rows that are there.
 */
import pg from 'pg';
import { type Result, saveResults } from './results.js';
import { type Measured, startWholeSystem } from './whole/whole-system.js';

const whole = await startWholeSystem();
const results: Result[] = [];
try {
  await whole.exportSales();
  const file = await whole.download();
  await compare('new rows', file, ['TRUNCATE sales_imported']);
  await compare('rows that are there', file, [
    'UPDATE sales_imported SET amount = amount + 1',
    'VACUUM FULL ANALYZE sales_imported', // else the second import finds the first one's dead rows
  ]);
  saveResults('preview', results);
} finally {
  await whole.stop();
}

/** `before`: makes the table what both find. */
async function compare(name: string, file: string, before: readonly string[]): Promise<void> {
  await onDatabase(before);
  const plain = await whole.importSales(file);
  await onDatabase(before);
  const looked = await whole.lookAndImportSales(file);
  tell(`${name}, without a look`, plain);
  tell(`${name}, with a look`, looked);
  results.push(
    result(`${name}, whole way`, looked.seconds, plain.seconds, 's'),
    result(`${name}, first figures`, looked.firstFiguresSeconds, plain.seconds, 's'),
    result(`${name}, the look`, looked.lookSeconds, plain.seconds, 's'),
    result(`${name}, CPU of a row`, cpuUs(looked), cpuUs(plain), 'us'),
    result(`${name}, peak memory`, looked.peakMiB, plain.peakMiB, 'MiB'),
  );
}

function cpuUs({ cpuSeconds, rows }: Measured): number {
  return (cpuSeconds / rows) * 1e6;
}

function tell(name: string, { rows, seconds, peakMiB }: Measured): void {
  console.log(`  ${name}: ${rows} rows, ${seconds.toFixed(2)} s, peak ${Math.round(peakMiB)} MiB`);
}

function result(name: string, ours: number, peer: number, unit: string): Result {
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: ours / peer, unit };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

async function onDatabase(statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: whole.databaseUrl });
  await client.connect();
  for (const statement of [...statements, 'CHECKPOINT']) await client.query(statement);
  await client.end();
}
