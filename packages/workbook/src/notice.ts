/** What a person should know although nothing failed: a code, and values for its sentence. */
export interface Notice {
  readonly code:
    | 'sheets_not_read'
    | 'hidden_rows_read'
    | 'merged_cells_blank'
    | 'encoding_assumed'
    | 'delimiter_assumed'
    | 'text_cut';
  readonly values: Readonly<Record<string, string | number>>;
}
