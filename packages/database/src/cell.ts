/** A cell as the port keeps it: the same shape as the workbook's `Cell`. Used by failed rows. */

/** A value in a cell. `{ error }` (`#N/A`) and `{ problem }` come only from reading. */
export type Cell =
  | string
  | number
  | boolean
  | Date
  | null
  | { readonly error: string }
  | { readonly problem: string; readonly text?: string };
