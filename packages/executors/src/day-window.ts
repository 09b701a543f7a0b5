/** The option `window` of a batch. Used by define-batch.ts. */
import * as z from 'zod';
import type { DayWindow } from './batch-executor.js';

const MINUTE_MS = 60_000;
const MINUTES = 60;

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day such as "22:00"')
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return (hours * MINUTES + minutes) * MINUTE_MS;
  });

export const WindowOptions = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, 'begins when it ends: leave it out to run always')
  .transform(({ from, to }): DayWindow => ({ fromMs: from, toMs: to }));
