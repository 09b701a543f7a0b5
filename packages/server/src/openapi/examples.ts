/** An example of each answer that the OpenAPI document names; tests hold them to their schemas. */
import * as operators from './operator-examples.js';
import * as rows from './row-examples.js';
import type { SCHEMAS } from './schemas.js';
import * as tasks from './task-examples.js';

export const EXAMPLES: Readonly<Record<keyof typeof SCHEMAS, unknown>> = {
  ...tasks,
  ...rows,
  ...operators,
};
