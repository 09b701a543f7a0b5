/** The object store fails parts of uploads. */
import type { Fault } from '../fault.js';
import { workOverFailingParts } from '../stored-work.js';

export default {
  does: 'Each second part of an upload is answered with 500.',
  promises: 'Each task succeeds at its first attempt, and no object and no part is left behind.',
  needsS3: true,
  run: (stage) => workOverFailingParts(stage, 'answer-500'),
} satisfies Fault;
