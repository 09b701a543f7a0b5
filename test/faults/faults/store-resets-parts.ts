/** The object store breaks off parts of uploads. */
import { startPartProxy } from '../../support/part-proxy.js';
import type { Fault } from '../fault.js';
import { workOverS3 } from '../stored-work.js';

export default {
  does: 'Each second part of an upload is cut by a reset amid its bytes.',
  promises: 'Each task succeeds at its first attempt, and no object and no part is left behind.',
  needsS3: true,
  run: async (stage) => {
    const proxy = await startPartProxy(stage.s3.endpoint, { fault: 'reset', each: 2 });
    try {
      const work = await workOverS3(stage, proxy.endpoint);
      await work.begin();
      const verdict = await work.verdict(`, ${proxy.struck()} parts met`);
      return { ...verdict, holds: verdict.holds && proxy.struck() > 0 };
    } finally {
      await proxy.stop();
    }
  },
} satisfies Fault;
