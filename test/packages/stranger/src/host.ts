/**
 * A stranger's own Express server with the task centre and a worker in it: imports two tools, one
 * of them wrong, exports what was saved, and prints both outcomes.
 */
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTaskClient, type TaskClient, watchTask } from '@longshore/client';
import { createTaskCentre } from '@longshore/server';
import { bytesSource, readCsv } from '@longshore/workbook';
import { startTaskWorker } from '@longshore/worker';
import express from 'express';

const parts = {
  business: process.cwd(),
  redis: process.env.REDIS_URL ?? '',
  store: { directory: await mkdtemp(join(tmpdir(), 'stranger-')) },
};
const centre = await createTaskCentre({ ...parts, auth: () => ({ owner: 'ann' }) });
await centre.prepare();
const worker = await startTaskWorker(parts);
const app = express();
app.use('/office', centre.router);
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo; // it listens on TCP
const origin = `http://127.0.0.1:${port}`;

const client = createTaskClient({ baseUrl: `${origin}/office` });
const file = new File(['Name,Price\nHammer,12.5\nSaw,-1\n'], 'tools.csv');
const imported = await client.registerImportTask({ type: 'tools', file });
console.log(JSON.stringify({ imported: (await finished(client, imported.taskId)).counts }));
const exported = await client.registerExportTask({ type: 'tools', format: 'csv' });
const { url } = await finished(client, exported.taskId);
const answer = await fetch(new URL(url ?? '', origin));
console.log(JSON.stringify({ exported: await rowsOf(new Uint8Array(await answer.arrayBuffer())) }));

server.close();
await worker.close();
await centre.close();

async function finished(of: TaskClient, taskId: string) {
  for await (const event of watchTask(of, { taskId }))
    if (event.name === 'answer' && event.answer.status === 2) return event.answer;
  throw new Error('The task is gone.');
}

async function rowsOf(bytes: Uint8Array): Promise<unknown[]> {
  const book = await readCsv(bytesSource(bytes));
  const rows: unknown[] = [];
  for (const sheet of book.sheets) for await (const batch of sheet.rows()) rows.push(...batch.rows);
  return rows;
}
