/**
 * What a preview shows, as the runner keeps it beside the upload, without words; the API words it.
 */
import type { PreviewCounts, PreviewDepth } from './preview-schemas.js';
import type { StoredIssue } from './row-issues.js';

/** A row, its sheet, of an import that reads several, and its file, of an archive. */
export interface ShownPlace {
  readonly row: number;
  readonly sheet?: string;
  readonly file?: string;
}

/** A cell that would change; `column`: the property. */
export interface ShownDifference extends ShownPlace {
  readonly key: string;
  readonly column: string;
  readonly before: string | number | boolean | null;
  readonly after: string | number | boolean | null;
}

/** Issues of one kind in one column. */
export interface ShownCause {
  /** The first of them. */
  readonly issue: StoredIssue;
  /** Others of them say something else. */
  readonly varies: boolean;
  readonly rows: number;
  readonly first: readonly ShownPlace[];
}

/** What a preview shows. */
export interface ShownPreview {
  readonly depth: PreviewDepth;
  /** All rows were looked at; false while the preview runs. */
  readonly isComplete: boolean;
  readonly counts: PreviewCounts;
  /** So many rows fail that the import would end without saving the others. */
  readonly stops: boolean;
  /** Rows that the import would save. */
  readonly saves: number;
  readonly differences: readonly ShownDifference[];
  readonly causes: readonly ShownCause[];
  readonly otherIssues: number;
}
