import * as z from 'zod';

export const Tool = z.object({
  name: z.string().meta({ header: 'Name' }),
  price: z.number().min(0).meta({ header: 'Price' }),
});
export type Tool = z.output<typeof Tool>;
