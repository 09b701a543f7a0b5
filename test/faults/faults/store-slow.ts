/** Every byte of the object store comes late. */
import { startLine } from '../../support/line.js';
import type { Fault } from '../fault.js';
import { workOverS3 } from '../stored-work.js';

const DELAY_MS = 200;

export default {
  does: `Each packet to and from the object store takes ${DELAY_MS} ms.`,
  promises: 'Each task succeeds at its first attempt, and no object and no part is left behind.',
  needsS3: true,
  run: async (stage) => {
    const line = await startLine(stage.s3.endpoint);
    try {
      const work = await workOverS3(stage, line.url);
      line.delay(DELAY_MS);
      await work.begin();
      return await work.verdict();
    } finally {
      line.up();
      await line.stop();
    }
  },
} satisfies Fault;
