/**
 * Run by tests as a process of its own: puts a stream of unknown size, and says what it cost as a
 * line of JSON.
 * Arguments: StoreConfig as JSON, key, bytes (`Infinity`: never ends; a line tells when 20 MiB were
 * taken).
 */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { createStore, type StoreConfig } from '../index.js';

const CHUNK_BYTES = 64 * 1024;
const BEGUN_BYTES = 20 * 1024 * 1024;

/**
 * The same few blocks again and again: what is measured is the store's memory, not that of making
 * random bytes.
 */
const BLOCKS = Array.from({ length: 61 }, () => randomBytes(CHUNK_BYTES));

function* chunks(sizeBytes: number): Generator<Buffer> {
  for (let given = 0, n = 0; given < sizeBytes; given += CHUNK_BYTES, n += 1) {
    if (given === BEGUN_BYTES && sizeBytes === Infinity) process.stdout.write('begun\n');
    const block = BLOCKS[n % BLOCKS.length] as Buffer; // in range
    yield block.subarray(0, sizeBytes - given);
  }
}

const [config = '', key = '', sizeBytes = '0'] = process.argv.slice(2);
const store = createStore(JSON.parse(config) as StoreConfig); // the test wrote it
const source = Readable.from(chunks(Number(sizeBytes)), { objectMode: false });
const peakBytes = () => process.resourceUsage().maxRSS * 1024;
const before = peakBytes();
const stored = await store.put(key, source);
process.stdout.write(`${JSON.stringify({ ...stored, memoryBytes: peakBytes() - before })}\n`);
