/**
 * `npm run bench -- whole-stages`: CPU of a row, stage by stage, of an export and an import without database and store: each line adds
 * one stage to the line before. Figures of the last of three rounds, once V8 has compiled what it runs. ROWS scales it.
 */
import { columnsOf, validateRow } from '@longshore/executors';
import { bytesSource, readXlsx, writeXlsx } from '@longshore/workbook';
import { type Result, saveResults } from './results.js';
import { Sale, STATUSES } from './whole/sale.mjs';

const ROWS = Number(process.env.ROWS ?? 200_000);
const BATCH_ROWS = 500;
const ROUNDS = 3;
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);
const CODES = Object.values(STATUSES);
const COLUMNS = columnsOf(Sale);

let results: Result[] = [];
for (let round = 0; round < ROUNDS; round++) {
  results = [];
  await stage('export: rows made, as a database hands them out', async () => drain(batches()));
  await stage('+ cells', async () => drain(cellBatches()));
  const bytes = await stage('+ workbook bytes', async () => Buffer.concat(await drain(workbook())));
  await stage('import: rows read', () => read(bytes, () => undefined));
  await stage('+ input of the schema', () => read(bytes, inputOf));
  await stage('+ checked', () =>
    read(bytes, (cells) => validateRow({ row: Sale, columns: COLUMNS }, inputOf(cells), { row: 1, language: 'en' })),
  );
}
saveResults('whole-stages', results);

async function stage<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  results.push({ name, ours: Math.round(((user + system) / ROWS) * 100) / 100, peer: 0, ratio: 0, unit: 'us' });
  return result;
}

async function drain<T>(items: AsyncIterable<T>): Promise<T[]> {
  const kept: T[] = [];
  for await (const item of items) if (item instanceof Uint8Array) kept.push(item);
  return kept;
}

async function* batches() {
  for (let from = 1; from <= ROWS; from += BATCH_ROWS)
    yield Array.from({ length: Math.min(BATCH_ROWS, ROWS - from + 1) }, (_, i) => saleOf(from + i));
}

function saleOf(id: number): Record<string, unknown> {
  return {
    id,
    uuid: `4d5e4f90-0000-4000-8bcd-${String(id).padStart(12, '0')}`,
    name: `客户 Customer ${id % 100_000}`,
    sold_at: new Date(FIRST_DAY_MS + id * 31_000),
    amount: ((id * 37) % 1_000_000) / 100,
    open: id % 3 === 0,
    status: CODES[id % CODES.length],
    email: `user${id}@example.com`,
    quantity: id % 97,
    remark: id % 3 > 0 ? `Ring "twice" & leave <parcel> at door ${id}` : null,
  };
}

async function* cellBatches() {
  for await (const batch of batches()) yield batch.map((row) => COLUMNS.map(({ key, toCell }) => toCell(row[key])));
}

function workbook(): AsyncIterable<Uint8Array> {
  const columns = COLUMNS.map(({ header, format }) => ({ header, ...(format === null ? {} : { format }) }));
  return writeXlsx([{ name: 'Sales', columns, rows: cellBatches() }]);
}

type Cells = Parameters<typeof inputOf>[0];

async function read(bytes: Uint8Array, use: (cells: Cells) => unknown): Promise<void> {
  const [sheet] = (await readXlsx(bytesSource(bytes))).sheets;
  for await (const { rows } of sheet?.rows() ?? []) for (const cells of rows) use(cells);
}

function inputOf(cells: readonly (Parameters<(typeof COLUMNS)[number]['fromCell']>[0] | undefined)[]): Record<string, unknown> {
  return Object.fromEntries(COLUMNS.map(({ key, fromCell }, index) => [key, fromCell(cells[index] ?? null)]));
}
