/**
 * The rows of an upload as its preview read them, so that the import that is confirmed need not
 * read the workbook again: lines of JSON, packed. Only rows that any reading would give alike are
 * kept: not those of an error workbook, of which some wait no longer, nor those of a `parse` step.
 */
import { pipeline, type Readable, type Writable } from 'node:stream';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { Cell } from '@longshore/database';
import type { ObjectStore } from '@longshore/storage';
import type { Table, TableRow } from '../import-table.js';

interface KeptObject {
  readonly key: string;
  readonly store: ObjectStore;
  readonly signal: AbortSignal;
}

/** The table, whose next reading keeps its rows; `kept` resolves once they are all stored. */
export interface KeepingTable extends Table {
  kept(): Promise<void>;
  /** Gives up what is not all stored. */
  close(): Promise<void>;
}

export function keepingTable(table: Table, { key, store, signal }: KeptObject): KeepingTable {
  const packed = createGzip({ level: constants.Z_BEST_SPEED });
  packed.on('error', () => {}); // what broke it, the store throws
  const stored = store.put(key, packed, { signal });
  let isBroken = false;
  stored.catch(() => {
    isBroken = true;
  });
  const lines = new LineWriter(packed);
  return {
    ...table,
    rows: async function* (asked) {
      for await (const batch of table.rows(asked)) {
        if (isBroken) await stored;
        await lines.write(lineOf(batch));
        yield batch;
      }
      packed.end();
    },
    kept: async () => void (await stored),
    close: async () => {
      packed.destroy();
      await stored.catch(() => {}); // thrown by `kept`, or nobody's loss
    },
  };
}

/**
 * Writes texts through two buffers in turn: a buffer for each text would stay in memory until V8
 * collects it, which it does late.
 */
class LineWriter {
  readonly #out: Writable;
  readonly #buffers = [Buffer.alloc(0), Buffer.alloc(0)];
  readonly #taken: Promise<void>[] = [];
  #turn = 0;

  constructor(out: Writable) {
    this.#out = out;
  }

  /** Resolves when another text may be written; a stream that is broken takes texts for nothing. */
  async write(text: string): Promise<void> {
    this.#turn = 1 - this.#turn;
    const turn = this.#turn;
    await this.#taken[turn];
    const bytes = this.#bufferFor(turn, text);
    const end = bytes.write(text);
    this.#taken[turn] = new Promise((resolve) => {
      this.#out.write(bytes.subarray(0, end), () => resolve());
    });
  }

  #bufferFor(turn: number, { length }: string): Buffer {
    const room = length * MOST_UTF8_BYTES;
    const known = this.#buffers[turn];
    if (known !== undefined && known.length >= room) return known;
    const made = Buffer.allocUnsafe(room + room / 2);
    this.#buffers[turn] = made;
    return made;
  }
}

/** Of one unit of UTF-16. */
const MOST_UTF8_BYTES = 3;

/** The table with the rows that were kept. Throws as the store. */
export const keptTable = (table: Table, kept: KeptObject): Table => ({
  ...table,
  rows: async function* () {
    for await (const line of linesOf(kept)) yield batchOf(line, table);
  },
});

type CellJson = string | number | boolean | null | object;
type Line = readonly [part: number, numbers: readonly number[], cells: readonly CellJson[][]];

/** Of one batch, whose rows are of one part. */
function lineOf(batch: readonly TableRow[]): string {
  const line: Line = [
    batch[0]?.place.part ?? 1,
    batch.map(({ place }) => place.row),
    batch.map(({ cells }) => cells.map(jsonOf)),
  ];
  return `${JSON.stringify(line)}\n`;
}

const jsonOf = (cell: Cell): CellJson => (cell instanceof Date ? { ms: cell.getTime() } : cell);

function batchOf(line: string, { parts }: Table): TableRow[] {
  const [number, numbers, cells] = JSON.parse(line) as Line; // written by lineOf
  const part = parts[number - 1];
  if (part === undefined) throw new Error(`The upload was previewed with a part ${number}`);
  return numbers.map((row, i) => ({
    place: { part: number, row },
    part,
    cells: (cells[i] ?? []).map(cellOf),
  }));
}

/** A time that no Date holds was written as null. */
const cellOf = (cell: CellJson): Cell =>
  typeof cell === 'object' && cell !== null && 'ms' in cell
    ? new Date(cell.ms === null ? Number.NaN : Number(cell.ms))
    : (cell as Cell); // written by jsonOf

const LINE_END = 0x0a;

async function* linesOf({ key, store, signal }: KeptObject): AsyncGenerator<string> {
  const bytes: Readable = await store.read(key, undefined, signal);
  const unpacked = pipeline(bytes, createGunzip(), () => {}); // what broke it, reading throws
  let parts: Buffer[] = [];
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      yield String(Buffer.concat([...parts, chunk.subarray(from, end)]));
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
}
