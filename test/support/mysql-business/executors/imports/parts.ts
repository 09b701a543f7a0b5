import { defineImport } from '@longshore/executors';
import { insertMany } from '@longshore/mysql';
import { Part } from '../../part.js';

/** A row that is saved twice breaks the primary key, and would be told as a failed row. */
export default defineImport({
  type: 'parts',
  title: { zh: '零件', en: 'Parts' },
  row: Part,
  key: 'sku',
  chunkRows: 100,
  save: (rows, { tx }) => insertMany(tx, { table: 'parts', rows: rows.map(({ value }) => value) }),
});
