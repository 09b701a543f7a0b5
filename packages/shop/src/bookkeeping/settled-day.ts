/** What the settlements of one day came to. */
import type { Sql } from '@longshore/database';
import * as z from 'zod';

export const SettledDay = z.object({
  day: z.iso.date(),
  orders: z.int(),
  /** Decimal, so that no sum is rounded. */
  fees: z.string(),
});
export type SettledDay = z.output<typeof SettledDay>;

/** Of the last day that was over at `moment`, by the wall clock of the zone. */
export async function settledDayBefore(
  moment: Date,
  { db, timeZone }: { db: Sql; timeZone: string },
): Promise<SettledDay | undefined> {
  const [day] = await db.query<SettledDay>(
    `SELECT day::text, count(order_id)::integer AS orders, coalesce(sum(fee), 0)::text AS fees
     FROM (SELECT ($1::timestamptz AT TIME ZONE $2)::date - 1 AS day) AS over
     LEFT JOIN settlements ON settled_at >= day::timestamp AT TIME ZONE $2
       AND settled_at < (day + 1)::timestamp AT TIME ZONE $2
     GROUP BY day`,
    [moment, timeZone],
  );
  return day;
}
