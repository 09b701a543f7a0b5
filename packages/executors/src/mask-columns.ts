/** Columns whose values are not for the caller. Used by exports, previews and files of batches. */
import type { TaskCaller } from '@longshore/contract';
import type { Column } from './column.js';

/** Stands in the cells of a masked column. */
export const MASK = '•••';

/** What the sign is to an import: a value that the uploader never saw. */
export const MASKED = { problem: 'masked_value', text: MASK } as const;

/** The columns, of which those that are not for the caller show the sign in every cell. */
export const maskColumns = (columns: readonly Column[], caller: TaskCaller): readonly Column[] =>
  columns.map((column) =>
    column.mask?.(caller)
      ? {
          ...column,
          kind: 'text',
          isDay: false,
          format: null,
          labels: null,
          isMasked: true,
          toCell: () => MASK,
        }
      : column,
  );
