import { setTimeout as sleep } from 'node:timers/promises';
import { defineExport } from '@longshore/executors';
import * as z from 'zod';

const PAGE_MS = 50;

/** Takes `ms` at least, a row each 50 ms. */
export default defineExport({
  type: 'slow',
  title: { zh: '慢', en: 'Slow' },
  row: z.object({ n: z.int() }),
  params: z.strictObject({ ms: z.int() }),
  rows: async function* ({ ms }, { signal }) {
    for (let n = 1; n * PAGE_MS <= ms; n++) {
      await sleep(PAGE_MS, undefined, { signal });
      yield [{ n }];
    }
  },
});
