import { defineImport } from '@longshore/executors';
import { upsert } from '@longshore/postgres';
import * as z from 'zod';

const unit = z.enum(['g', 'kg']).meta({
  titles: { en: 'Unit', zh: '单位' },
  labels: { g: { en: 'Grams', zh: '克' }, kg: { en: 'Kilograms', zh: '千克' } },
});
const GRAMS = { g: 1, kg: 1_000 } as const;

/** Weights of parcels, in the unit that the person says. */
export default defineImport({
  type: 'weights',
  title: { zh: '重量', en: 'Weights' },
  row: z.object({ id: z.int(), weight: z.number() }),
  params: z.object({
    unit,
    most: z
      .int()
      .min(1, 'a parcel weighs something')
      .optional()
      .meta({ titles: { en: 'At most', zh: '至多' } }),
  }),
  key: 'id',
  save: async (rows, { tx, params: { unit, most = Number.MAX_SAFE_INTEGER } }) => {
    const light = rows.filter(({ value }) => value.weight <= most);
    const parcels = light.map(({ value: { id, weight } }) => ({
      id,
      grams: weight * GRAMS[unit],
      city: 'oslo',
      fragile: false,
      sent: new Date(Date.UTC(2026, 0, 1)),
    }));
    await upsert(tx, { table: 'parcels', key: 'id', rows: parcels });
    return rows
      .filter((row) => !light.includes(row))
      .map(({ number }) => ({
        row: number,
        column: 'weight' as const,
        code: 'heavy',
        message: 'too heavy',
      }));
  },
  current: (keys, { tx, params }) =>
    tx.query('SELECT id, grams / $2::float AS weight FROM parcels WHERE id = ANY ($1)', [
      keys.map(({ id }) => id),
      GRAMS[params.unit as keyof typeof GRAMS],
    ]),
});
