/**
 * The guided run of `npm run demo`: one real export and one real import, each row of both checked
 * against the database.
 */
import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskClient } from '@longshore/client';
import type { LedgerRecord, TypeInfo } from '@longshore/contract';
import { type ShopFigures, shopFigures } from '@longshore/shop/figures';
import type { Stack } from '../stack.js';
import { StackError } from '../stack-error.js';
import { checkOrders, countErrorRows } from './check-files.js';
import { addsUp, demoClient, download, type GuidedRun, number } from './guided-run.js';
import { type PeakMemory, peakMemory } from './peak-memory.js';
import { BAD_ROWS, ROWS, SKU_PREFIX, writeProducts } from './product-rows.js';
import { progressLines } from './progress-lines.js';
import { type EndedTask, runToEnd } from './run-to-end.js';
import { bytes, summary } from './summary.js';

const MEMORY_EVERY_MS = 500;

/** One real export and one real import, checked against the database and told in a table. */
export const exportAndImport: GuidedRun = {
  orders: 1_000_000,
  does: `an export of all orders and an import of ${number(ROWS)} products, ${BAD_ROWS} of them bad`,
  async run({ stack, folder, root, signal, say }) {
    const files = {
      products: join(folder, 'products.xlsx'),
      orders: join(folder, 'orders.xlsx'),
      errors: join(folder, 'products-errors.xlsx'),
    };
    const client = demoClient(stack);
    const { items: types } = await client.listTypes({ signal });
    await writeProducts(typeOf(types, 'import', 'products'), files.products);

    const memory = peakMemory();
    const { exported, imported } = await watchingMemory(memory, stack, () =>
      runBoth(client, files, signal),
    );
    await download(exported.answer.url, files.orders, { stack, signal });
    await download(imported.answer.issuesUrl, files.errors, { stack, signal });

    say('Checking the files against the database.');
    const table = await shopFigures(stack.databaseUrl, SKU_PREFIX);
    const orders = typeOf(types, 'export', 'orders');
    await checkOrders(orders, { file: files.orders, table: table.orders });
    await checkImport(imported.record, files, table);
    const runs = [
      { name: 'export orders', record: exported.record },
      { name: 'import products', record: imported.record },
    ];
    say('');
    for (const line of await summary({ runs, files: Object.values(files), root })) say(line);
    const peak = memory.highestBytes();
    say('');
    say(
      `Peak memory of a worker: ${peak === null ? 'not told by this system' : bytes(peak)}. Every row was checked against the database.`,
    );
  },
};

/** What was uploaded, what came out, what was refused. */
interface DemoFiles {
  readonly products: string;
  readonly orders: string;
  readonly errors: string;
}

/** Both tasks at once, as two people would start them. */
async function runBoth(
  client: TaskClient,
  files: DemoFiles,
  signal: AbortSignal,
): Promise<{ exported: EndedTask; imported: EndedTask }> {
  const progress = progressLines();
  const run = (name: string, register: Parameters<typeof runToEnd>[0]) =>
    runToEnd(register, {
      client,
      name,
      signal,
      onAnswer: (answer) => progress.show(name, answer),
    });
  const upload = {
    type: 'products',
    file: await openAsBlob(files.products),
    fileName: basename(files.products),
  };
  const [exported, imported] = await Promise.all([
    run('export orders', (call) => client.registerExportTask({ type: 'orders' }, call)),
    run('import products', (call) => client.registerImportTask(upload, call)),
  ]);
  progress.end();
  return { exported, imported };
}

async function watchingMemory<T>(
  memory: PeakMemory,
  stack: Stack,
  work: () => Promise<T>,
): Promise<T> {
  const workers = () =>
    stack.processes().flatMap(({ name, pid }) => (name.startsWith('worker') ? [pid] : []));
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      await memory.look(workers());
      // woken up when the work is done
      await sleep(MEMORY_EVERY_MS, undefined, { signal: done.signal }).catch(() => {});
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await watching;
    await memory.look(workers());
  }
}

async function checkImport(
  { counts }: LedgerRecord,
  { errors }: DemoFiles,
  { products }: ShopFigures,
): Promise<void> {
  addsUp('import', {
    'rows told as saved': [counts.succeeded, ROWS - BAD_ROWS],
    'rows told as failed': [counts.failed, BAD_ROWS],
    'products in the table': [products, ROWS - BAD_ROWS],
    'rows in the error workbook': [await countErrorRows(errors), BAD_ROWS],
  });
}

function typeOf(types: readonly TypeInfo[], kind: string, type: string): TypeInfo {
  const found = types.find((candidate) => candidate.kind === kind && candidate.type === type);
  if (found === undefined)
    throw new StackError(
      `The API offers no ${kind} of ${type}: the demo needs the example business.`,
    );
  return found;
}
