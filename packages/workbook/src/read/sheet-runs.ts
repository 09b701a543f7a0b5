/**
 * Puts the cells of runs into the rows, as the sheet parser does that reads them token by token.
 * Used by the sheet parser wherever a cell or a row may begin.
 */
import { type CellRuns, FOUND } from './cell-runs.js';
import { RunValues, type RunValuesOptions } from './run-values.js';
import type { SheetRows } from './sheet-rows.js';
import type { XmlTokens } from './xml-tokens.js';

export interface SheetRunsOptions extends RunValuesOptions {
  readonly tokens: XmlTokens;
  readonly rows: SheetRows;
}

/** Depths of open elements: between rows, and between the cells of one. */
const [BETWEEN_ROWS, BETWEEN_CELLS] = [2, 3] as const;
const ROW_NAME = Buffer.from('row');

export class SheetRuns {
  /** Within a row behind the run, and after the cell of this column. */
  inRow = false;
  column = -1;
  readonly #runs: CellRuns;
  readonly #options: SheetRunsOptions;
  readonly #values: RunValues;
  #isTaking = false;

  constructor(options: SheetRunsOptions) {
    this.#runs = options.runs;
    this.#options = options;
    this.#values = new RunValues(options);
  }

  /**
   * Takes cells until a batch is full, or the run ends. False when no run stands here: nothing is
   * taken.
   */
  take(inRow: boolean, column: number): boolean {
    const { tokens, rows } = this.#options;
    const { at, filled, bytes } = tokens;
    const runs = this.#runs;
    if (!runs.isWaiting) {
      if (bytes !== runs.xml) return false;
      if (!runs.find({ at, filled, inRow, row: rows.number, column })) return false;
      this.inRow = inRow;
      this.column = column;
    }
    this.#isTaking = true;
    this.#putAll();
    this.#isTaking = false;
    if (!runs.isWaiting) this.#goOn();
    return true;
  }

  /**
   * When a cell of a run is refused: the tokens go on behind that cell, so that the error tells its
   * place. Returns the cell's column; null when no run is being taken.
   */
  settle(): number | null {
    if (!this.#isTaking) return null;
    const { next, columns } = this.#runs;
    const { tokens } = this.#options;
    tokens.moveTo(this.#runs.positionAfter(next), tokens.depth);
    return columns[next] ?? -1;
  }

  #putAll(): void {
    const runs = this.#runs;
    const { rows } = this.#options;
    const { kinds, columns } = runs;
    for (; runs.next < runs.count; runs.next += 1) {
      const index = runs.next;
      const kind = kinds[index];
      if (kind === FOUND.rowOpen) {
        this.#openRow(index);
        if (!rows.pending.hasBatch) continue;
        runs.next += 1;
        return;
      }
      if (kind === FOUND.rowClose) this.#closeRow(index);
      else {
        const value = this.#values.of(index);
        if (value !== null) rows.put(columns[index] ?? 0, value);
      }
    }
  }

  #openRow(index: number): void {
    const { rows, rowTag } = this.#options;
    rowTag.style = 0;
    rows.open(this.#runs.numbers[index] ?? 0, false);
  }

  #closeRow(index: number): void {
    const { rows, tokens, values } = this.#options;
    rows.close(tokens.offset + this.#runs.positionAfter(index), values.endRow());
  }

  #goOn(): void {
    const { tokens } = this.#options;
    this.inRow = this.#runs.inRow;
    this.column = this.#runs.column;
    tokens.moveTo(this.#runs.readTo, this.inRow ? BETWEEN_CELLS : BETWEEN_ROWS);
    if (this.inRow) tokens.nameOpen(ROW_NAME);
  }
}
