/**
 * The keys of an upload's rows, fed to the finder of same keys. Used by the first pass over an
 * upload.
 */
import type { Duplicates } from '@longshore/contract';
import { type Column, type ImportExecutor, type KeyReader, keyReader } from '@longshore/executors';
import type { Cell } from '@longshore/workbook';
import { createInput } from '../check-row.js';
import type { FileForms } from '../file-forms.js';
import type { Table, TableRow } from '../import-table.js';
import { holdsNumbers } from '../place-columns.js';
import { NO_SAME_KEYS, type SameKeys, SameKeysFinder } from './same-keys.js';

interface KeyRowsOptions {
  readonly executor: ImportExecutor;
  readonly duplicates: Duplicates;
  /** Left out: not yet known, as in the first pass, which decides the forms. */
  readonly forms?: FileForms;
}

export interface KeyRows {
  /** Takes the rows of the table in reading order. */
  add(row: TableRow): void;
  /** `forms`: those of the whole file; where a key depends on forms, the rows are read again. */
  decide(table: Table, forms: FileForms): Promise<SameKeys>;
}

export function keyRows(options: KeyRowsOptions): KeyRows {
  const { executor, duplicates } = options;
  const read = keyReader(executor);
  if (read === null) return NO_KEYS;
  const collector = new Collector(read, options);
  return {
    add: (row) => collector.add(row),
    decide: async (table, forms) => {
      if (!collector.needsForms) return collector.decide();
      const again = new Collector(read, { executor, duplicates, forms });
      for await (const batch of table.rows({ checkOnly: true }))
        for (const row of batch) again.add(row);
      return again.decide();
    },
  };
}

const NO_KEYS: KeyRows = { add: () => {}, decide: async () => NO_SAME_KEYS };

class Collector {
  /** A key was found whose value the forms of the file decide. */
  needsForms = false;
  readonly #read: KeyReader;
  readonly #forms: FileForms | undefined;
  readonly #finder: SameKeysFinder;

  constructor(read: KeyReader, { duplicates, forms }: KeyRowsOptions) {
    this.#read = read;
    this.#forms = forms;
    this.#finder = new SameKeysFinder(duplicates);
  }

  add({ cells, part, place }: TableRow): void {
    if (this.needsForms) return;
    const input = createInput();
    for (const { column, index } of part.keyPlaces) {
      const cell = cells[index] ?? null;
      this.needsForms = this.#forms === undefined && hasForms(column, cell);
      if (this.needsForms) return;
      input[column.key] = column.fromCell(cell, this.#forms?.byColumn.get(column.key));
    }
    const key = this.#read(input);
    if (key !== null) this.#finder.add(place, key);
  }

  decide(): SameKeys {
    return this.#finder.decide();
  }
}

/** A number or a date as text, unless it is plain digits. */
const hasForms = (column: Column, cell: Cell): boolean =>
  typeof cell === 'string' &&
  (holdsNumbers(column) || column.kind === 'date') &&
  !DIGITS.test(cell);

const DIGITS = /^\d+$/;
