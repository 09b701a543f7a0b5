/** The object store takes requests and answers none for a while. */
import type { Fault } from '../fault.js';
import { workAmidOutage } from '../stored-work.js';

export default {
  does: 'The object store falls silent for 3 s (60 s at length) amid exports and imports.',
  promises: 'No task is lost, no attempt is counted, and no object and no part is left behind.',
  needsS3: true,
  run: (stage) => workAmidOutage(stage, 'silence'),
} satisfies Fault;
