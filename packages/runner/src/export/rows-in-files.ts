/**
 * The rows of an export, cut into files: at most so many rows each, and where the type says so a
 * new one where the value of a column changes. Used by zip-file.ts.
 */
import type { Cell } from '@longshore/workbook';

type Rows = readonly (readonly Cell[])[];

/** Its rows must be read to their end before the next file is asked for. */
export interface FileOfRows {
  /** What its rows share; undefined: files go by number. */
  readonly by: Cell | undefined;
  readonly rows: AsyncGenerator<Cell[][]>;
}

interface Cutting {
  readonly rowsPerFile: number;
  /** The last cell of each row is the value that a file goes by, and is no cell of the file. */
  readonly isByValue: boolean;
}

/** At least one file, however few rows there are. */
export async function* rowsInFiles(
  batches: AsyncIterable<Rows>,
  cutting: Cutting,
): AsyncGenerator<FileOfRows> {
  const source = new Ahead(batches);
  do {
    const by = cutting.isByValue ? (await source.batch())?.[0]?.at(-1) : undefined;
    yield { by, rows: oneFile(source, by, cutting) };
  } while ((await source.batch()) !== null);
}

async function* oneFile(
  source: Ahead,
  by: Cell | undefined,
  { rowsPerFile, isByValue }: Cutting,
): AsyncGenerator<Cell[][]> {
  let left = rowsPerFile;
  for (let batch = await source.batch(); batch !== null; batch = await source.batch()) {
    let taken = 0;
    while (taken < batch.length && taken < left && isOf(batch[taken])) taken += 1;
    if (taken > 0)
      yield batch.slice(0, taken).map((row) => row.slice(0, isByValue ? -1 : undefined));
    source.drop(taken);
    left -= taken;
    if (left === 0 || taken < batch.length) return;
  }

  function isOf(row: readonly Cell[] | undefined): boolean {
    return !isByValue || nameOf(row?.at(-1) ?? null) === nameOf(by ?? null);
  }
}

/** Equal for values that share a file. */
export const nameOf = (cell: Cell): string =>
  cell instanceof Date ? cell.toISOString() : typeof cell === 'object' ? '' : String(cell);

/** Batches of which the first rows may be taken. */
class Ahead {
  readonly #source: AsyncIterator<Rows>;
  #rest: Rows = [];

  constructor(batches: AsyncIterable<Rows>) {
    this.#source = batches[Symbol.asyncIterator]();
  }

  /** Never empty; null: no row is left. */
  async batch(): Promise<Rows | null> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#source.next();
      if (done === true) return null;
      this.#rest = value;
    }
    return this.#rest;
  }

  drop(rows: number): void {
    this.#rest = this.#rest.slice(rows);
  }
}
