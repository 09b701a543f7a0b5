/**
 * Whoever reads or writes a large file must not stop the rest of its process. Sources and sinks in
 * memory never wait by themselves.
 */
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { beforeAll, expect, test } from 'vitest';
import {
  bytesSource,
  type Cell,
  readCsv,
  readXlsx,
  type Sheet,
  writeCsv,
  writeXlsx,
} from './index.js';

const ROWS = 60_000;
const columns = Array.from({ length: 8 }, (_, i) => ({ header: `c${i}` }));
const rows = (): Cell[][] =>
  Array.from({ length: ROWS }, (_, i) =>
    columns.map((_column, j) => (j % 2 === 0 ? i : `text ${i} of ${j}`)),
  );

/** How often other work got its turn in the meantime. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let running = true;
  const count = () => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  await work();
  running = false;
  return turns;
}

const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
const batches = async function* () {
  yield rows();
};
const readAll = async (sheet: Sheet | undefined) => {
  for await (const _ of sheet?.rows() ?? []);
};

const files = new Map<string, Buffer>();
beforeAll(async () => {
  files.set(
    'stored',
    await buffer(writeXlsx([{ name: 's', columns, rows: batches() }], { level: 0 })),
  );
  files.set('csv', await buffer(writeCsv({ columns, rows: batches() })));
});

test.each([
  [
    'writing a workbook',
    () => pipeline(writeXlsx([{ name: 's', columns, rows: batches() }]), sink()),
  ],
  ['writing csv', () => pipeline(writeCsv({ columns, rows: batches() }), sink())],
  [
    'reading a workbook',
    async () =>
      readAll((await readXlsx(bytesSource(files.get('stored') ?? Buffer.alloc(0)))).sheets[0]),
  ],
  [
    'reading csv',
    async () =>
      readAll((await readCsv(bytesSource(files.get('csv') ?? Buffer.alloc(0)))).sheets[0]),
  ],
])('%s lets the event loop turn', async (_what, work) => {
  expect(await turnsDuring(work)).toBeGreaterThan(4);
});
