/** The figures of a preview, chunk by chunk, in bounded memory. */
import type { PreviewDepth, ShownDifference, ShownPlace, ShownPreview } from '@longshore/contract';
import { type Column, columnsIn, maskColumns } from '@longshore/executors';
import type { OpenedImport } from '../open-import.js';
import { type PartName, withPart } from '../part-names.js';
import type { SavePlan } from '../policies/save-plan.js';
import { CauseList } from './cause-list.js';
import type { SeenChunk, TriedRow } from './preview-chunk.js';
import { shownCell } from './shown-cell.js';

const MOST_DIFFERENCES = 50;

interface Previewing extends Pick<OpenedImport, 'task' | 'executor'> {
  /** Of the parts. */
  readonly names: readonly PartName[];
  /** Default: failed rows end nothing. */
  readonly plan?: EndingPlan;
}

type EndingPlan = Pick<SavePlan, 'isOneTransaction' | 'mostFailed'>;

const NEVER_ENDS: EndingPlan = { isOneTransaction: false, mostFailed: Number.POSITIVE_INFINITY };

/** Takes what became of each chunk, and tells the preview. */
export class PreviewFigures {
  readonly #causes = new CauseList();
  readonly #differences: ShownDifference[] = [];
  readonly #counts = { create: 0, update: 0, same: 0, checked: 0, remove: 0, failed: 0 };
  readonly #plan: EndingPlan;
  /** Rows that would be saved before the import ended by its policy; null: it would not. */
  #savedBefore: number | null = null;
  readonly #columns: readonly Column[];
  readonly #keyColumns: readonly Column[];
  readonly #names: readonly PartName[];
  readonly #timeZone: string;

  constructor({ task, executor, names, plan = NEVER_ENDS }: Previewing) {
    this.#plan = plan;
    this.#columns = maskColumns(columnsIn(executor.columns, task.language), task.caller);
    this.#keyColumns = this.#columns.filter(({ key }) => executor.key.includes(key));
    this.#names = names;
    this.#timeZone = task.timeZone;
  }

  /** Rows so far. */
  get looked(): number {
    return Object.values(this.#counts).reduce((sum, rows) => sum + rows, 0);
  }

  /** Fewer cells that would change are known than are shown. */
  get wantsDifferences(): boolean {
    return this.#differences.length < MOST_DIFFERENCES;
  }

  add({ tried, compared, checked, failed }: SeenChunk): void {
    // rows of this chunk would not be reached any more
    if (this.#failsTooOften()) this.#savedBefore ??= this.#saves();
    for (const fate of compared) this.#counts[fate]++;
    for (const row of tried) this.#counts[this.#fateOf(row)]++;
    this.#counts.checked += checked;
    this.#counts.failed += failed.length;
    this.#causes.add(failed.map((row) => withPart(row, this.#names)));
  }

  #failsTooOften(): boolean {
    return this.#counts.failed > this.#plan.mostFailed;
  }

  #saves(): number {
    return this.#plan.isOneTransaction ? 0 : this.looked - this.#counts.failed;
  }

  /** A row without a key cannot be found again: of it nothing more is known. */
  #fateOf(row: TriedRow): 'create' | 'update' | 'same' | 'checked' | 'remove' {
    const { key, before, after } = row;
    if (key === null) return 'checked';
    if (before.state === after.state) return 'same';
    if (before.row === null) return 'create';
    if (after.row === null) return 'remove';
    this.#noteDifferences(row);
    return 'update';
  }

  #noteDifferences({ place, before: { row: before }, after: { row: after } }: TriedRow): void {
    for (const column of this.#columns) {
      if (this.#differences.length === MOST_DIFFERENCES) return;
      const [was, is] = [before?.[column.key], after?.[column.key]];
      if (JSON.stringify(was ?? null) === JSON.stringify(is ?? null)) continue;
      this.#differences.push({
        ...this.#shownPlace(place),
        key: this.#keyColumns
          .map((one) => this.#shown(one, (after ?? before)?.[one.key]))
          .join(', '),
        column: column.key,
        before: this.#shown(column, was),
        after: this.#shown(column, is),
      });
    }
  }

  #shown(column: Column, value: unknown) {
    return shownCell(column, value, this.#timeZone);
  }

  #shownPlace({ part, row }: TriedRow['place']): ShownPlace {
    return { row, ...this.#names[part - 1] };
  }

  /** `isComplete`: all rows were looked at. */
  shown(depth: PreviewDepth, isComplete: boolean): ShownPreview {
    const isUndone = this.#plan.isOneTransaction && this.#failsTooOften();
    const stops = this.#savedBefore !== null || isUndone;
    const saves = stops ? (this.#savedBefore ?? 0) : this.looked - this.#counts.failed;
    return {
      depth,
      isComplete,
      stops,
      saves,
      counts: { total: this.looked, ...this.#counts },
      differences: this.#differences,
      causes: this.#causes.list(),
      otherIssues: this.#causes.others,
    };
  }
}
