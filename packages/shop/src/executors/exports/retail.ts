import { defineExport } from '@longshore/executors';
import { keyset } from '@longshore/postgres';
import { RetailLine } from '../../retail/retail-line.js';
import { selectRetailLines } from '../../retail/select-retail-lines.js';

export default defineExport({
  type: 'retail',
  title: { zh: '零售明细', en: 'Retail lines' },
  row: RetailLine,
  rows: (_query, { db }) => keyset(db, selectRetailLines()),
});
