/** What a person should know although nothing failed: a code, and values for its sentence. */
export interface Notice {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}
