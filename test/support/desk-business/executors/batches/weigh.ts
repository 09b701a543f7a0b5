import { defineBatch } from '@longshore/executors';
import { sql } from '@longshore/postgres';
import * as z from 'zod';

export default defineBatch({
  type: 'weigh',
  title: { en: 'Weigh again', zh: '复称' },
  row: z.object({ id: z.int(), grams: z.int() }),
  source: { table: 'parcels', key: 'id', state: 'weigh_state', remark: 'weigh_remark' },
  params: z.object({
    least: z
      .int()
      .refine((grams) => grams >= 0, 'no parcel weighs less than nothing')
      .meta({ titles: { en: 'Grams at least', zh: '最少克数' } }),
  }),
  where: ({ least }) => sql`grams >= ${least}`,
  process: async () => [],
});
