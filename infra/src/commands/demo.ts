/**
 * `npm run demo`: one real export and one real import on a stack of its own, checked, told in a
 * table, and all stopped again.
 */
import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientError, createTaskClient, type TaskClient } from '@longshore/client';
import type { LedgerRecord, TypeInfo } from '@longshore/contract';
import { type ShopFigures, shopFigures } from '@longshore/shop/figures';
import { checkOrders, countErrorRows } from '../demo/check-files.js';
import { type PeakMemory, peakMemory } from '../demo/peak-memory.js';
import { BAD_ROWS, ROWS, SKU_PREFIX, writeProducts } from '../demo/product-rows.js';
import { progressLines } from '../demo/progress-lines.js';
import { type EndedTask, runToEnd } from '../demo/run-to-end.js';
import { summary } from '../demo/summary.js';
import { downloadTo } from '../download-to.js';
import { type Stack, startStack } from '../stack.js';
import { StackError } from '../stack-error.js';
import type { Command, CommandOptions } from './command.js';

const WORKERS = 2;
const MEMORY_EVERY_MS = 500;

export const demo: Command = async (options) => {
  const { root, signal, say } = options;
  const files = await emptyFolder(join(root, '.longshore', 'demo'));
  say(
    'Starting Redis, PostgreSQL, the API and two workers, and seeding a million orders (about half a minute).',
  );
  const stack = await startStack({
    root,
    name: 'demo',
    keep: false,
    workers: WORKERS,
    say,
    signal,
    env: { ...process.env, BUSINESS: '@longshore/shop' },
  });
  try {
    say(
      `Ready at ${stack.address}. Exporting all orders and importing ${number(ROWS)} products, ${BAD_ROWS} of them bad.`,
    );
    for (const line of await exportAndImport(stack, files, options)) say(line);
    return 0;
  } catch (error) {
    throw error instanceof ClientError ? new StackError(sentenceOf(error)) : error;
  } finally {
    await stack.stop();
  }
};

const sentenceOf = ({ code, status, message }: ClientError): string =>
  `The API refused a call of the demo (${[code, status ?? 'no answer'].join(', ')}): ${message}`;

interface DemoFiles {
  /** What was uploaded, what came out, what was refused. */
  readonly products: string;
  readonly orders: string;
  readonly errors: string;
}

async function emptyFolder(folder: string): Promise<DemoFiles> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return {
    products: join(folder, 'products.xlsx'),
    orders: join(folder, 'orders.xlsx'),
    errors: join(folder, 'products-errors.xlsx'),
  };
}

async function exportAndImport(
  stack: Stack,
  files: DemoFiles,
  { root, signal, say }: CommandOptions,
): Promise<string[]> {
  // an owner of this run: the tasks of an earlier demo are somebody else's
  const headers = { 'x-owner': `demo-${randomUUID().slice(0, 8)}` };
  const client = createTaskClient({ baseUrl: stack.address, headers, language: 'en' });
  const { items: types } = await client.listTypes({ signal });
  await writeProducts(typeOf(types, 'import', 'products'), files.products);

  const memory = peakMemory();
  const { exported, imported } = await watchingMemory(memory, stack, () =>
    runBoth(client, files, signal),
  );
  const download = (url: string | null, file: string) =>
    downloadTo(new URL(addressOf(url), stack.address).href, file, signal);
  await download(exported.answer.url, files.orders);
  await download(imported.answer.issuesUrl, files.errors);

  say('Checking the files against the database.');
  const table = await shopFigures(stack.databaseUrl, SKU_PREFIX);
  const orders = typeOf(types, 'export', 'orders');
  await checkOrders(orders, { file: files.orders, table: table.orders });
  await checkImport(imported.record, files, table);
  const runs = [
    { name: 'export orders', record: exported.record },
    { name: 'import products', record: imported.record },
  ];
  return [
    '',
    ...(await summary({
      runs,
      files: Object.values(files),
      peakBytes: memory.highestBytes(),
      root,
    })),
  ];
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
  const found = {
    'rows told as saved': [counts.succeeded, ROWS - BAD_ROWS],
    'rows told as failed': [counts.failed, BAD_ROWS],
    'products in the table': [products, ROWS - BAD_ROWS],
    'rows in the error workbook': [await countErrorRows(errors), BAD_ROWS],
  };
  for (const [what, [is, expected]] of Object.entries(found)) {
    if (is !== expected)
      throw new StackError(`The import does not add up: ${what} ${is}, expected ${expected}.`);
  }
}

function typeOf(types: readonly TypeInfo[], kind: string, type: string): TypeInfo {
  const found = types.find((candidate) => candidate.kind === kind && candidate.type === type);
  if (found === undefined)
    throw new StackError(
      `The API offers no ${kind} of ${type}: the demo needs the example business.`,
    );
  return found;
}

function addressOf(url: string | null): string {
  if (url === null) throw new StackError('A task of the demo ended without a file.');
  return url;
}

const number = (value: number): string => value.toLocaleString('en');
