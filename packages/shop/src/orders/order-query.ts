/** What an export of orders may be narrowed by. */
import * as z from 'zod';
import { orderStatus } from './order.js';

const MOST_IDS = 100_000;
const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

export const OrderQuery = z.strictObject({
  from: time
    .optional()
    .describe('Placed at this time or later; a day begins at 00:00 of the time zone of the task.'),
  to: time.optional().describe('Placed before this time, or before the day begins.'),
  status: orderStatus.out.optional(),
  ids: z
    .array(z.string().regex(/^\d{1,18}$/, 'must be digits'))
    .max(MOST_IDS)
    .optional(),
  orderBy: z
    .enum(['id', 'placedAt', 'amount', 'status'])
    .default('id')
    .describe('Equals follow each other by id. Statuses: as an order goes through them.'),
  descending: z.boolean().default(false),
  limit: z.int().min(1).optional().describe('At most so many orders, in their order.'),
});
export type OrderQuery = z.output<typeof OrderQuery>;
