import { defineBatch } from '@longshore/executors';
import { insertMany } from '@longshore/mysql';
import * as z from 'zod';

/** Stands for a service that fails one part now and then, and answers the second time. */
const SLOW = 'p-00500';

export default defineBatch({
  type: 'price-parts',
  title: { zh: '零件定价', en: 'Price parts' },
  row: z.object({ id: z.int(), sku: z.string(), maker: z.int(), cost: z.number() }),
  source: { table: 'part_costs', key: 'id', state: 'state', remark: 'remark', batchNo: 'batch_no' },
  results: z.object({ price: z.number() }),
  orderBy: 'maker',
  parallel: 2,
  pageRows: 100,
  params: z.object({ percent: z.int().default(10), batchNo: z.string().optional() }),
  process: async (parts, { tx, tries, params }) => {
    const [slow] = parts.filter(({ sku }) => sku === SLOW);
    if (slow !== undefined && tries(slow.id) === 0) throw new Error('no answer');
    const priced = parts.filter(({ cost }) => cost > 0);
    await insertMany(tx, {
      table: 'part_log',
      rows: priced.map(({ id, maker }) => ({ part_id: id, maker })),
    });
    return parts.map(({ id, cost }) =>
      cost > 0
        ? { key: id, result: { price: (cost * (100 + params.percent)) / 100 } }
        : { key: id, code: 'no_cost', message: { en: 'has no cost', zh: '没有成本' } },
    );
  },
});
