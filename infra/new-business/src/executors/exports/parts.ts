/** The export of parts: all of them, or those of one status. */
import { defineExport } from '@longshore/executors';
import { allOf, keyset, sql } from '@longshore/postgres';
import * as z from 'zod';
import { Part } from '../../part.js';

const PartQuery = z.strictObject({ status: z.union([z.literal(0), z.literal(1)]).optional() });

export default defineExport({
  type: 'parts',
  title: { en: 'Parts', zh: '零件' },
  row: Part,
  params: PartQuery,
  rows: ({ status }, { db }) => {
    const wanted = allOf(status === undefined ? [] : [sql`status = ${status}`]);
    const query = sql`SELECT number, name, price, status FROM parts WHERE ${wanted}`;
    return keyset<Part>(db, { query, orderBy: ['number'] });
  },
});
