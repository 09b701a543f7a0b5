/** The object store cannot be reached for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startLine } from '../../support/line.js';
import type { Fault } from '../fault.js';
import { workOverS3 } from '../stored-work.js';

export default {
  does: 'Connections to the object store are cut and refused for 3 s (60 s at length) amid exports and imports.',
  promises: 'No task is lost, no attempt is counted, and no object and no part is left behind.',
  needsS3: true,
  run: async (stage) => {
    const line = await startLine(stage.s3.endpoint);
    try {
      const work = await workOverS3(stage, line.url);
      await work.begin();
      line.down();
      await sleep(stage.times(3_000, 60_000));
      line.up();
      return await work.verdict();
    } finally {
      await line.stop();
    }
  },
} satisfies Fault;
