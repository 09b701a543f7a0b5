/**
 * `npm run demo [-- NAME]`: one guided run on a stack of its own, checked, told, and all stopped
 * again. Without a name: one export and one import.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClientError } from '@longshore/client';
import { closeDays } from '../demo/close-days.js';
import { correctImport } from '../demo/correct-import.js';
import { exportAndImport } from '../demo/export-and-import.js';
import type { GuidedRun } from '../demo/guided-run.js';
import { settleOrders } from '../demo/settle-orders.js';
import { startStack } from '../stack.js';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';

const WORKERS = 2;

const RUNS: Readonly<Record<string, GuidedRun>> = {
  import: correctImport,
  batch: settleOrders,
  routines: closeDays,
};

export const demo: Command = async ({ root, args, signal, say }) => {
  const guided = chosen(args);
  const folder = join(root, '.longshore', 'demo');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const orders = process.env.SHOP_ORDERS || String(guided.orders);
  say(
    `Starting Redis, PostgreSQL, the API and two workers, and seeding ${Number(orders).toLocaleString('en')} orders (a minute at most).`,
  );
  const stack = await startStack({
    root,
    name: 'demo',
    keep: false,
    workers: WORKERS,
    say,
    signal,
    env: { ...process.env, BUSINESS: '@longshore/shop', SHOP_ORDERS: orders },
  });
  try {
    say(`Ready at ${stack.address}: ${guided.does}.`);
    await guided.run({ stack, folder, root, signal, say });
    return 0;
  } catch (error) {
    throw error instanceof ClientError ? new StackError(sentenceOf(error)) : error;
  } finally {
    await stack.stop();
  }
};

function chosen(args: readonly string[]): GuidedRun {
  const [name, ...rest] = args;
  if (name === undefined) return exportAndImport;
  const guided = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
  if (guided === undefined || rest.length > 0)
    throw new StackError(
      `Say which: npm run demo, or npm run demo -- ${Object.keys(RUNS).join(' | ')}`,
    );
  return guided;
}

const sentenceOf = ({ code, status, message }: ClientError): string =>
  `The API refused a call of the demo (${[code, status ?? 'no answer'].join(', ')}): ${message}`;
