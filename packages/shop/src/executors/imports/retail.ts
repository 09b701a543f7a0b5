import { defineImport } from '@longshore/executors';
import { insertRetailLines } from '../../retail/insert-retail-lines.js';
import { RetailLine } from '../../retail/retail-line.js';

export default defineImport({
  type: 'retail',
  title: { zh: '零售明细', en: 'Retail lines' },
  row: RetailLine,
  save: (rows, { tx }) => insertRetailLines(tx, rows),
});
