/**
 * The same job as it is usually written. Started as a process of its own by whole.ts: `peer.mjs
 * export|import DATABASE FILE`;
 * its last line is `{ rows, seconds, cpuSeconds, peakMiB }`.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import exceljs from 'exceljs';
import pg from 'pg';
import QueryStream from 'pg-query-stream';
import * as z from 'zod';
import { SALES, SALES_IMPORTED, STATUSES } from './sale.mjs';

const [action = '', databaseUrl = '', file = ''] = process.argv.slice(2);
const HEADERS = ['ID', 'UUID', '客户', '时间', '金额', '开票', '状态', '邮箱', '数量', '备注'];
const CHUNK_ROWS = 500;

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
const began = performance.now();
const rows = action === 'export' ? await exportSales() : await importSales();
const seconds = (performance.now() - began) / 1_000;
await client.end();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    rows,
    seconds,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMiB: maxRSS / 1_024,
  }),
);

async function exportSales() {
  const labelOf = new Map(Object.entries(STATUSES).map(([label, code]) => [code, label]));
  const out = createWriteStream(file);
  const book = new exceljs.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: false,
    useSharedStrings: false,
  });
  const sheet = book.addWorksheet('Sales');
  sheet.addRow(HEADERS).commit();
  const source = client.query(
    new QueryStream(`SELECT * FROM ${SALES} ORDER BY id`, [], { batchSize: 1_000 }),
  );
  let count = 0;
  for await (const row of source) {
    const { id, uuid, name, sold_at: soldAt, amount, open, status, email, quantity, remark } = row;
    sheet
      .addRow([
        Number(id),
        uuid,
        name,
        soldAt,
        Number(amount),
        open,
        labelOf.get(status),
        email,
        quantity,
        remark,
      ])
      .commit();
    count += 1;
  }
  sheet.commit();
  await book.commit();
  await finished(out);
  return count;
}

async function importSales() {
  const Row = z.object({
    id: z.int().min(1),
    uuid: z.string().length(36),
    name: z.string().min(1).max(60),
    sold_at: z.date(),
    amount: z.number().min(0),
    open: z.boolean(),
    status: z.enum(Object.keys(STATUSES)).transform((label) => STATUSES[label]),
    email: z.string().regex(/^\S+@\S+$/),
    quantity: z.int().min(0).max(100_000),
    remark: z.string().max(200).nullish(),
  });
  const names = Object.keys(Row.shape);
  const book = new exceljs.stream.xlsx.WorkbookReader(file, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
  });
  let count = 0;
  let chunk = [];
  for await (const sheet of book) {
    for await (const row of sheet) {
      if (row.number === 1) continue;
      const { success, data } = Row.safeParse(
        Object.fromEntries(names.map((name, index) => [name, row.values[index + 1]])),
      );
      if (!success) continue;
      chunk.push(data);
      count += 1;
      if (chunk.length < CHUNK_ROWS) continue;
      await save(chunk, names);
      chunk = [];
    }
  }
  if (chunk.length > 0) await save(chunk, names);
  return count;
}

/** @param {Record<string, unknown>[]} chunk @param {string[]} names */
async function save(chunk, names) {
  const places = chunk.map(
    (_row, i) => `(${names.map((_name, j) => `$${i * names.length + j + 1}`).join(',')})`,
  );
  const changes = names.slice(1).map((name) => `${name} = excluded.${name}`);
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO ${SALES_IMPORTED} (${names.join(',')}) VALUES ${places.join(',')} ON CONFLICT (id) DO UPDATE SET ${changes.join(', ')}`,
    chunk.flatMap((row) => names.map((name) => row[name] ?? null)),
  );
  await client.query('COMMIT');
}
