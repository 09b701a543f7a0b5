/**
 * `npm run bench -- retryable [calls]`: what recording a call before it runs costs, against the
 * bare function and against one INSERT. The ways take turns, so that what else the machine does
 * falls on all of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { retryable } from '@longshore/executors';
import { startPostgres } from '@longshore/infra';
import { postgres } from '@longshore/postgres';
import * as z from 'zod';
import { type Result, saveResults } from './results.js';

const CALLS = Number(process.argv[2] ?? 3_000);
const ROUND = 100;
const AT_ONCE = 16;

const params = z.object({ order: z.int(), amount: z.number(), note: z.string() });
const work = async ({ order }: { readonly order: number }) => order;
const before = retryable('before', work, { params });
const after = retryable('after', work, { params, before: false });

const dir = mkdtempSync(join(tmpdir(), 'longshore-retryable-'));
// as a database of one's own would: every commit reaches the disk
const server = await startPostgres({ dir, temporary: true });
const db = postgres(server.url);

const given = (order: number) => ({ order, amount: 9.5, note: 'two of them, please' });
const WAYS = {
  bare: (i: number) => work(params.parse(given(i))),
  after: (i: number) => after(given(i), { key: `order-${i}` }),
  insert: (i: number) =>
    db.query('INSERT INTO note (key, body) VALUES ($1, $2)', [
      `order-${i}`,
      JSON.stringify(given(i)),
    ]),
  before: (i: number) => before(given(i), { key: `order-${i}` }),
} satisfies Record<string, (i: number) => Promise<unknown>>;
type Way = keyof typeof WAYS;

try {
  await db.migrate();
  await db.query('CREATE TABLE note (id bigserial PRIMARY KEY, key text, body text)');
  for (const { executor } of [before, after]) executor.open(db);
  const one = await measured(1);
  const many = await measured(AT_ONCE);
  const results = [
    compared('a call recorded before it runs, against one INSERT', one, 'before', 'insert'),
    compared('a call recorded before it runs, against the bare function', one, 'before', 'bare'),
    compared('a call recorded after it failed, against the bare function', one, 'after', 'bare'),
    compared(`${AT_ONCE} at once, recorded before, against one INSERT`, many, 'before', 'insert'),
  ];
  saveResults('retryable', results);
} finally {
  await db.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Milliseconds a call, by way, with so many under way at once. */
async function measured(atOnce: number): Promise<Record<Way, number>> {
  const spent: Record<Way, number> = { bare: 0, after: 0, insert: 0, before: 0 };
  const names = Object.keys(WAYS) as Way[]; // its keys are the ways
  for (const name of names) await timed(name, atOnce, ROUND); // connections and plans
  for (let done = 0; done < CALLS; done += ROUND)
    for (const name of names) spent[name] += await timed(name, atOnce, ROUND);
  for (const name of names) spent[name] /= CALLS;
  return spent;
}

async function timed(name: Way, atOnce: number, calls: number): Promise<number> {
  const began = performance.now();
  let left = calls;
  const lane = async () => {
    while (left-- > 0) await WAYS[name](left);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return performance.now() - began;
}

function compared(name: string, spent: Record<Way, number>, ours: Way, peer: Way): Result {
  const [a, b] = [spent[ours], spent[peer]];
  return { name, ours: rounded(a), peer: rounded(b), ratio: a / b, unit: 'ms' };
}

function rounded(ms: number): number {
  return Math.round(ms * 10_000) / 10_000;
}
