/** A line of a price list. */
import * as z from 'zod';

export const PriceLine = z.object({ sku: z.string(), name: z.string(), price: z.number().min(0) });
