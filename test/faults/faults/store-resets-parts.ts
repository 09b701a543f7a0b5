/** The object store breaks off parts of uploads. */
import type { Fault } from '../fault.js';
import { workOverFailingParts } from '../stored-work.js';

export default {
  does: 'Each second part of an upload is cut by a reset amid its bytes.',
  promises: 'Each task succeeds at its first attempt, and no object and no part is left behind.',
  needsS3: true,
  run: (stage) => workOverFailingParts(stage, 'reset'),
} satisfies Fault;
