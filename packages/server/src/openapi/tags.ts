/** The groups of calls in the OpenAPI document. */
export const TAGS = {
  Tasks: 'Register a task, ask how it stands, stop it, run it again.',
  Files: 'Results, error workbooks and what else a task leaves.',
  Imports: 'Look first, correct failed rows, undo.',
  Batches: 'Records of a table that are processed in place.',
  Types: 'What can be exported, imported and processed here.',
  Routines: 'Work on a schedule; for operators.',
  'Retryable calls': 'Calls of outside services that were recorded; for operators.',
  Desk: 'The whole fleet and everyone’s tasks; for operators, but `getMe`.',
} as const;

export type Tag = keyof typeof TAGS;

/** As the document lists them. */
export const tags = Object.entries(TAGS).map(([name, description]) => ({ name, description }));
