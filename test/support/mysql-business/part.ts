/** A row of the table `parts`, as its export and its import tell it. */
import * as z from 'zod';

export const Part = z.object({
  sku: z.string().meta({ title: 'SKU' }),
  name: z.string(),
  price: z.number(),
  made: z.date().nullable(),
  active: z.boolean().nullable(),
});
