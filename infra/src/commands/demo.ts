/**
 * `npm run demo`: one real export and one real import on a stack of its own, checked, told in a
 * table, and all stopped again.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerRecord, TaskResultOut, TypeInfo } from '@longshore/contract';
import { checkOrders, countErrorRows, countSaved } from '../demo/check-files.js';
import { type PeakMemory, peakMemory } from '../demo/peak-memory.js';
import { BAD_ROWS, ROWS, writeProducts } from '../demo/product-rows.js';
import { progressLines } from '../demo/progress-lines.js';
import { summary } from '../demo/summary.js';
import { type TaskApi, taskApi } from '../demo/task-api.js';
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
  });
  try {
    say(
      `Ready at ${stack.address}. Exporting all orders and importing ${number(ROWS)} products, ${BAD_ROWS} of them bad.`,
    );
    for (const line of await exportAndImport(stack, files, options)) say(line);
    return 0;
  } finally {
    await stack.stop();
  }
};

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
  const api = taskApi({ address: stack.address, signal });
  const types = await api.types();
  await writeProducts(typeOf(types, 'import', 'products'), files.products);

  const memory = peakMemory();
  const { exported, imported } = await watchingMemory(memory, stack, () => runBoth(api, files));
  await api.download(addressOf(exported.answer.url, 'export'), files.orders);
  await api.download(addressOf(imported.answer.issuesUrl, 'import'), files.errors);

  say('Checking the files against the database.');
  await checkOrders(typeOf(types, 'export', 'orders'), {
    file: files.orders,
    databaseUrl: stack.databaseUrl,
  });
  await checkImport(imported.record, files, stack);
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

interface EndedTask {
  readonly answer: TaskResultOut;
  readonly record: LedgerRecord;
}

/** Both tasks at once, as two people would start them. */
async function runBoth(
  api: TaskApi,
  files: DemoFiles,
): Promise<{ exported: EndedTask; imported: EndedTask }> {
  const progress = progressLines();
  const run = async (name: string, taskId: string): Promise<EndedTask> => {
    const answer = await api.watch(taskId, (latest) => progress.show(name, latest));
    if (!answer.state)
      throw new StackError(`The ${name} ended as ${answer.phase}: ${answer.message}`);
    return { answer, record: await api.record(taskId) };
  };
  const exportId = await api.registerExport({ type: 'orders', params: {} });
  const importId = await api.registerImport('products', files.products);
  const [exported, imported] = await Promise.all([
    run('export orders', exportId),
    run('import products', importId),
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
  { databaseUrl }: Stack,
): Promise<void> {
  const found = {
    'rows told as saved': [counts.succeeded, ROWS - BAD_ROWS],
    'rows told as failed': [counts.failed, BAD_ROWS],
    'products in the table': [await countSaved(databaseUrl), ROWS - BAD_ROWS],
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

function addressOf(url: string | null, kind: string): string {
  if (url === null) throw new StackError(`The ${kind} ended without a file.`);
  return url;
}

const number = (value: number): string => value.toLocaleString('en');
