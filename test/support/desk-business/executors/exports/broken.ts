import { defineExport } from '@longshore/executors';
import * as z from 'zod';

export default defineExport({
  type: 'broken',
  title: { en: 'Broken', zh: '损坏' },
  row: z.object({ id: z.int() }),
  async *rows() {
    yield [{ id: 1 }];
    throw new Error('the scales are out of order');
  },
});
