/**
 * The table of the bench, once as schema and once as SQL: ten columns of the kinds that an order
 * has.
 */
import { labels } from '@longshore/executors';
import * as z from 'zod';

export const STATUSES = {
  已付款: 'paid',
  已发货: 'shipped',
  已取消: 'cancelled',
  Refunded: 'refunded',
};

/** Checks as a price list or an order book has them. */
export const Sale = z.object({
  id: z.int().min(1).meta({ header: 'ID' }),
  uuid: z.string().length(36).meta({ header: 'UUID' }),
  name: z.string().min(1).max(60).meta({ header: '客户' }),
  sold_at: z.date().meta({ header: '时间', format: 'yyyy-mm-dd hh:mm:ss' }),
  amount: z.number().min(0).meta({ header: '金额' }),
  open: z.boolean().meta({ header: '开票' }),
  status: labels(STATUSES).meta({ header: '状态' }),
  email: z
    .string()
    .regex(/^\S+@\S+$/)
    .meta({ header: '邮箱' }),
  quantity: z.int().min(0).max(100_000).meta({ header: '数量' }),
  remark: z.string().max(200).nullable().meta({ header: '备注' }),
});

/** Table names: where an export reads, and where an import writes. */
export const SALES = 'sales';
export const SALES_IMPORTED = 'sales_imported';

const COLUMNS = `id bigint PRIMARY KEY, uuid uuid NOT NULL, name text NOT NULL, sold_at timestamptz NOT NULL, amount numeric(12,2) NOT NULL,
  open boolean NOT NULL, status text NOT NULL, email text NOT NULL, quantity integer NOT NULL, remark text`;

/** @param {number} rows */
export const makeTables = (rows) => `
  CREATE TABLE ${SALES} (${COLUMNS});
  CREATE TABLE ${SALES_IMPORTED} (${COLUMNS});
  INSERT INTO ${SALES}
  SELECT n, md5(n::text)::uuid, '客户 Customer ' || n % 100000, timestamptz '2024-01-01 00:00:00+00' + n * interval '31 seconds',
         (n * 37 % 1000000) * 0.01, n % 3 = 0, (ARRAY['paid', 'shipped', 'cancelled', 'refunded'])[1 + n % 4], 'user' || n || '@example.com',
         n % 97, CASE WHEN n % 3 > 0 THEN 'Ring "twice" & leave <parcel> at door ' || n END
  FROM generate_series(1, ${rows}) AS n;
  ANALYZE ${SALES};`;
