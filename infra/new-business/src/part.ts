/** One part, as a row of the workbook: the same going out and coming in. */
import { labels } from '@longshore/executors';
import * as z from 'zod';

export const Part = z.object({
  number: z.string().trim().min(1).max(40).meta({ header: 'Part number', width: 16 }),
  name: z.string().max(200).meta({ header: 'Name', width: 32 }),
  price: z.number().min(0).meta({ header: 'Price', format: '#,##0.00' }),
  status: labels({ 'on sale': 1, withdrawn: 0 }).meta({ header: 'Status' }),
});
export type Part = z.output<typeof Part>;
