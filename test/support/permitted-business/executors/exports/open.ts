import { defineExport } from '@longshore/executors';
import * as z from 'zod';

export default defineExport({
  type: 'open',
  title: { en: 'Open', zh: '公开' },
  row: z.object({ name: z.string() }),
  params: z.object({ fail: z.boolean().optional() }),
  async *rows({ fail }) {
    if (fail) throw new Error('the ledger of stones is away');
    yield [{ name: 'a' }];
  },
});
