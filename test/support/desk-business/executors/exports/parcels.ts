import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import * as z from 'zod';
import { city, Parcel } from '../../parcel.js';

const HEAVIEST = 100_000;

export default defineExport({
  type: 'parcels',
  title: { en: 'Parcels', zh: '包裹' },
  row: Parcel,
  params: z.object({
    below: z
      .int()
      .refine((grams) => grams <= HEAVIEST, 'no parcel is that heavy')
      .meta({
        titles: { en: 'Lighter than', zh: '轻于' },
        hints: { en: 'In grams.', zh: '单位：克。' },
      }),
    cities: z
      .array(city.out)
      .optional()
      .meta({ titles: { en: 'Cities', zh: '城市' } }),
    sentFrom: z.iso
      .date()
      .optional()
      .meta({ titles: { en: 'Sent from', zh: '寄出日期从' } }),
    fragile: z
      .boolean()
      .optional()
      .meta({ titles: { en: 'Fragile', zh: '易碎' } }),
    heavyFirst: z
      .boolean()
      .default(false)
      .meta({ titles: { en: 'Heavy ones first', zh: '重的在前' } }),
    ids: z
      .array(z.int())
      .optional()
      .meta({ titles: { en: 'Numbers', zh: '编号' } }),
  }),
  rows: ({ below, cities, sentFrom, fragile, heavyFirst, ids }, { db }) =>
    keyset(db, {
      query: sql`SELECT id, city, grams, fragile, sent FROM parcels WHERE grams < ${below}
        AND (${cities ?? null}::text[] IS NULL OR city = ANY (${cities ?? null}))
        AND (${sentFrom ?? null}::date IS NULL OR sent >= ${sentFrom ?? null})
        AND (${fragile ?? null}::boolean IS NULL OR fragile = ${fragile ?? null})
        AND (${ids ?? null}::integer[] IS NULL OR id = ANY (${ids ?? null}))`,
      orderBy: ['id'],
      descending: heavyFirst,
    }),
});
