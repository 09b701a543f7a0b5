import { defineExport, labels } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import * as z from 'zod';

const upperCase = z.codec(z.string(), z.string(), {
  decode: (text) => text.toLowerCase(),
  encode: (text) => text.toUpperCase(),
});

const Thing = z.object({
  id: z.int(),
  note: z.string().nullable(),
  code: z.string().nullable(),
  exact: z.number().nullable(),
  exact_text: z.string().nullable(),
  big: z.number().nullable(),
  rough: z.number().nullable(),
  flag: z.boolean().nullable(),
  flag_text: z.string().nullable(),
  day: z.date().nullable(),
  at: z.date().nullable().meta({ format: 'yyyy-mm-dd hh:mm:ss' }),
  wall: z.date().nullable(),
  status: labels({ 已付款: 'paid', Shipped: 'shipped' }).nullable(),
  grade: labels({ good: 1, poor: 2 }).nullable(),
  padded: z.string().nullable(),
  secret: upperCase.nullable(),
  not_selected: z.string().nullable(),
});

/** `byValue`: by ordinary pages; else as the server copies rows out. */
export default defineExport({
  type: 'things',
  title: { zh: '物', en: 'Things' },
  row: Thing,
  params: z.object({ byValue: z.boolean() }),
  rows: ({ byValue }, { db }) => {
    const query = sql`SELECT *, exact AS exact_text, flag AS flag_text FROM things WHERE id >= ${0}`;
    const { encoded, ...pages } = keyset<z.output<typeof Thing>>(db, {
      query,
      orderBy: ['id'],
      pageRows: 7,
    });
    return byValue || encoded === undefined ? pages : { ...pages, encoded };
  },
});
