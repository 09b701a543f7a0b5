/** One parcel, and the cities that it goes to. */
import { labels } from '@longshore/executors';
import * as z from 'zod';

export const city = labels({
  oslo: { en: 'Oslo', zh: '奥斯陆' },
  lima: { en: 'Lima', zh: '利马' },
  cairo: { en: 'Cairo', zh: '开罗' },
});

export const Parcel = z.object({
  id: z.int().meta({ titles: { en: 'Parcel', zh: '包裹' } }),
  city: city.meta({ titles: { en: 'City', zh: '城市' } }),
  grams: z.int().meta({ titles: { en: 'Grams', zh: '克' } }),
  fragile: z.boolean().meta({ titles: { en: 'Fragile', zh: '易碎' } }),
  sent: z.date().meta({ titles: { en: 'Sent', zh: '寄出' }, format: 'yyyy-mm-dd' }),
});
