/** An export of one row that takes WAIT_MS, and nearly no work. */
import { setTimeout as sleep } from 'node:timers/promises';
import { defineExport } from '@longshore/executors';
import * as z from 'zod';

const row = z.object({ name: z.string() });

export const waitingExport = (type: string, maxRunning?: number) =>
  defineExport({
    type,
    title: { en: type, zh: type },
    row,
    ...(maxRunning === undefined ? {} : { maxRunning }),
    async *rows(_query, { signal }) {
      await sleep(Number(process.env.WAIT_MS), undefined, { signal });
      yield [{ name: type }];
    },
  });
