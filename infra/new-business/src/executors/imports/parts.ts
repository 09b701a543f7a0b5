/** The import of parts: new numbers are inserted, known ones updated. */
import { defineImport } from '@longshore/executors';
import { upsert } from '@longshore/postgres';
import { Part } from '../../part.js';

export default defineImport({
  type: 'parts',
  title: { en: 'Parts', zh: '零件' },
  row: Part,
  key: 'number',
  save: async (rows, { tx }) => {
    await upsert(tx, { table: 'parts', key: 'number', rows: rows.map(({ value }) => value) });
  },
});
