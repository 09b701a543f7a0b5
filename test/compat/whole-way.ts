/** One export and one import by real processes, from registration to the last byte and row. */
import { startPostgres } from '@longshore/infra';
import { readXlsx } from '@longshore/workbook';
import { registerRetail, savedInvoices, savedOf } from '../faults/imports.js';
import { type System, startSystem } from '../support/system.js';

const EXPORTED_ROWS = 200_000;
const IMPORTED_ROWS = 20_000;

/** `right`, or what went wrong, in one sentence. `dir`: for the database. */
export async function goWholeWay(
  dir: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const postgres = await startPostgres({ dir, temporary: true, unsafe: true });
  try {
    const system = await startSystem({
      databaseUrl: postgres.url,
      env: { SHOP_ORDERS: String(EXPORTED_ROWS), TASK_MAX_ATTEMPTS: '1', ...env },
    });
    return await exportAndImport(system).finally(() => system.stop());
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  } finally {
    await postgres.stop();
  }
}

async function exportAndImport(system: System): Promise<string> {
  const { body } = await system.registerExport({ type: 'orders', params: {} });
  const exported = await system.finished(body.taskId);
  if (!exported.state) return `the export ended as ${exported.phase}: ${exported.message}`;
  const rows = await rowsOf(await download(system.url + exported.url));
  if (rows !== EXPORTED_ROWS) return `the export has ${rows} rows of ${EXPORTED_ROWS}`;
  const { owner, taskId } = await registerRetail(system, 'compat', IMPORTED_ROWS);
  const imported = await system.finished(taskId, { owner });
  if (!imported.state) return `the import ended as ${imported.phase}: ${imported.message}`;
  const { all, distinct } = await savedInvoices(system);
  if (all !== savedOf(IMPORTED_ROWS) || distinct !== all)
    return `the import saved ${all} rows, ${distinct} different ones, of ${savedOf(IMPORTED_ROWS)}`;
  return 'right';
}

async function download(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the file is answered with ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Without the header. */
async function rowsOf(bytes: Uint8Array): Promise<number> {
  const book = await readXlsx({
    size: bytes.length,
    readRange: async (start, end) => bytes.subarray(start, end),
  });
  let rows = -1;
  const [sheet] = book.sheets;
  if (sheet === undefined) return 0;
  for await (const batch of sheet.rows()) rows += batch.rows.length;
  return rows;
}
