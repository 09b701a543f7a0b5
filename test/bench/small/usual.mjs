/**
 * The same job as it is usually written: a BullMQ worker queries, makes the workbook in memory,
 * puts it, and notes its address in Redis. A process of its own, started by small.ts: `usual.mjs
 * REDIS DATABASE DIRECTORY CONCURRENCY TASKS ROWS`; its last line is `{ seconds, cpuSeconds }`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectRedis } from '@longshore/tasks';
import { Queue, Worker } from 'bullmq';
import exceljs from 'exceljs';
import pg from 'pg';
import { SALES, STATUSES } from '../whole/sale.mjs';

const [redisUrl = '', databaseUrl = '', directory = '', ...numbers] = process.argv.slice(2);
const [concurrency = 1, tasks = 0, rows = 0] = numbers.map(Number);
const HEADERS = ['ID', 'UUID', '客户', '时间', '金额', '开票', '状态', '邮箱', '数量', '备注'];
const labelOf = new Map(Object.entries(STATUSES).map(([label, code]) => [code, label]));

const { hostname: host, port } = new URL(redisUrl);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const pool = new pg.Pool({ connectionString: databaseUrl, max: concurrency });
const queue = new Queue('usual', { connection });
const redis = await connectRedis(redisUrl, { role: 'worker' });
await queue.addBulk(
  Array.from({ length: tasks }, (_, i) => ({ name: 'export', data: { from: 1 + i * rows } })),
);
const before = process.cpuUsage();
const began = performance.now();
await new Promise((resolve, reject) => {
  let left = tasks;
  const worker = new Worker('usual', exportSales, { connection, concurrency });
  worker.on('failed', (_job, error) => reject(error));
  worker.on('completed', () => {
    left -= 1;
    if (left === 0) worker.close().then(resolve, reject);
  });
});
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(before);
await Promise.all([queue.close(), pool.end()]);
redis.disconnect();
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 }));

/** @param {import('bullmq').Job<{ from: number }>} job */
async function exportSales({ id, data: { from } }) {
  const { rows: found } = await pool.query(
    `SELECT * FROM ${SALES} WHERE id >= $1 AND id < $2 ORDER BY id`,
    [from, from + rows],
  );
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Sales');
  sheet.addRow(HEADERS);
  for (const row of found)
    sheet.addRow([
      Number(row.id),
      row.uuid,
      row.name,
      row.sold_at,
      Number(row.amount),
      row.open,
      labelOf.get(row.status),
      row.email,
      row.quantity,
      row.remark,
    ]);
  const file = join(directory, `${id}.xlsx`);
  await writeFile(file, Buffer.from(await book.xlsx.writeBuffer()));
  await redis.hset(`usual:${id}`, { state: 'done', url: file });
}
